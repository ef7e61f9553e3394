"""Texts: given on the command line, piped in, or written in the editor."""

from __future__ import annotations

import os
import sys

import click

from trunkline.cli.exits import CommandFailure
from trunkline.cli.output.terminal import read_text
from trunkline.cli.posting.draft_folder import CUT, DraftFolder, KeptDraft, text_above_cut
from trunkline.cli.posting.unsent import UnsentPost
from trunkline.cli.session.open_session import Session
from trunkline.oauth.secret_files import write_secret_file
from trunkline.text.controls import harmless


def given_text(given: str | None) -> str | None:
    """Return the text of an argument, or standard input for ``-`` and where it is no terminal; otherwise ``None``."""
    if given == "-" or (given is None and not sys.stdin.isatty()):
        return read_text().strip()
    return given


def require_terminal() -> None:
    """Refuse to open the editor unasked where nobody sits, before anything is requested.

    Raises:
        click.UsageError: standard input is no terminal.
    """
    if not sys.stdin.isatty():
        raise click.UsageError("Standard input is no terminal, so that no editor is opened. Add --text TEXT.")


def written(session: Session, post: UnsentPost, about: str, draft: KeptDraft | None = None) -> str:
    """Open the editor (``VISUAL`` or ``EDITOR``), and return what was written.

    The text is a draft meanwhile: it outlives this process, whatever ends it.

    Args:
        session: the open session.
        post: the post as it is so far, with the text to begin with.
        about: what is said below the line at which the text ends.
        draft: the draft whose text it is; by default a new one.

    Raises:
        CommandFailure: nothing was written, or the file was not saved.
    """
    folder = DraftFolder(session)
    with folder.in_editor(draft or folder.new(post)) as file:
        begun = f"{_joined(post)}\n\n{CUT}\nWrite above this line, save, and close the editor.\n{harmless(about)}\n"
        write_secret_file(file, begun)
        os.utime(file, (0, 0))  # whatever the clock of the disk shows, it is another time once the file is saved
        click.edit(filename=str(file))
        text = text_above_cut(file) if file.stat().st_mtime else ""
    if not text:
        raise nothing_written()
    return text


def _joined(post: UnsentPost) -> str:
    return "\n\n".join(post.texts)


def nothing_written() -> CommandFailure:
    """Return the error that ends a command without a text."""
    return CommandFailure("Nothing was written, and nothing is sent.")
