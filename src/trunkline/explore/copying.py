"""Copying of the needed columns from any destination into a local DuckDB file."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pyarrow as pa

from trunkline.explore.columns import COPIED, Columns, CopiedTables, needed_tables

if TYPE_CHECKING:
    import dlt
    import duckdb

ROWS_AT_ONCE = 50_000
"""Maximum number of rows held in memory while copying."""


def copy_tables(dataset: dlt.Dataset, connection: duckdb.DuckDBPyConnection) -> CopiedTables:
    """Copy the needed columns of the tables that exist.

    The destination only gets selections of columns of single tables, which every dialect of SQL supports.

    Returns:
        What was copied.
    """
    connection.execute(f"CREATE SCHEMA {COPIED}")
    there = _tables_of(dataset)
    copied = {
        table: {name: kind for name, kind in columns.items() if name in there[table]}
        for table, columns in needed_tables().items()
        if table in there
    }
    for table, columns in copied.items():
        _copy(dataset, connection, table, columns)
    return CopiedTables(copied)


def _tables_of(dataset: dlt.Dataset) -> dict[str, set[str]]:
    """Return the columns of each table that has had data."""
    return {
        name: set(schema.get_table_columns(name))
        for schema in dataset.schemas
        for name in schema.data_table_names(seen_data_only=True)
    }


def _copy(dataset: dlt.Dataset, connection: duckdb.DuckDBPyConnection, table: str, columns: Columns) -> None:
    typed = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
    connection.execute(f'CREATE TABLE {COPIED}."{table}" ({typed})')
    for chunk in _chunks(dataset, table, list(columns)):
        connection.register("chunk", chunk)
        connection.execute(f'INSERT INTO {COPIED}."{table}" BY NAME SELECT * FROM chunk')
        connection.unregister("chunk")


def _chunks(dataset: dlt.Dataset, table: str, columns: list[str]) -> Iterator[pa.Table]:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Arrow output on a DB-API result", UserWarning)
        yield from dataset.table(table).select(*columns).iter_arrow(chunk_size=ROWS_AT_ONCE)
