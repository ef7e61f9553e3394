"""Rows of a query as values of JSON, within the limits, and the reasons for which there are none."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any, NamedTuple

from trunkline.assistants.foreign import cleaned
from trunkline.assistants.sql.limits import CELL, CHARACTERS, MEMORY

if TYPE_CHECKING:
    import duckdb

TOO_LARGE = "Ask for less: a time range, fewer joins, shorter values, LIMIT."


class Result(NamedTuple):
    """Rows of a query.

    Attributes:
        columns: names.
        rows: values of JSON, with texts cleaned and cut.
        cut: rows or parts of cells are missing.
    """

    columns: list[str]
    rows: list[list[Any]]
    cut: bool


def rows_of(cursor: duckdb.DuckDBPyConnection, most: int) -> Result:
    """Return the rows of a query that has run, *most* at most."""
    columns = [cleaned(column[0], CELL) for column in cursor.description or ()]
    found = cursor.fetchmany(most + 1)
    rows: list[list[Any]] = []
    left, cut = CHARACTERS, len(found) > most
    for values in found[:most]:
        row = [_cell(value) for value in values]
        left -= sum(len(str(value)) for value in row)
        if left < 0:
            cut = True
            break
        cut = cut or any(isinstance(v, str) and len(v) > CELL for v in values)
        rows.append(row)
    return Result(columns, rows, cut)


def reason_of(error: duckdb.Error) -> str:
    """Return why a query failed. Messages that could quote a value are left out: it may be one that is not shown."""
    import duckdb

    if isinstance(error, (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException)):
        return f"{error}\nlist_tables and describe_table say what there is."
    if isinstance(error, duckdb.OutOfMemoryException):
        return f"The query takes more than {MEMORY} of memory. {TOO_LARGE}"
    if isinstance(error, duckdb.PermissionException):
        return "A query reads the tables of list_tables, and no files or settings."
    return f"The query failed on a value ({type(error).__name__}). Use TRY_CAST for conversions."


def _cell(value: Any) -> Any:
    """Return a value that JSON has; dates, lists and the like become texts."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) and abs(value) < 2**53:  # beyond, JavaScript and many clients lose digits
        return value
    if isinstance(value, float) and abs(value) < float("inf"):
        return value
    return cleaned(value.isoformat() if isinstance(value, (date, time)) else value, CELL)
