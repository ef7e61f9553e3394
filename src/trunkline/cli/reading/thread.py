"""The command thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from trunkline.cli.command import command
from trunkline.cli.listing import STATUSES, Printing, listing_options
from trunkline.cli.output.terminal import styled
from trunkline.cli.output.view import View
from trunkline.cli.references import find_status
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

if TYPE_CHECKING:
    from rich.text import Text

    from trunkline.entities import Status

_DEEPEST = 6


@command(
    {
        "trunkline thread %3": "what the third post of the last listing answers, and the answers to it",
        "trunkline thread 113650000000000000 --json": "the same of a post by its id, for programs",
    }
)
@click.argument("post", metavar="POST")
@listing_options(limit=200)
@with_session(anonymous=True)
def thread(session: Session, post: str, listing: Printing) -> None:
    """Show the thread around POST: what it answers, the post itself, and the answers, indented."""
    chosen = find_status(session, post)
    context = session.client.status_context(chosen)
    posts = [*context.ancestors, chosen, *context.descendants]
    depths = _depths(posts)

    def text(status: Status, view: View) -> Text:
        shown = STATUSES.text(status, view)
        head = styled(("> ", "bold")) if status.id == chosen.id and len(posts) > 1 else styled("")
        return _moved(head + shown, depths[status.id])

    listing.print(session, STATUSES._replace(text=text), posts)


def _depths(posts: list[Status]) -> dict[str, int]:
    """Return the depth of each post below the first one, up to the width that a terminal has."""
    depths: dict[str, int] = {}
    for status in posts:
        above = depths.get(str(status.in_reply_to_id))
        depths[status.id] = 0 if above is None else min(above + 1, _DEEPEST)
    return depths


def _moved(text: Text, depth: int) -> Text:
    from rich.text import Text

    return Text("\n").join(styled("  " * depth) + line for line in text.split("\n"))
