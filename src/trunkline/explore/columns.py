"""Tables and columns that the questions need: those that the views of the tidy layer read."""

from __future__ import annotations

from collections.abc import Mapping

from trunkline.pipeline.catalogue import CATALOGUE
from trunkline.pipeline.tabular.tables import REJECTED
from trunkline.pipeline.tidy.tables import ROW, TEXT, TIME
from trunkline.pipeline.tidy.views import queries
from trunkline.pipeline.upkeep.places import POSTS

Columns = Mapping[str, str]

COPIED = "loaded"
"""Schema of the copied tables, and of the views over them."""

_ABOUT_LOADS = {
    "_servers": {"_instance": TEXT, "asked_at": TIME, "outcome": TEXT},
    REJECTED: {"_dlt_id": TEXT, "path": TEXT},
}


class CopiedTables:
    """Copied tables, with the SQL types of their columns."""

    def __init__(self, columns: Mapping[str, Columns]) -> None:
        self._columns = columns

    def has(self, table: str, column: str, kind: str = TEXT) -> bool:
        """Return True if a table has a column, which is read as the SQL type *kind*."""
        return column in self._columns.get(table, ())

    def name(self, table: str) -> str:
        """Return the name of a table in SQL, with its schema."""
        return f"{COPIED}.{table}"


class _ReadTables(CopiedTables):
    """Tables that have all that is declared, and note what is read."""

    def __init__(self) -> None:
        self.read: dict[str, dict[str, str]] = {}
        super().__init__(self.read)

    def has(self, table: str, column: str, kind: str = TEXT) -> bool:
        resource = CATALOGUE.get(table)
        declared = resource is None or column.startswith("_") or resource.shape.at(column) is not None
        if declared:
            self.read.setdefault(table, {})[column] = kind
        return declared


def needed_tables() -> dict[str, dict[str, str]]:
    """Return the tables to copy, with the names and SQL types of their columns."""
    tables = _ReadTables()
    queries(tables)
    lists = tuple(place.child("") for place in POSTS)
    needed: dict[str, dict[str, str]] = dict(_ABOUT_LOADS)
    for table, columns in sorted(tables.read.items()):
        needed[table] = columns if table.startswith(lists) else {**ROW, **columns}
    return needed
