"""Texts: given on the command line, piped in, or written in the editor."""

from __future__ import annotations

import sys

import click

from trunkline.cli.exits import CommandFailure
from trunkline.cli.output.terminal import read_text
from trunkline.text.controls import harmless

_CUT = "------------------------ >8 ------------------------"


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


def written(text: str, about: str) -> str:
    """Open the editor (``VISUAL`` or ``EDITOR``), and return what was written.

    Args:
        text: the text to begin with.
        about: what is said below the line at which the text ends.

    Raises:
        CommandFailure: nothing was written, or the file was not saved.
    """
    found = click.edit(f"{text}\n\n{_CUT}\nWrite above this line, save, and close the editor.\n{harmless(about)}\n")
    text = (found or "").partition(_CUT)[0].strip()
    if not text:
        raise nothing_written()
    return text


def nothing_written() -> CommandFailure:
    """Return the error that ends a command without a text."""
    return CommandFailure("Nothing was written, and nothing is sent.")
