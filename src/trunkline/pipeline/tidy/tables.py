"""Tables that views read: what they are called in SQL, and which columns they have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

TEXT, NUMBER, REAL, TIME, YES_NO = "VARCHAR", "BIGINT", "FLOAT8", "TIMESTAMP WITH TIME ZONE", "BOOLEAN"
JSON = "JSON"
"""SQL types of columns."""

ROW = dict.fromkeys(("_instance", "_dlt_id", "_dlt_load_id"), TEXT)
"""Columns that all tables of resources have."""


class Tables(Protocol):
    """Tables and columns that exist."""

    def has(self, table: str, column: str, kind: str = TEXT) -> bool:
        """Return True if a table has a column, which is read as the SQL type *kind*."""
        ...

    def name(self, table: str) -> str:
        """Return the name of a table in SQL, with its schema."""
        ...


def column(tables: Tables, table: str, name: str, kind: str, *, of: str = "") -> str:
    """Return an expression for a column, or for a field of an object that is one JSON value; ``NULL`` if there is none.

    Args:
        tables: the tables that exist.
        table: the table.
        name: the column.
        kind: its SQL type, if it does not exist.
        of: alias of the table in the query.
    """
    before = f"{of}." if of else ""
    if tables.has(table, name, kind):
        return f"{before}{name}"
    parts = name.split("__")
    for end in range(len(parts) - 1, 0, -1):
        whole = "__".join(parts[:end])
        if tables.has(table, whole, JSON):
            path = "".join(f" -> '{part}'" for part in parts[end:-1])
            return f"CAST({before}{whole}{path} ->> '{parts[-1]}' AS {kind})"
    return f"CAST(NULL AS {kind})"


def typed(tables: Tables, table: str, columns: Mapping[str, tuple[str, str]], *, of: str = "") -> str:
    """Return the columns of a query: for each name, the column to read and its SQL type."""
    return ", ".join(f"{column(tables, table, read, kind, of=of)} AS {name}" for name, (read, kind) in columns.items())


def union(selects: Iterable[str], columns: Mapping[str, str]) -> str:
    """Return a query for the rows of all *selects*; for no rows if there are none.

    Args:
        selects: the queries.
        columns: their columns, with SQL types.
    """
    none = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in columns.items())
    return "\n    UNION ALL ".join(selects) or f"SELECT {none} LIMIT 0"
