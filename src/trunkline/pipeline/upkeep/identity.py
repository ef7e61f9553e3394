"""Views ``posts`` and ``people`` beside the tables, with one row for each post and each person.

A post is in several tables, on several servers, and in what others boost and quote; its ``uri`` is the same everywhere.
Its row in the view is that of the author's own server, if that was loaded, and otherwise the one that was loaded last.
Others count only what reaches them, and could write anything about a post of somebody else. A server is the own one of
an account or post if it shows the account without a domain and is the host of the ``uri``. A boost is no post.
`trunkline.pipeline.people` defines when accounts are one person.

A post without ``uri`` is one by its server and id.

The views are plain SQL over the tables and columns that are there, and `make_views` makes them anew. They are made in
DuckDB and PostgreSQL; elsewhere there are none. Where a table was dropped, they fail until the next load.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import dlt
from dlt.common.schema import Schema
from dlt.destinations.exceptions import DatabaseException
from dlt.destinations.job_client_impl import SqlJobClientBase
from dlt.destinations.sql_client import SqlClientBase

from trunkline.pipeline.people import address_sql, domains_sql, same_person_sql
from trunkline.pipeline.upkeep.history import DELETIONS
from trunkline.pipeline.upkeep.places import ACCOUNTS, POSTS, Place

logger = logging.getLogger("trunkline.pipeline")

DIALECTS = ("duckdb", "postgres")
"""SQL dialects in which the views are known to work."""

NEWEST = "own DESC, _dlt_load_id DESC NULLS LAST, {changed} DESC NULLS LAST, popularity DESC NULLS LAST"
"""Order of rows about the same object, the best first; ``own`` are those of the server that it belongs to."""

DELETED_AT = (
    "CASE WHEN bool_or(own AND noticed_at IS NOT NULL) OR bool_and(noticed_at IS NOT NULL) THEN max(noticed_at) END"
)
"""Time of deletion: if the author's server does not show the post any more, or none of those that had it."""

DELETED = "gone._instance = seen._instance AND gone.id = seen.id AND gone.returned_at IS NULL"
"""Condition that joins sightings with ``status_deletions``."""

OWN = "({prefix}acct NOT LIKE '%@%' AND (uri IS NULL OR lower(split_part(uri, '/', 3)) = seen._instance))"
"""Condition for accounts and posts of the server that was asked. Others that claim to be its own are not."""


@dataclass(frozen=True, slots=True)
class SqlView:
    """Definition of a view.

    Attributes:
        name: its name.
        places: places of its objects.
        columns: fields, with the SQL type to use if no column exists.
        counts: count fields.
        acct: the field with the address.
        changed: expression that is greater in the newer of two rows of the same load.
        popularity: expression for choosing the server with the highest counts.
        same: common table expressions that add ``same``, the identity of objects, to ``addressed``, as ``seen``.
        final: the view's columns.
        ends: its objects can be in ``status_deletions``.
    """

    name: str
    places: Sequence[Place]
    columns: Mapping[str, str]
    counts: Sequence[str]
    acct: str
    changed: str
    popularity: str
    same: str
    final: str
    ends: bool = False


_TEXT, _NUMBER, _TIME, _YES_NO = "VARCHAR", "BIGINT", "TIMESTAMP WITH TIME ZONE", "BOOLEAN"
_SEEN = "servers, first_loaded_at, last_loaded_at"

_POSTS = SqlView(
    name="posts",
    places=POSTS,
    columns={
        **dict.fromkeys(("uri", "url", "id"), _TEXT),
        **dict.fromkeys(("created_at", "edited_at"), _TIME),
        **dict.fromkeys(("account__uri", "account__acct", "in_reply_to_id", "visibility", "language"), _TEXT),
        "sensitive": _YES_NO,
        **dict.fromkeys(("spoiler_text", "content"), _TEXT),
    },
    counts=("replies_count", "reblogs_count", "favourites_count", "quotes_count"),
    acct="account__acct",
    changed="edited_at",
    popularity="coalesce(reblogs_count, 0) + coalesce(favourites_count, 0)",
    same="seen AS (SELECT addressed.*, coalesce(nullif(uri, ''), _instance || '/' || id) AS same FROM addressed)",
    final="uri, url, _instance, id, created_at, edited_at, address AS account, account__uri AS account_uri, "
    f"in_reply_to_id, visibility, language, sensitive, spoiler_text, content, {{counts}}, {_SEEN}, deleted_at",
    ends=True,
)
_PEOPLE = SqlView(
    name="people",
    places=ACCOUNTS,
    columns={
        **dict.fromkeys(("uri", "acct", "url", "id", "username", "display_name", "note"), _TEXT),
        **dict.fromkeys(("bot", "locked"), _YES_NO),
        "created_at": _TIME,
    },
    counts=("followers_count", "following_count", "statuses_count"),
    acct="acct",
    changed="statuses_count",
    popularity="coalesce(followers_count, 0)",
    same=same_person_sql("addressed", "seen"),
    final="uri, address AS account, url, _instance, id, username, display_name, note, bot, locked, created_at, "
    f"{{counts}}, {_SEEN}",
)


def make_views(pipeline: dlt.Pipeline) -> None:
    """Make the views of a pipeline's dataset, or replace them after tables and columns were added.

    Nothing is done for other destinations; an error of the database is logged.
    """
    dialect = pipeline.destination.capabilities().sqlglot_dialect
    is_database = issubclass(pipeline.destination.client_class, SqlJobClientBase)
    if dialect not in DIALECTS or not is_database or pipeline.default_schema_name is None:
        return
    try:
        with pipeline.sql_client() as client:
            for name, query in queries(pipeline.default_schema, client):
                _make_view(client, name, query, dialect)
    except DatabaseException as error:
        logger.warning("The views posts and people are not there or not up to date: %s", error)


