"""The needed columns of the loaded tables, in a local DuckDB database: copied from any destination, or read in place.

A file of DuckDB that is only read is attached, since a copy would take most of the time.
"""

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


_SOURCE = "loaded_file"
"""Name of the attached file."""


def copy_tables(dataset: dlt.Dataset, connection: duckdb.DuckDBPyConnection) -> CopiedTables:
    """Copy the needed columns of the tables that exist, or make views of them.

    The destination only gets selections of columns of single tables, which every dialect of SQL supports.

    Returns:
        What is there.
    """
    connection.execute(f"CREATE SCHEMA {COPIED}")
    there = _tables_of(dataset)
    copied = {
        table: {name: kind for name, kind in columns.items() if name in there[table]}
        for table, columns in needed_tables().items()
        if table in there
    }
    schema = _attached(dataset, connection)
    for table, columns in copied.items():
        if schema is None:
            _copy(dataset, connection, table, columns)
        else:
            _show(connection, f'{schema}."{table}"', table, columns)
    return CopiedTables(copied)


def drop_copied(connection: duckdb.DuckDBPyConnection) -> None:
    """Remove what `copy_tables` has made."""
    connection.execute(f"DROP SCHEMA {COPIED} CASCADE")
    connection.execute(f"DETACH DATABASE IF EXISTS {_SOURCE}")


def _attached(dataset: dlt.Dataset, connection: duckdb.DuckDBPyConnection) -> str | None:
    """Attach the file of a dataset; return the name of its schema in SQL, or ``None`` if it is no file that is read."""
    from dlt.destinations.impl.duckdb.configuration import DuckDbCredentials

    client = dataset.sql_client
    credentials = client.credentials
    if not isinstance(credentials, DuckDbCredentials) or not credentials.read_only:
        return None
    file = str(credentials.database).replace("'", "''")
    connection.execute(f"ATTACH '{file}' AS {_SOURCE} (READ_ONLY)")
    return f'{_SOURCE}."{client.dataset_name}"'


def _show(connection: duckdb.DuckDBPyConnection, source: str, table: str, columns: Columns) -> None:
    typed = ", ".join(f'CAST("{name}" AS {kind}) AS "{name}"' for name, kind in columns.items())
    connection.execute(f'CREATE VIEW {COPIED}."{table}" AS SELECT {typed} FROM {source}')


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
