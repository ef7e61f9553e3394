"""Commands that mark posts, and take the mark back: boost, favourite, bookmark, pin, mute-thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import click

from trunkline.cli.command import command
from trunkline.cli.each import on_each
from trunkline.cli.posts import OWN_POST, POST
from trunkline.cli.session.open_session import Session

if TYPE_CHECKING:
    from trunkline.entities import Status

_VISIBILITIES = ("public", "unlisted", "private")


def _examples(name: str) -> dict[str, str]:
    return {
        f"trunkline {name} %3": "the third post of the last listing",
        f"trunkline {name} https://mastodon.social/@Gargron/1": "a post by its address",
    }


@command(
    {
        **_examples("boost"),
        "trunkline boost %3 --visibility private": "for your followers alone",
        "trunkline timeline tag python --json | jq -r .id | trunkline boost -": "posts whose ids come in a pipe",
    }
)
@click.option(
    "--visibility", type=click.Choice(_VISIBILITIES), help="Who can see the boost; the account's setting by default."
)
@on_each(POST, "Boosted {}")
def boost(session: Session, status: Status, visibility: str | None) -> Any:
    """Boost posts."""
    return session.client.status_reblog(status, cast("Any", visibility))


@command(_examples("unboost"))
@on_each(POST, "No longer boosted: {}")
def unboost(session: Session, status: Status) -> Any:
    """Take boosts back."""
    return session.client.status_unreblog(status)


@command(_examples("favourite"))
@on_each(POST, "Favourited {}")
def favourite(session: Session, status: Status) -> Any:
    """Favourite posts. Their authors are told."""
    return session.client.status_favourite(status)


@command(_examples("unfavourite"))
@on_each(POST, "No longer a favourite: {}")
def unfavourite(session: Session, status: Status) -> Any:
    """Take favourites back."""
    return session.client.status_unfavourite(status)


@command(_examples("bookmark"))
@on_each(POST, "Bookmarked {}")
def bookmark(session: Session, status: Status) -> Any:
    """Bookmark posts. Nobody else can see it. See: trunkline timeline bookmarks"""
    return session.client.status_bookmark(status)


@command(_examples("unbookmark"))
@on_each(POST, "No longer bookmarked: {}")
def unbookmark(session: Session, status: Status) -> Any:
    """Take bookmarks back."""
    return session.client.status_unbookmark(status)


@command(_examples("pin"))
@on_each(OWN_POST, "Pinned {}")
def pin(session: Session, status: Status) -> Any:
    """Pin own posts to your profile."""
    return session.client.status_pin(status)


@command(_examples("unpin"))
@on_each(OWN_POST, "No longer pinned: {}")
def unpin(session: Session, status: Status) -> Any:
    """Take own posts off your profile's top."""
    return session.client.status_unpin(status)


@command(_examples("mute-thread"))
@on_each(POST, "Muted the thread of {}")
def mute_thread(session: Session, status: Status) -> Any:
    """Get no more notifications of the threads of posts."""
    return session.client.status_mute(status)


@command(_examples("unmute-thread"))
@on_each(POST, "No longer muted: the thread of {}")
def unmute_thread(session: Session, status: Status) -> Any:
    """Get notifications of the threads of posts again."""
    return session.client.status_unmute(status)