def _make_view(client: SqlClientBase[object], name: str, query: str, dialect: str) -> None:
    """Make one view. In PostgreSQL it goes through a function, so that the tables may be dropped.

    There a view would keep dlt from dropping and replacing the tables that it shows, while the text of a function is
    looked at when it is called: https://www.postgresql.org/docs/current/ddl-depend.html
    """
    if dialect == "postgres":
        query = f"SELECT * FROM {_function(client, name, query)}()"
    client.execute_sql(f"CREATE OR REPLACE VIEW {client.make_qualified_table_name(name)} AS\n{query}")


def _function(client: SqlClientBase[object], name: str, query: str) -> str:
    """Make a function of PostgreSQL that returns the rows of a query, and return its qualified name."""
    function, probe = client.make_qualified_table_name(f"{name}_rows"), f"trunkline_{name}"
    client.execute_sql(f"CREATE OR REPLACE TEMPORARY VIEW {probe} AS\n{query}")
    columns = client.execute_sql(
        "SELECT quote_ident(attname) || ' ' || format_type(atttypid, atttypmod) FROM pg_attribute "
        f"WHERE attrelid = 'pg_temp.{probe}'::regclass AND attnum > 0 ORDER BY attnum"
    )
    client.execute_sql(f"DROP VIEW pg_temp.{probe}")
    returned = ", ".join(column for (column,) in columns or ())
    client.execute_sql(
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS TABLE ({returned}) LANGUAGE sql STABLE "
        f"AS $rows$\n{query}\n$rows$"
    )
    return function


def queries(schema: Schema, client: SqlClientBase[object]) -> Iterator[tuple[str, str]]:
    """Yield the names and the queries of the views for the tables that exist.

    Args:
        schema: dlt's schema, with the tables and columns.
        client: client of the database, for qualified names.
    """
    tables = _SchemaTables(schema, client)
    for view in (_POSTS, _PEOPLE):
        seen = [select for place in view.places if (select := _select(view, place, tables))]
        if seen:
            yield view.name, _view(view, seen, tables)


class _SchemaTables:
    """Tables and columns that exist, and their names in SQL."""

    def __init__(self, schema: Schema, client: SqlClientBase[object]) -> None:
        self._columns = {name: schema.get_table_columns(name) for name in schema.data_table_names(seen_data_only=True)}
        self._client = client

    def has(self, table: str, column: str) -> bool:
        return column in self._columns.get(table, ())

    def name(self, table: str) -> str:
        return self._client.make_qualified_table_name(table)


def _select(view: SqlView, place: Place, tables: _SchemaTables) -> str | None:
    """Return a query for the objects at a place; ``None`` if there are no such columns."""
    if not tables.has(place.table, place.column(view.acct)):
        return None
    fields = {**view.columns, **dict.fromkeys(view.counts, _NUMBER)}
    columns = ", ".join(
        f"{place.column(name) if tables.has(place.table, place.column(name)) else f'CAST(NULL AS {kind})'} AS {name}"
        for name, kind in fields.items()
    )
    where = f"{place.column(view.acct)} IS NOT NULL"
    if tables.has(place.table, place.column("reblog__uri")):
        where += f" AND {place.column('reblog__uri')} IS NULL"
    return f"SELECT _instance, _dlt_load_id, {columns} FROM {tables.name(place.table)} WHERE {where}"


def _view(view: SqlView, seen: Sequence[str], tables: _SchemaTables) -> str:
    """Return the query of a view: all sightings, of which the best are taken."""
    union = "\n    UNION ALL ".join(seen)
    best = ", ".join(f"first_value({name}) OVER best AS best_{name}" for name in view.counts)
    counts = ", ".join(f"best_{name} AS {name}" for name in view.counts)
    newest = NEWEST.format(changed=view.changed)
    gone = view.ends and tables.has(DELETIONS.name, "id")
    deletions = f"LEFT JOIN {tables.name(DELETIONS.name)} AS gone ON {DELETED}" if gone else ""
    deleted_at = DELETED_AT if gone else f"CAST(NULL AS {_TIME})"
    address = address_sql(view.acct, "coalesce(domain, seen._instance)")
    own = OWN.format(prefix=view.acct.removesuffix("acct"))
    return f"""WITH domains AS ({_domains(tables)}),
addressed AS (
    SELECT seen.*, {address} AS address, {own} AS own,
        {view.popularity} AS popularity
    FROM (
    {union}
    ) AS seen LEFT JOIN domains ON domains._instance = seen._instance
),
{view.same},
ranked AS (
    SELECT seen.*, row_number() OVER newest AS place, {best} FROM seen
    WINDOW newest AS (PARTITION BY same ORDER BY {newest}), best AS (PARTITION BY same ORDER BY {newest})
),
sightings AS (
    SELECT same, array_agg(DISTINCT seen._instance ORDER BY seen._instance) AS servers,
        to_timestamp(CAST(min(seen._dlt_load_id) AS FLOAT8)) AS first_loaded_at,
        to_timestamp(CAST(max(seen._dlt_load_id) AS FLOAT8)) AS last_loaded_at,
        {deleted_at} AS deleted_at
    FROM seen {deletions} GROUP BY same
)
SELECT {view.final.format(counts=counts)} FROM ranked JOIN sightings ON sightings.same = ranked.same WHERE place = 1"""


def _domains(tables: _SchemaTables) -> str:
    """Return a query for the domain of each server, which may differ from its host."""
    if tables.has("instances", "domain"):
        return domains_sql(tables.name("instances"))
    return f"SELECT CAST(NULL AS {_TEXT}) AS _instance, CAST(NULL AS {_TEXT}) AS domain"
