"""The one way to the terminal: whatever commands print passes through here, and nothing in it acts on the terminal.

What is removed is said in `trunkline.text.controls`. JSON keeps its data: there the same characters are escaped.
"""

from __future__ import annotations

import codecs
import json
import re
import sys
from collections.abc import Iterable

import click
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from trunkline.answers.storing import raw
from trunkline.text.controls import UNWANTED, harmless, one_line

__all__ = [
    "ask",
    "confirm",
    "console",
    "harmless",
    "json_line",
    "lines",
    "one_line",
    "say",
    "say_json",
    "say_json_text",
    "styled",
]

_ESCAPED = re.compile(f"[{UNWANTED}]")
_HANGING = " " * 4


class _Terminal(Console):
    """A console whose output passes through `harmless`, and whose strings are no markup."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Render an object; control codes are those of the console itself."""
        options = options or self.options
        if isinstance(renderable, Text) and not options.no_wrap and options.max_width == self.width:
            renderable = _hanging(renderable, self)
        for segment in super().render(renderable, options):
            text = segment.text if segment.control else harmless(segment.text)
            yield segment if text == segment.text else Segment(text, segment.style)


def _hanging(text: Text, console: Console) -> Text:
    """Wrap *text* to the width of the terminal with the rest of each line indented.

    Otherwise a long line of somebody could be continued at the left edge as if the next thing began there.
    """
    wrapped: list[Text] = []
    for line in text.split("\n", allow_blank=True):
        pieces = line.wrap(console, max(console.width - len(_HANGING), 1))
        wrapped += [Text(_HANGING) + piece if number else piece for number, piece in enumerate(pieces)]
    return text.blank_copy("\n").join(wrapped)


def console(*, quiet: bool = False, error: bool = False) -> Console:
    """Return a console that wraps lines only if standard output is a terminal.

    Args:
        quiet: print nothing.
        error: print on standard error.
    """
    return _Terminal(
        quiet=quiet, stderr=error, highlight=False, emoji=False, markup=False, soft_wrap=not sys.stdout.isatty()
    )


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
    return _escaped(json.dumps(raw(value), ensure_ascii=False))


def styled(*parts: str | tuple[str, str]) -> Text:
    """Build a text from parts, strings or pairs of string and style, without what `harmless` removes."""
    return Text.assemble(*(_harmless_part(part) for part in parts))


def lines(parts: Iterable[Text | None]) -> Text:
    """Join texts with line breaks, without ``None`` and empty texts."""
    return Text("\n").join(part for part in parts if part)


def _harmless_part(part: str | tuple[str, str]) -> str | tuple[str, str]:
    return harmless(part) if isinstance(part, str) else (harmless(part[0]), part[1])


def _escaped(json_text: str) -> str:
    """Escape in JSON what must not reach the terminal as it is, or cannot: standard output may have few characters."""
    encoding = codecs.lookup(sys.stdout.encoding or "ascii").name
    pattern = _ESCAPED if encoding.startswith("utf") else _BEYOND_ASCII
    return pattern.sub(lambda found: json.dumps(found[0])[1:-1], json_text)


_BEYOND_ASCII = re.compile("[\x7f-\U0010ffff]")
