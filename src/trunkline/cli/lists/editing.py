"""The commands lists create, edit, rename and delete."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

import click

from trunkline.cli.command import command
from trunkline.cli.each import LIST, on_each
from trunkline.cli.listing import json_option
from trunkline.cli.output.terminal import one_line, say, say_json
from trunkline.cli.references import find_list
from trunkline.cli.session.completion import complete_lists
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

if TYPE_CHECKING:
    from trunkline.entities import RepliesPolicy, UserList


def _settings(function: Callable[..., Any]) -> Callable[..., Any]:
    replies = click.option(
        "--replies",
        type=click.Choice(["list", "followed", "none"]),
        help="Replies to show: to accounts on the list, to all that you follow, or none.",
    )
    exclusive = click.option(
        "--exclusive/--no-exclusive", default=None, help="Leave the posts of its accounts out of the home timeline."
    )
    return replies(exclusive(function))


_list = click.argument("name", metavar="LIST", shell_complete=complete_lists)


@command(
    {
        "trunkline lists create Friends": "an empty list",
        "trunkline lists create News --replies none --exclusive": "without replies, and not in the home timeline",
    }
)
@click.argument("title")
@_settings
@json_option
@with_session()
def create(session: Session, title: str, replies: str | None, exclusive: bool | None, as_json: bool) -> None:
    """Create a list with the title TITLE."""
    made = session.client.list_create(title, cast("RepliesPolicy", replies or "list"), bool(exclusive))
    session.memory.remember({"lists": [made.title]})
    say_json(made) if as_json else say(f"The list {one_line(made.title)} is created, with the id {one_line(made.id)}.")


@command({"trunkline lists edit News --replies followed --no-exclusive": "change settings"})
@_list
@click.option("--title", help="A new title.")
@_settings
@json_option
@with_session()
def edit(
    session: Session, name: str, title: str | None, replies: str | None, exclusive: bool | None, as_json: bool
) -> None:
    """Change LIST; options that are not given stay as they are."""
    if title is None and replies is None and exclusive is None:
        raise click.UsageError("There is nothing to change: give --title, --replies, --exclusive or --no-exclusive.")
    _change(session, find_list(session, name), title, replies, exclusive, as_json)


@command({"trunkline lists rename Friends 'Good friends'": "by the old title"})
@_list
@click.argument("title")
@json_option
@with_session()
def rename(session: Session, name: str, title: str, as_json: bool) -> None:
    """Give LIST the title TITLE."""
    _change(session, find_list(session, name), title, None, None, as_json)


@command(
    {"trunkline lists delete Friends": "asks first", "trunkline lists delete %1 %2 --yes": "two, without a question"}
)
@on_each(LIST, "The list {} is deleted.", ask="Delete for good: {}?")
def delete(session: Session, found: UserList) -> None:
    """Delete lists. The accounts on them are still followed."""
    session.client.list_delete(found)


def _change(
    session: Session, found: UserList, title: str | None, replies: str | None, exclusive: bool | None, as_json: bool
) -> None:
    """Change a list: the server replaces all settings, so that those not given are sent as they are."""
    changed = session.client.list_update(
        found,
        title or found.title,
        cast("RepliesPolicy", replies or found.replies_policy),
        bool(found.exclusive if exclusive is None else exclusive),
    )
    say_json(changed) if as_json else say(f"The list {one_line(changed.title)} is changed.")
