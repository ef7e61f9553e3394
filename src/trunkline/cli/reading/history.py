"""The commands history and source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from trunkline.cli.command import command
from trunkline.cli.listing import Kind, Printing, json_option, view_options
from trunkline.cli.output.terminal import lines, one_line, say, say_json, styled
from trunkline.cli.output.view import View, mark
from trunkline.cli.references import find_post
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

if TYPE_CHECKING:
    from rich.text import Text

    from trunkline.entities import StatusEdit


@command({"trunkline history %3": "all versions of the third post of the last listing"})
@click.argument("post", metavar="POST")
@json_option
@view_options
@with_session(anonymous=True)
def history(session: Session, post: str, as_json: bool, view: View) -> None:
    """Show the versions of POST, oldest first."""
    edits = session.client.status_history(find_post(session, post))
    kind = Kind(_text, lambda _: {}, apart=True)
    Printing(len(edits), as_json, pager=True, view=view, numbered=False).print(session, kind, edits)


@command(
    {
        "trunkline source %3": "the third post of the last listing",
        "trunkline source %3 > post.txt": "store the text in a file",
    }
)
@click.argument("post", metavar="POST")
@json_option
@with_session()
def source(session: Session, post: str, as_json: bool) -> None:
    """Print the text of POST as it was typed."""
    found = session.client.status_source(find_post(session, post))
    say_json(found) if as_json else say(found.text)


def _text(edit: StatusEdit, view: View) -> Text:
    """Return a version: its time, warning, text, media and choices; below a warning only if hidden texts are shown."""
    from trunkline.cli.output.attachments import medium_text
    from trunkline.cli.output.statuses import html_lines, indented

    warning = one_line(edit.spoiler_text or "")
    hidden = warning and not view.sensitive
    choices = edit.poll.options if edit.poll else ()
    return lines(
        (
            styled(
                (view.time(edit.created_at), "bold"),
                ("  media hidden" if edit.sensitive and edit.media_attachments else "", "dim"),
            ),
            indented(styled((warning, "yellow"))) if warning else None,
            indented(styled(("[hidden: --show-sensitive shows it]", "dim"))) if hidden else html_lines(edit.content),
            *(() if hidden else (indented(medium_text(one)) for one in edit.media_attachments or ())),
            *(() if hidden else (indented(styled(f"{mark('option')} {one_line(one.title)}")) for one in choices)),
        )
    )
