"""Opening the tables of a pipeline for the removal of rows: databases, and folders of Parquet files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import dlt
from dlt.destinations.impl.filesystem.filesystem import FilesystemClient
from dlt.destinations.job_client_impl import SqlJobClientBase

from trunkline.errors import MastodonError
from trunkline.pipeline.purge.parquet import files_of, parquet_dataset
from trunkline.pipeline.purge.tables import Dataset, Rows, tables_of

_VERSIONS = (
    "removed rows in older versions. Delete the dataset and the folder of the pipeline, and load anew without those "
    "accounts; or remove rows and old versions with the tools of the format."
)


class PurgeError(MastodonError):
    """The destination cannot be purged, or not now."""


class _TakenBack(Exception):
    """Rolls a transaction back."""


@contextmanager
def open_dataset(pipeline: dlt.Pipeline, *, commit: bool) -> Iterator[Dataset]:
    """Open the tables of a pipeline.

    Args:
        pipeline: the pipeline.
        commit: write the changes.

    Raises:
        PurgeError: the destination does not let rows be removed.
    """
    schema = pipeline.default_schema
    with pipeline.destination_client() as client:
        if isinstance(client, FilesystemClient):
            _require_parquet(client)
            with parquet_dataset(client, schema, commit=commit) as data:
                yield data
        elif isinstance(client, SqlJobClientBase):
            if pipeline.destination.destination_type.endswith(".ducklake"):
                raise PurgeError(f"This is a DuckLake, which keeps {_VERSIONS}")
            if not commit and not _has_transactions(client):
                raise PurgeError(
                    f"{pipeline.destination.destination_name} has no transactions, so there is no dry run."
                )
            with _database(client, commit=commit) as data:
                yield data
        else:
            raise PurgeError(f"{pipeline.destination.destination_name} does not let rows be removed. Load anew.")


def clear_leftovers(pipeline: dlt.Pipeline) -> None:
    """Remove the states of earlier runs, and rows in staging tables, which dlt leaves in the destination."""
    with pipeline.destination_client() as client:
        if isinstance(client, FilesystemClient):
            _forget_state_files(client, pipeline)
        elif isinstance(client, SqlJobClientBase):
            _forget_state_rows(client, pipeline)
            _clear_staging(client)


def _forget_state_files(client: FilesystemClient, pipeline: dlt.Pipeline) -> None:
    files = client.list_table_files(pipeline.default_schema.state_table_name)
    loads = {file: _load_of(file, pipeline.pipeline_name) for file in files}
    newest = max((load for load in loads.values() if load), default=None)
    for file, load in loads.items():
        if load and load != newest:
            client.fs_client.rm_file(file)


def _load_of(file: str, pipeline_name: str) -> str | None:
    """Return the load that has written a state file; ``None`` for the file of another pipeline."""
    name, _, rest = file.rpartition("/")[2].partition("__")
    return rest.partition("__")[0] if name == pipeline_name else None


def _forget_state_rows(client: SqlJobClientBase, pipeline: dlt.Pipeline) -> None:
    sql = client.sql_client
    table = sql.make_qualified_table_name(client.schema.state_table_name)
    version = sql.escape_column_name("version")
    of_pipeline = f"{table} WHERE {sql.escape_column_name('pipeline_name')} = %s"
    newest = sql.execute_sql(f"SELECT MAX({version}) FROM {of_pipeline}", pipeline.pipeline_name)
    if newest:
        condition = f"{of_pipeline} AND {version} < %s"
        sql.execute_sql(f"DELETE FROM {condition}", pipeline.pipeline_name, newest[0][0])


def _require_parquet(client: FilesystemClient) -> None:
    names = client.schema.data_table_names()
    if any(client.is_open_table(kind, name) for name in names for kind in ("delta", "iceberg")):
        raise PurgeError(f"These are Delta or Iceberg tables, which keep {_VERSIONS}")
    if any(not file.endswith(".parquet") for name in names for file in files_of(client, name)):
        raise PurgeError("Rows can be removed from Parquet files only. Delete the dataset, and load anew as Parquet.")


@contextmanager
def _database(client: SqlJobClientBase, *, commit: bool) -> Iterator[Dataset]:
    sql, names = client.sql_client, client.schema.data_table_names()

    def execute(query: str, values: Sequence[Any]) -> Rows | None:
        return sql.execute_sql(query, *values)

    there = {name: list(columns) for name, columns in client.get_storage_tables(names) if columns}
    data = Dataset(tables_of(client.schema, there, sql.make_qualified_table_name, sql.escape_column_name), execute)
    with _transaction(client, commit=commit):
        yield data


def _has_transactions(client: SqlJobClientBase) -> bool:
    return client.capabilities.supports_transactions is not False  # where it is not said, there are some


@contextmanager
def _transaction(client: SqlJobClientBase, *, commit: bool) -> Iterator[None]:
    if not _has_transactions(client):
        yield
        return
    try:
        with client.sql_client.begin_transaction():
            yield
            if not commit:
                raise _TakenBack
    except _TakenBack:
        return


def _clear_staging(client: SqlJobClientBase) -> None:
    """Empty dlt's staging tables, which keep the rows of the last load."""
    names = client.schema.data_table_names()
    with client.sql_client.with_staging_dataset():
        for name in [name for name, columns in client.get_storage_tables(names) if columns]:
            client.sql_client.execute_sql(f"DELETE FROM {client.sql_client.make_qualified_table_name(name)}")
