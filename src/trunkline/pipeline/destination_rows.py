"""Rows that the destination of a pipeline has already: their ids, and their owners."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import Any, Self, cast

import dlt
from dlt.common.schema.utils import get_nested_tables
from dlt.destinations.job_client_impl import SqlJobClientBase, SqlJobClientWithStagingDataset

from trunkline.pipeline.crawling.memory import OWNERS
from trunkline.pipeline.crawling.owners import SHARED
from trunkline.pipeline.names import OWNER

_turn = Lock()
"""Held while the database is open: DuckDB cannot open a file that another thread is just closing."""


class DatabaseRows:
    """Rows of one server in a table of a database.

    Args:
        pipeline: pipeline that has loaded them.
        table: the table.
        instance: the server.
    """

    def __init__(self, pipeline: dlt.Pipeline, table: str, instance: str) -> None:
        self._pipeline, self._table, self._instance = pipeline, table, instance

    @classmethod
    def of(cls, pipeline: dlt.Pipeline, table: str, instance: str) -> Self | None:
        """Return the rows; ``None`` if there are none, or if that is not known.

        Only databases are asked: in a folder of files the table would be read as a whole.
        """
        schema = pipeline.default_schema if pipeline.default_schema_name else None
        if schema is None or table not in schema.data_table_names(seen_data_only=True):
            return None
        is_known = schema.get_table_columns(table).keys() >= {"_instance", "id"}
        return cls(pipeline, table, instance) if is_known and _is_database(pipeline) else None

    def held(self, ids: Sequence[str], owner: str | None) -> Collection[str]:
        """Return which of some ids are there, of the rows of *owner* alone if there is one."""
        if not ids:
            return ()
        places = ", ".join(["%s"] * len(ids))
        where, values = f"_instance = %s AND id IN ({places})", [self._instance, *ids]
        if owner is not None:
            where, values = f"{where} AND {OWNER} = %s", [*values, owner]
        with _turn, self._pipeline.sql_client() as client:
            name = client.make_qualified_table_name(self._table)
            return {row[0] for row in client.execute_sql(f"SELECT id FROM {name} WHERE {where}", *values) or ()}

    def adopt(self, owner: str | None) -> None:
        """Make room for owners, and give the rows without one to *owner*, unless that is ``None``. May be repeated."""
        with self._opened() as client:
            if not _add_owner(client, self._table) or owner is None:
                return
        self.drop_doubled()
        with self._opened() as client:
            name = client.sql_client.make_qualified_table_name(self._table)
            sql = f"UPDATE {name} SET {OWNER} = %s WHERE _instance = %s AND {OWNER} IS NULL"
            client.sql_client.execute_sql(sql, owner, self._instance)

    def drop_doubled(self) -> None:
        """Remove the rows without an owner that are there with one."""
        with self._opened() as client:
            sql, tables = client.sql_client, [str(t["name"]) for t in _nested(client, self._table)]
            there = {name for name, columns in client.get_storage_tables(tables) if columns}
            if self._table not in there:
                return
            name = sql.make_qualified_table_name(self._table)
            without = f"_instance = %s AND {OWNER} IS NULL"
            owned = f"SELECT id FROM {name} WHERE _instance = %s AND {OWNER} IS NOT NULL"
            rows = f"SELECT _dlt_id FROM {name} WHERE {without} AND id IN ({owned})"
            with sql.begin_transaction():
                for table in [one for one in tables if one in there]:
                    key = "_dlt_id" if table == self._table else "_dlt_root_id"
                    of = f"{sql.make_qualified_table_name(table)} WHERE {key} IN ({rows})"
                    sql.execute_sql(f"DELETE FROM {of}", self._instance, self._instance)

    @contextmanager
    def _opened(self) -> Iterator[SqlJobClientBase]:
        with _turn, self._pipeline.destination_client() as client:
            yield cast(SqlJobClientBase, client)


def drop_doubled(pipeline: dlt.Pipeline, source: Mapping[str, Any]) -> None:
    """Remove the rows without an owner that are there with one by now, from the tables where there may be such.

    Args:
        pipeline: the pipeline.
        source: state of the source.
    """
    if not _is_database(pipeline):
        return
    for table, resource in source.get("resources", {}).items():
        for instance, memory in resource.items():
            if isinstance(memory, dict) and memory.get(OWNERS) == SHARED:
                rows = DatabaseRows.of(pipeline, table, instance)
                if rows is not None:
                    rows.drop_doubled()


def _is_database(pipeline: dlt.Pipeline) -> bool:
    return issubclass(pipeline.destination.client_class, SqlJobClientBase)


def _nested(client: SqlJobClientBase, table: str) -> list[Any]:
    """Return a table and those of its lists, the innermost first."""
    return [*get_nested_tables(client.schema.tables, table)][::-1]


def _added_column(client: SqlJobClientBase, table: str) -> list[str]:
    """Return the SQL that adds the column of the owner to a table."""
    column: Any = {"name": OWNER, "data_type": "text", "nullable": True}
    try:
        return client._get_table_update_sql(table, [column], True)
    except NotImplementedError:  # over SQLAlchemy, dlt has no SQL for it
        return [f"ALTER TABLE {client.sql_client.make_qualified_table_name(table)} ADD COLUMN {OWNER} TEXT"]


def _add_owner(client: SqlJobClientBase, table: str) -> bool:
    """Add the column of the owner to a table and to its staging table, where dlt could not add it if there are rows.

    Returns:
        False if the table is not there.
    """

    def added() -> bool:
        ((_, columns),) = client.get_storage_tables([table])
        if columns and OWNER not in {name.lower() for name in columns}:
            for sql in _added_column(client, table):
                client.sql_client.execute_sql(sql)
        return bool(columns)

    if isinstance(client, SqlJobClientWithStagingDataset):
        with client.with_staging_dataset():
            if client.is_storage_initialized():
                added()
    return added()
