"""The command vote."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from trunkline.cli.command import command
from trunkline.cli.exits import REFUSED, USAGE, CommandFailure
from trunkline.cli.listing import json_option
from trunkline.cli.output.terminal import console, say_json
from trunkline.cli.output.view import View
from trunkline.cli.references import find_post
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

if TYPE_CHECKING:
    from trunkline.entities import Poll


@command(
    {
        "trunkline vote %3 2": "the second choice of the third post of the last listing",
        "trunkline vote %3 'Tabs'": "a choice by its text",
        "trunkline vote %3 1 4": "several choices, where the poll allows that",
    }
)
@click.argument("post", metavar="POST")
@click.argument("choices", nargs=-1, required=True, metavar="CHOICE...")
@json_option
@with_session()
def vote(session: Session, post: str, choices: tuple[str, ...], as_json: bool) -> None:
    """Vote in the poll of POST, once. CHOICE is the text of a choice, or its number, from 1."""
    poll = find_post(session, post).poll
    if poll is None:
        raise CommandFailure(f"{post} has no poll.", USAGE)
    if poll.expired or poll.voted:
        raise CommandFailure("The poll has ended." if poll.expired else "You have already voted.", REFUSED)
    places = sorted({_place(poll, choice) for choice in choices})
    if len(places) > 1 and not poll.multiple:
        raise CommandFailure("This poll takes a single choice.", USAGE)
    voted = session.client.poll_vote(poll, places)
    if as_json:
        say_json(voted)
        return
    from trunkline.cli.output.attachments import poll_text

    console().print(poll_text(voted, View()))


def _place(poll: Poll, choice: str) -> int:
    """Return the place of a choice, from 0: its text goes before its number."""
    titles = [option.title.strip().casefold() for option in poll.options]
    if choice.strip().casefold() in titles:
        return titles.index(choice.strip().casefold())
    if choice.isascii() and choice.isdigit() and 0 < int(choice) <= len(titles):
        return int(choice) - 1
    offered = ", ".join(f"{number} {option.title}" for number, option in enumerate(poll.options, 1))
    raise CommandFailure(f"The poll has no choice {choice}. Its choices: {offered}.", USAGE)
