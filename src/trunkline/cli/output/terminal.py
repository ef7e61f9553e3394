"""The one way to the terminal: whatever commands print passes through here, and nothing in it acts on the terminal.

What is removed is in `trunkline.cli.output.harmless`. JSON keeps its data: there the same characters are escaped.
"""

from __future__ import annotations

import codecs
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from trunkline.cli.output.harmless import BAD, harmless, one_line

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

__all__ = ["harmless", "one_line"]

# Compiled at the first use: that takes longer than the rest of this module.
_ESCAPED = f"[{BAD}]"
_BEYOND_ASCII = "[\x7f-\U0010ffff]"


def is_terminal() -> bool:
    """Return True if standard output is a terminal."""
    return sys.stdout.isatty()


def has_unicode() -> bool:
    """Return True if standard output takes every character."""
    return codecs.lookup(sys.stdout.encoding or "utf-8").name.startswith("utf")


def console(*, quiet: bool = False, error: bool = False) -> Console:
    """Return a console that wraps lines only if standard output is a terminal.

    Args:
        quiet: print nothing.
        error: print on standard error.
    """
    from trunkline.cli.output.console import Terminal

    return Terminal(quiet=quiet, stderr=error, highlight=False, emoji=False, markup=False, soft_wrap=not is_terminal())


def show(texts: Iterable[Text], *, pager: bool = True, apart: bool = True) -> None:
    """Print texts; in the pager where standard output is a terminal.

    Args:
        texts: the texts. In a pager the first ones are shown while the rest is still fetched.
        pager: use the pager: ``PAGER``, or else ``less`` with ``LESS=-FRX``, which ends where all fits on the screen.
        apart: print an empty line after each.
    """
    out, end = console(), "\n\n" if apart else "\n"
    if not (pager and is_terminal() and sys.stdin.isatty()):
        for text in texts:
            out.print(text, end=end)
        return
    os.environ.setdefault("LESS", "-FRX")  # the dash is what click looks for before it passes colours on
    click.echo_via_pager(_printed(out, texts, end))


def _printed(out: Console, texts: Iterable[Text], end: str) -> Iterator[str]:
    for text in texts:
        with out.capture() as captured:
            out.print(text, end=end)
        yield captured.get()


def read_lines() -> list[str]:
    """Read the lines of standard input, without white space around them.

    Raises:
        UnicodeDecodeError: it is not text in UTF-8.
    """
    return [line.strip() for line in read_text().splitlines()]


def read_text() -> str:
    """Read standard input, as text in UTF-8 whatever the locale is.

    Raises:
        UnicodeDecodeError: it is not text in UTF-8.
    """
    return sys.stdin.buffer.read().decode("utf-8-sig")


def say(text: str = "", *, error: bool = False) -> None:
    """Print a line, or lines, on standard output.

    Args:
        text: the text.
        error: print on standard error, in dim letters where they are shown.
    """
    shown = harmless(text)
    click.echo(click.style(shown, dim=True) if error and shown else shown, err=error)


def ask(question: str) -> str:
    """Ask for a text that is not shown while it is typed."""
    answer: str = click.prompt(harmless(question), hide_input=True)
    return answer


def confirm(question: str) -> None:
    """Ask whether to go on, and end the command if not."""
    click.confirm(harmless(question), abort=True)


def say_json(value: object) -> None:
    """Print *value* as JSON on one line."""
    click.echo(json_line(value))


def say_json_text(text: str) -> None:
    """Print JSON as a server wrote it, indented; other text without control characters."""
    from msgspec import MsgspecError
    from msgspec.json import format as indented

    try:
        json_text = indented(text, indent=2)
    except (MsgspecError, ValueError, RecursionError):
        say(text)
        return
    click.echo(_escaped(json_text))


def json_line(value: object) -> str:
    """Return *value* as JSON on one line, with what `harmless` removes escaped."""
    from trunkline.answers.storing import raw

    return _escaped(json.dumps(raw(value), ensure_ascii=False))


def styled(*parts: str | tuple[str, str]) -> Text:
    """Build a text from parts, strings or pairs of string and style, without what `harmless` removes."""
    from rich.text import Text

    return Text.assemble(*(_harmless_part(part) for part in parts))


def lines(parts: Iterable[Text | None]) -> Text:
    """Join texts with line breaks, without ``None`` and empty texts."""
    from rich.text import Text

    return Text("\n").join(part for part in parts if part)


def _harmless_part(part: str | tuple[str, str]) -> str | tuple[str, str]:
    return harmless(part) if isinstance(part, str) else (harmless(part[0]), part[1])


def _escaped(json_text: str) -> str:
    """Escape in JSON what must not reach the terminal as it is, or cannot: standard output may have few characters."""
    if has_unicode():
        return re.sub(_ESCAPED, _as_escape, json_text)
    return re.sub(_BEYOND_ASCII, _as_escape, json_text)


def _as_escape(found: re.Match[str]) -> str:
    return json.dumps(found[0])[1:-1]
