"""Rows that the destination of a pipeline has already, by their ids."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import dlt
from dlt.destinations.job_client_impl import SqlJobClientBase


def holds(pipeline: dlt.Pipeline, table: str, instance: str) -> Callable[[Sequence[str]], Collection[str]] | None:
    """Return a function that returns which of some ids of a server are in a table; ``None`` if that is not known.

    Only databases are asked: in a folder of files the table would be read as a whole.
    """
    schema = pipeline.default_schema if pipeline.default_schema_name else None
    if schema is None or table not in schema.data_table_names(seen_data_only=True):
        return None
    if not issubclass(pipeline.destination.client_class, SqlJobClientBase):
        return None

    def held(ids: Sequence[str]) -> Collection[str]:
        if not ids:
            return ()
        with pipeline.sql_client() as client:
            name = client.make_qualified_table_name(table)
            places = ", ".join(["%s"] * len(ids))
            rows = client.execute_sql(
                f"SELECT id FROM {name} WHERE _instance = %s AND id IN ({places})", instance, *ids
            )
        return {row[0] for row in rows or ()}

    return held
