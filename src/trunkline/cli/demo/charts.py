"""Charts of block characters for the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rich.table import Table
from rich.text import Text

_UP = " ▁▂▃▄▅▆▇█"
_ACROSS = " ▏▎▍▌▋▊▉█"
_HEIGHT = 5
_BAR = 16


def bar(part: float, width: int = _BAR) -> str:
    """Return a horizontal bar that fills *part* (0 to 1) of *width* characters."""
    eighths = max(1, round(part * width * 8)) if part else 0
    full, rest = divmod(eighths, 8)
    return "█" * full + (_ACROSS[rest] if rest else "")


def bars(title: str, counts: Sequence[tuple[str, int]]) -> Table:
    """Return a horizontal bar chart in the given order."""
    table = Table.grid(padding=(0, 1))
    table.title, table.title_justify, table.title_style = title, "left", "bold"
    table.add_column(overflow="fold", max_width=30)
    table.add_column(style="cyan", width=_BAR)
    table.add_column(justify="right", style="dim")
    most = max((count for _, count in counts), default=1)
    for name, count in counts:
        table.add_row(name, bar(count / most), f"{count:,}")
    return table


def days(title: str, counts: Sequence[tuple[date, int]], *, today: date | None = None) -> Text:
    """Return a column chart with one column for each day; that of *today*, which is not over, is faint."""
    if not counts:
        return Text(f"{title}: none")
    most = max(count for _, count in counts)
    levels = [round(count / most * _HEIGHT * 8) for _, count in counts]
    margin = len(f"{most:,}")
    text = Text(f"{title}\n", "bold")
    for row in reversed(range(_HEIGHT)):
        scale = f"{most:,}" if row == _HEIGHT - 1 else ""
        text.append(f"{scale:>{margin}}", "dim")
        for (day, _), level in zip(counts, levels, strict=True):
            text.append(f" {_UP[min(8, max(0, level - row * 8))] * 2}", "dim cyan" if day == today else "cyan")
        text.append("\n")
    first, last = f"{counts[0][0]:%-d %b}", f"{counts[-1][0]:%-d %b}"
    if counts[-1][0] == today:
        last += " (incomplete)"
    gap = max(1, len(levels) * 3 - 1 - len(first) - len(last))
    return text.append(f"{'':{margin}} {first}{'':{gap}}{last}", "dim")
