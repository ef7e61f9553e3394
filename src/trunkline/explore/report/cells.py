"""Tables of answers formatted as text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from trunkline.explore.answers import Answer
from trunkline.explore.formatting import moment, percent

_MOST = 100


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table with formatted cells.

    Attributes:
        headings: the column names.
        numeric: for each column, True if it holds numbers.
        rows: the text of each cell.
        left_out: the number of rows beyond the limit.
    """

    headings: list[str]
    numeric: list[bool]
    rows: list[list[str]]
    left_out: int


def table_of(answer: Answer) -> TextTable:
    """Return the first `_MOST` rows of an answer's table."""
    table = answer.table
    return TextTable(
        headings=[name.replace("_", " ") for name in table.column_names],
        numeric=[not (str(kind).startswith("timestamp") or kind == "string") for kind in table.schema.types],
        rows=[list(_texts(row)) for row in table.slice(0, _MOST).to_pylist()],
        left_out=max(0, table.num_rows - _MOST),
    )


def _texts(row: dict[str, object]) -> Iterator[str]:
    for value in row.values():
        match value:
            case None:
                yield ""
            case float():
                yield percent(value)
            case int():
                yield f"{value:,}"
            case datetime():
                yield moment(value)
            case _:
                yield str(value)
