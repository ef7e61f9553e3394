"""Making of the views in a database.

The views are plain SQL over the tables and columns that are there, and `make_views` makes them anew. They are written
for DuckDB and PostgreSQL, and translated for other databases. Where a table was dropped, they fail until the next load.
In DuckDB, where it takes longer to make them than to load nothing, each has a comment with a hash of what it is made
from, and is made anew only if that has changed.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from hashlib import blake2b

import dlt
from dlt.common.schema import Schema
from dlt.destinations.exceptions import DatabaseException
from dlt.destinations.job_client_impl import SqlJobClientBase
from dlt.destinations.sql_client import SqlClientBase

from trunkline.pipeline.tidy.objects import OBJECTS, object_query
from trunkline.pipeline.tidy.parts import PARTS, part_query
from trunkline.pipeline.tidy.relations import RELATIONS
from trunkline.pipeline.tidy.tables import TEXT, Tables
from trunkline.pipeline.tidy.translating import DIALECTS, translated

logger = logging.getLogger("trunkline.pipeline")


def make_views(pipeline: dlt.Pipeline) -> None:
    """Make the views of a pipeline's dataset, or replace them after tables and columns were added.

    Nothing is done for destinations that are no databases; an error of the database is logged.
    """
    dialect = pipeline.destination.capabilities().sqlglot_dialect
    is_database = issubclass(pipeline.destination.client_class, SqlJobClientBase)
    if dialect not in DIALECTS or not is_database or pipeline.default_schema_name is None:
        return
    schema = pipeline.default_schema
    with pipeline.sql_client() as client:
        there = _comments(client) if dialect == "duckdb" else {}
        made = queries(SchemaTables(schema, client))
        comment = f"Made by trunkline ({_hash(made, schema)})."
        for name, query in made.items():
            if there.get(name) == comment:
                continue
            try:
                _make_view(client, name, translated(query, dialect), dialect)
                if dialect == "duckdb":
                    client.execute_sql(f"COMMENT ON VIEW {client.make_qualified_table_name(name)} IS '{comment}'")
            except DatabaseException as error:
                logger.warning("The view %s is not there or not up to date: %s", name, error)


def _comments(client: SqlClientBase[object]) -> Mapping[str, str]:
    """Return the comments on the views in a dataset in DuckDB."""
    found = client.execute_sql(
        "SELECT view_name, comment FROM duckdb_views() WHERE database_name = current_database() AND schema_name = %s",
        client.dataset_name,
    )
    return {str(name): str(comment) for name, comment in found or ()}


def _hash(made: Mapping[str, str], schema: Schema) -> str:
    """Return a hash of all queries, which build on each other, and of the tables, with the types of their columns."""
    return blake2b(f"{made} {schema.version_hash}".encode(), digest_size=8).hexdigest()


def _make_view(client: SqlClientBase[object], name: str, query: str, dialect: str) -> None:
    """Make one view. In PostgreSQL it goes through a function, so that the tables may be dropped.

    There a view would keep dlt from dropping and replacing the tables that it shows, while the text of a function is
    looked at when it is called: https://www.postgresql.org/docs/current/ddl-depend.html
    """
    view = client.make_qualified_table_name(name)
    if dialect == "postgres":
        query = f"SELECT * FROM {_function(client, name, view, query)}()"
    client.execute_sql(f"CREATE OR REPLACE VIEW {view} AS\n{query}")


def _function(client: SqlClientBase[object], name: str, view: str, query: str) -> str:
    """Make a function of PostgreSQL that returns the rows of a query, and return its qualified name.

    A function and a view with other columns, from an earlier version, are dropped, if nobody has built on them.
    """
    function, probe = client.make_qualified_table_name(f"{name}_rows"), f"trunkline_{name}"
    client.execute_sql(f"CREATE OR REPLACE TEMPORARY VIEW {probe} AS\n{query}")
    columns = client.execute_sql(
        "SELECT quote_ident(attname) || ' ' || format_type(atttypid, atttypmod) FROM pg_attribute "
        f"WHERE attrelid = 'pg_temp.{probe}'::regclass AND attnum > 0 ORDER BY attnum"
    )
    client.execute_sql(f"DROP VIEW pg_temp.{probe}")
    returned = ", ".join(column for (column,) in columns or ())
    made = f"FUNCTION {function}() RETURNS TABLE ({returned}) LANGUAGE sql STABLE AS $rows$\n{query}\n$rows$"
    try:
        client.execute_sql(f"CREATE OR REPLACE {made}")
    except DatabaseException:
        client.execute_sql(f"DROP VIEW IF EXISTS {view}")
        client.execute_sql(f"DROP FUNCTION IF EXISTS {function}()")
        client.execute_sql(f"CREATE {made}")
    return function


def queries(tables: Tables) -> dict[str, str]:
    """Return the queries of all views by their names, in the order in which they build on others.

    Args:
        tables: the tables and columns that exist.
    """
    return {
        **{view.name: object_query(view, tables) for view in OBJECTS},
        **{view.name: part_query(view, tables) for view in PARTS},
        **{name: query(tables) for name, query in RELATIONS.items()},
    }


class SchemaTables:
    """Tables and columns of dlt's schema, and their names in SQL."""

    def __init__(self, schema: Schema, client: SqlClientBase[object]) -> None:
        self._columns = {name: schema.get_table_columns(name) for name in schema.data_table_names(seen_data_only=True)}
        self._client = client

    def has(self, table: str, column: str, kind: str = TEXT) -> bool:
        """Return True if a table has a column, which is read as the SQL type *kind*."""
        return column in self._columns.get(table, ())

    def name(self, table: str) -> str:
        """Return the name of a table, with its schema, in the quotation marks of DuckDB and PostgreSQL."""
        path = self._client.make_qualified_table_name_path(table, quote=False)
        return ".".join('"' + part.replace('"', '""') + '"' for part in path)
