"""The commands tags followed, follow, unfollow and show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from trunkline.cli.bulk import for_each
from trunkline.cli.command import command
from trunkline.cli.each import TAG, on_each
from trunkline.cli.listing import TAGS, Printing, json_option, listing_options
from trunkline.cli.output.view import View
from trunkline.cli.references import find_tag
from trunkline.cli.session.completion import complete_tags
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

if TYPE_CHECKING:
    from trunkline.entities import Tag


@command({"trunkline tags followed": "and then: trunkline tags unfollow %2"})
@listing_options(limit=200)
@with_session()
def followed(session: Session, listing: Printing) -> None:
    """List the hashtags that you follow."""
    listing.print(session, TAGS, session.client.iterate(session.client.followed_tags(limit=listing.page(200))))


@command({"trunkline tags follow python opensource": "two tags; '#python' needs the quotes in a shell"})
@on_each(TAG, "You follow {}.")
def follow(session: Session, tag: str) -> Tag:
    """Follow hashtags: posts with them appear in your home timeline."""
    return session.client.tag_follow(tag)


@command({"trunkline tags unfollow python": "one tag"})
@on_each(TAG, "You do not follow {}.")
def unfollow(session: Session, tag: str) -> Tag:
    """Unfollow hashtags."""
    return session.client.tag_unfollow(tag)


@command({"trunkline tags show python": "its use in the last days", "trunkline tags show %1 %2": "of the last listing"})
@click.argument("tags", nargs=-1, required=True, metavar="TAG...", shell_complete=complete_tags)
@json_option
@with_session(anonymous=True)
def show(session: Session, tags: tuple[str, ...], as_json: bool) -> None:
    """Show the use of hashtags in the last days, and whether you follow or feature them.

    Their posts: trunkline timeline '#TAG'.
    """
    found: list[Tag] = []
    code = for_each(tags, lambda reference: found.append(session.client.tag(find_tag(session, reference))))
    Printing(len(found), as_json, pager=True, view=View(), numbered=False).print(session, TAGS, found)
    click.get_current_context().exit(code)
