"""The console of rich, with output that does nothing to a terminal.

A module of its own, since rich takes long to import: `trunkline.cli.output.terminal` imports it for the first output.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from trunkline.text.controls import harmless

_HANGING = " " * 4
_BARS = ("│ ", "| ")  # the mark "line" of `view`, which cannot be imported here: it would lead in a circle


class Terminal(Console):
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
        margin = _margin(line.plain, console.width // 2)
        pieces = line.wrap(console, max(console.width - len(margin), 1))
        wrapped += [Text(margin, "dim") + piece if number else piece for number, piece in enumerate(pieces)]
    return text.blank_copy("\n").join(wrapped)


def _margin(line: str, most: int) -> str:
    """Return what stands before the rest of a line: its own bar and indentation, or more where it has none."""
    bar = line[:2] if line.startswith(_BARS) else ""
    indent = len(line) - len(bar) - len(line[len(bar) :].lstrip(" "))
    return bar + (" " * min(indent, most) if indent > 1 else _HANGING)
