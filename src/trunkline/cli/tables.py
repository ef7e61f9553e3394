"""Summary of loaded tables, as a table for a terminal."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from rich.table import Table

if TYPE_CHECKING:
    from trunkline.pipeline.load import Summary


def table_of(last: Summary, loads: Mapping[str, Summary]) -> Table:
    """Return a row for each resource table, and one for all child tables together.

    Args:
        last: load after which the rows were counted.
        loads: further columns: the load whose rows are shown, by heading.
    """
    shown = Table(box=None, padding=(0, 1, 0, 2), header_style="dim")
    shown.add_column("table")
    for heading in ("rows", *loads):
        shown.add_column(heading, justify="right", min_width=8, style="dim" if heading == "rows" else "")
    names = [table.name for table in last.tables]
    for name in filter(_is_resource, names):
        shown.add_row(name, *_counts(last, loads, [name]))
    lists = [name for name in names if not _is_resource(name)]
    if lists:
        shown.add_row(f"{len(lists)} child tables", *_counts(last, loads, lists), style="dim")
    return shown


def _is_resource(name: str) -> bool:
    return "__" not in name


def _counts(last: Summary, loads: Mapping[str, Summary], names: Collection[str]) -> list[str]:
    """Return the rows of tables now, and those that each load has written."""
    rows = sum(table.rows for table in last.tables if table.name in names)
    loaded = [sum(table.loaded for table in load.tables if table.name in names) for load in loads.values()]
    return [f"{count:,}" for count in (rows, *loaded)]
