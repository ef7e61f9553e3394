"""Rows of a name and a value as styled text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from trunkline.cli.output.terminal import lines, one_line, styled

if TYPE_CHECKING:
    from rich.text import Text


def named_rows(rows: Iterable[tuple[str, object]]) -> Text:
    """Return a line for each row that has a value, with the values below each other."""
    from rich.cells import cell_len

    known = [(one_line(name), one_line(str(value))) for name, value in rows if value not in (None, "")]
    width = max((cell_len(name) for name, _ in known), default=0)
    return lines(styled((name + " " * (width - cell_len(name)), "dim"), f"  {value}") for name, value in known)
