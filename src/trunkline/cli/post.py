"""The command post."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from trunkline.cli.command import command
from trunkline.cli.exits import CommandFailure
from trunkline.cli.listing import json_option
from trunkline.cli.output.terminal import one_line, read_text, say, say_json
from trunkline.cli.references import find_status
from trunkline.cli.replies import VISIBILITIES, reply_to
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

if TYPE_CHECKING:
    from trunkline.entities.literals import Visibility


@command(
    {
        "trunkline post 'Hello, world'": "post a text",
        "trunkline post 'My cat' --media cat.jpg --alt 'A grey cat on a sofa'": "with a picture and its description",
        "trunkline post --reply-to %3 'I agree'": "answer the third post of the last listing",
        "fortune | trunkline post - --visibility unlisted": "post what comes in a pipe",
    }
)
@click.argument("text", required=False)
@click.option(
    "--media",
    "-m",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file to attach; may be given up to four times.",
)
@click.option("--alt", "-a", multiple=True, help="The description (alt text) of the file in the same position.")
@click.option("--visibility", type=click.Choice(VISIBILITIES), help="Who can see it; the account's setting by default.")
@click.option("--warning", help="A content warning.")
@click.option("--language", help="ISO 639 code.")
@click.option("--reply-to", "answered", metavar="POST", help="The post to answer: id, address or number.")
@json_option
@with_session()
def post(
    session: Session,
    text: str | None,
    media: tuple[Path, ...],
    alt: tuple[str, ...],
    visibility: str | None,
    warning: str | None,
    language: str | None,
    answered: str | None,
    as_json: bool,
) -> None:
    """Post TEXT, or standard input with -, and print the address of the post.

    A reply mentions the people of the post that it answers, and takes its language, its content warning, and its
    visibility if that is narrower than the account's.
    """
    text = _text(text)
    if not text and not media:
        raise click.UsageError("There is nothing to post: give TEXT, or pipe it in, or attach --media.")
    if len(alt) > len(media):
        raise click.UsageError("There are more --alt texts than --media files.")
    reply = reply_to(session, find_status(session, answered), visibility) if answered else None
    descriptions = [*alt, *[None] * (len(media) - len(alt))]
    client = session.client
    attached = [
        client.media_post(file, description=description, synchronous=True)
        for file, description in zip(media, descriptions, strict=True)
    ]
    status = client.status_post(
        reply.with_mentions(text) if reply else text,
        in_reply_to_id=reply.to if reply else None,
        media_ids=attached or None,
        visibility=cast("Visibility | None", reply.visibility if reply else visibility),
        spoiler_text=reply.warning if reply and warning is None else warning,
        language=language or (reply.language if reply else None),
    )
    address = status.url or status.uri
    if not address:
        raise CommandFailure("The server answered with something else than the post. Look if it is there.")
    say_json(status) if as_json else say(one_line(address))


def _text(given: str | None) -> str:
    """Return the text that was given, or standard input for ``-``, and where it is no terminal."""
    if given == "-" or (given is None and not sys.stdin.isatty()):
        return read_text().strip()
    return given or ""
