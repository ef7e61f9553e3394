"""Rows of a name and a value as styled text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from trunkline.cli.output.terminal import console, lines, one_line, say_json, styled

if TYPE_CHECKING:
    from rich.text import Text

_NARROW = 60
_WIDEST_NAME = 40


def named_rows(rows: Iterable[tuple[str, object]]) -> Text:
    """Return a line for each row that has a value: in two columns, or below 60 columns as ``name: value``."""
    from rich.cells import cell_len
    from rich.text import Text

    known = [
        (one_line(name), value if isinstance(value, Text) else styled(one_line(str(value))))
        for name, value in rows
        if value is not None and value != ""
    ]
    if console().width < _NARROW:
        return lines(styled((f"{name}: ", "dim")) + value for name, value in known)
    width = min(max((cell_len(name) for name, _ in known), default=0), _WIDEST_NAME)
    return lines(styled((name + " " * max(width - cell_len(name), 0) + "  ", "dim")) + value for name, value in known)


def print_each(found: Iterable[Any], row: Callable[[Any], tuple[str, object]], as_json: bool) -> None:
    """Print a line of JSON for each object, or the rows of all."""
    if as_json:
        for one in found:
            say_json(one)
    else:
        console().print(named_rows(map(row, found)))
