"""Removal of rows from Parquet files: they are read into a database, and written again if they have changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pyarrow.parquet as pq
from dlt.common.destination.exceptions import DestinationUndefinedEntity
from dlt.common.schema import Schema
from dlt.destinations.impl.filesystem.filesystem import FilesystemClient

from trunkline.pipeline.purge.tables import Dataset, Rows, tables_of

_FILE = "__file"


@contextmanager
def parquet_dataset(client: FilesystemClient, schema: Schema, *, commit: bool) -> Iterator[Dataset]:
    """Open the tables in the files.

    Args:
        client: dlt's client for the files.
        schema: dlt's schema of the tables.
        commit: write the changed files.
    """
    with TemporaryDirectory(prefix="trunkline-") as folder, duckdb.connect(str(Path(folder) / "rows.duckdb")) as base:
        files = {name: _copied(client, name, Path(folder)) for name in schema.data_table_names()}
        there = {name: _read(base, name, copies) for name, copies in files.items() if copies}

        def execute(query: str, values: Sequence[Any]) -> Rows | None:
            cursor = base.execute(query.replace("%s", "?"), list(values))
            return cursor.fetchall() if query.startswith("SELECT") else None

        data = Dataset(tables_of(schema, there, _quoted, _quoted), execute)
        yield data
        for name in {*data.removed, *data.changed} if commit else ():
            for copy, original in files[name].items():
                _write(base, name, copy, client, original)


def files_of(client: FilesystemClient, table: str) -> list[str]:
    """Return the files of a table."""
    try:
        return client.list_table_files(table)
    except DestinationUndefinedEntity:
        return []


def _copied(client: FilesystemClient, table: str, folder: Path) -> dict[Path, str]:
    """Copy the files of a table; return the originals by their copies."""
    copies: dict[Path, str] = {}
    for number, original in enumerate(files_of(client, table)):
        copy = folder / f"{table}.{number}.parquet"
        client.fs_client.get_file(original, str(copy))
        copies[copy] = original
    return copies


def _read(base: duckdb.DuckDBPyConnection, table: str, copies: dict[Path, str]) -> list[str]:
    """Make a table of files, and return the names of its columns."""
    query = "SELECT * FROM read_parquet(?, union_by_name = true, filename = ?)"
    base.execute(f"CREATE TABLE {_quoted(table)} AS {query}", [[str(copy) for copy in copies], _FILE])
    return [row[0] for row in base.execute(f"DESCRIBE {_quoted(table)}").fetchall()]


def _write(base: duckdb.DuckDBPyConnection, table: str, copy: Path, client: FilesystemClient, original: str) -> None:
    """Write the rows of a file again, or remove it if none is left."""
    columns = [row[0] for row in base.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(copy)]).fetchall()]
    rows = f"SELECT {', '.join(map(_quoted, columns))} FROM {_quoted(table)} WHERE {_FILE} = ?"
    left = base.sql(rows, params=[str(copy)]).to_arrow_table()
    if not left.num_rows:
        client.fs_client.rm_file(original)
        return
    pq.write_table(left, copy)
    client.fs_client.put_file(str(copy), original)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
