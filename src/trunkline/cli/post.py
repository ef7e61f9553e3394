"""The command post."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from trunkline.cli.output.terminal import one_line, say
from trunkline.cli.token_files import client_for, server_option

if TYPE_CHECKING:
    from trunkline.entities.literals import Visibility


@click.command()
@click.argument("text", required=False)
@click.option(
    "--media",
    "-m",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file to attach; may be given up to four times.",
)
@click.option("--alt", "-a", multiple=True, help="The description (alt text) of the file in the same position.")
@click.option(
    "--visibility",
    type=click.Choice(["public", "unlisted", "private", "direct"]),
    help="Who can see it; the account's setting by default.",
)
@click.option("--warning", help="A content warning.")
@click.option("--language", help="ISO 639 code.")
@click.option("--reply-to", metavar="ID", help="The status to reply to.")
@server_option
def post(
    text: str | None,
    media: tuple[Path, ...],
    alt: tuple[str, ...],
    visibility: str | None,
    warning: str | None,
    language: str | None,
    reply_to: str | None,
    server: str | None,
) -> None:
    """Post TEXT or standard input, and print the URL of the status."""
    if text is None and not sys.stdin.isatty():
        text = sys.stdin.read().strip()
    if not text and not media:
        raise click.UsageError("There is nothing to post: give TEXT, or pipe it in, or attach --media.")
    if len(alt) > len(media):
        raise click.UsageError("There are more --alt texts than --media files.")
    descriptions = [*alt, *[None] * (len(media) - len(alt))]
    with client_for(server) as client:
        attached = [
            client.media_post(file, description=description, synchronous=True)
            for file, description in zip(media, descriptions, strict=True)
        ]
        status = client.status_post(
            text or "",
            in_reply_to_id=reply_to,
            media_ids=attached or None,
            visibility=cast("Visibility | None", visibility),
            spoiler_text=warning,
            language=language,
        )
    address = status.url or status.uri
    if not address:
        raise click.ClickException("The server answered with something else than the post. Look if it is there.")
    say(one_line(address))
