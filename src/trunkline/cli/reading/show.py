"""The command show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from trunkline.cli.bulk import for_each
from trunkline.cli.command import command
from trunkline.cli.listing import STATUSES, Printing, json_option, view_options
from trunkline.cli.output.view import View
from trunkline.cli.references import find_status
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

if TYPE_CHECKING:
    from trunkline.entities import Status


@command(
    {
        "trunkline show %3": "the third post of the last listing",
        "trunkline show https://mastodon.social/@Gargron/1": "a post by its address",
        "trunkline timeline --json | jq -r .id | trunkline show -": "posts whose ids come in a pipe",
    }
)
@click.argument("posts", nargs=-1, required=True, metavar="POST...")
@json_option
@view_options
@with_session(anonymous=True)
def show(session: Session, posts: tuple[str, ...], as_json: bool, view: View) -> None:
    """Show posts, each named by id, address or number; - reads them from standard input."""
    found: list[Status] = []
    code = for_each(posts, lambda reference: found.append(find_status(session, reference)))
    Printing(len(found), as_json, pager=True, view=view, numbered=False).print(session, STATUSES, found)
    click.get_current_context().exit(code)
