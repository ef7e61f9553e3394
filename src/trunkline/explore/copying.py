"""Copying of the needed columns from any destination into a local DuckDB file."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pyarrow as pa

from trunkline.explore.columns import Columns, needed_tables

if TYPE_CHECKING:
    import dlt
    import duckdb

ROWS_AT_ONCE = 50_000
"""Maximum number of rows held in memory while copying."""


def copy_tables(dataset: dlt.Dataset, connection: duckdb.DuckDBPyConnection) -> int:
    """Copy the needed tables into the schema ``loaded``; tables and columns that do not exist stay empty.

    The destination only gets selections of columns of single tables, which every dialect of SQL supports.

    Returns:
        The number of copied rows.
    """
    connection.execute("CREATE SCHEMA loaded")
    there = _tables_of(dataset)
    return sum(
        _copy(dataset, connection, table, columns, there.get(table, set()))
        for table, columns in needed_tables().items()
    )


def _tables_of(dataset: dlt.Dataset) -> dict[str, set[str]]:
    """Return the columns of each table that has had data."""
    return {
        name: set(schema.get_table_columns(name))
        for schema in dataset.schemas
        for name in schema.data_table_names(seen_data_only=True)
    }


def _copy(
    dataset: dlt.Dataset, connection: duckdb.DuckDBPyConnection, table: str, columns: Columns, there: set[str]
) -> int:
    typed = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
    connection.execute(f'CREATE TABLE loaded."{table}" ({typed})')
    rows = 0
    for chunk in _chunks(dataset, table, [name for name in columns if name in there]):
        connection.register("chunk", chunk)
        connection.execute(f'INSERT INTO loaded."{table}" BY NAME SELECT * FROM chunk')
        connection.unregister("chunk")
        rows += chunk.num_rows
    return rows


def _chunks(dataset: dlt.Dataset, table: str, columns: list[str]) -> Iterator[pa.Table]:
    if not columns:
        return
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Arrow output on a DB-API result", UserWarning)
        yield from dataset.table(table).select(*columns).iter_arrow(chunk_size=ROWS_AT_ONCE)
