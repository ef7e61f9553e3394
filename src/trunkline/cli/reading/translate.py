"""The command translate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from trunkline.cli.command import command
from trunkline.cli.exits import REFUSED, CommandFailure
from trunkline.cli.listing import json_option
from trunkline.cli.output.terminal import console, lines, one_line, say_json, styled
from trunkline.cli.output.view import mark
from trunkline.cli.posts import post_name
from trunkline.cli.references import find_post
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session
from trunkline.errors import MastodonForbiddenError, MastodonNotFoundError

if TYPE_CHECKING:
    from rich.text import Text

    from trunkline.entities import Translation


@command(
    {
        "trunkline translate %3": "into the language of your account",
        "trunkline translate %3 --to de": "into German",
    }
)
@click.argument("post", metavar="POST")
@click.option("--to", "language", metavar="CODE", help="ISO 639 code of the language; that of your account by default.")
@json_option
@with_session()
def translate(session: Session, post: str, language: str | None, as_json: bool) -> None:
    """Show POST in another language, as your server translates it."""
    status = find_post(session, post)
    try:
        translation = session.client.status_translate(status, language)
    except (MastodonNotFoundError, MastodonForbiddenError) as error:
        into = f" into {language}" if language else ""
        raise CommandFailure(
            f"{session.host} does not translate this post{into}. Servers that have a service for it translate public "
            "posts, from and to its languages.",
            REFUSED,
        ) from error
    say_json(translation) if as_json else console().print(_text(translation, post_name(status).partition(":")[0]))


def _text(translation: Translation, author: str) -> Text:
    from trunkline.cli.output.statuses import html_lines, indented

    languages = f"from {one_line(translation.detected_source_language)} to {one_line(translation.language)}"
    poll, media = translation.poll, translation.media_attachments or ()
    return lines(
        (
            styled((author, "cyan"), (f"{mark('between')}{languages} by {one_line(translation.provider)}", "dim")),
            indented(styled((one_line(translation.spoiler_text or ""), "yellow"))),
            html_lines(translation.content),
            *(indented(styled(f"{mark('option')} {one_line(one.title)}")) for one in (poll.options if poll else ())),
            *(indented(styled(f"{mark('medium')} {one_line(one.description or '')}")) for one in media),
        )
    )
