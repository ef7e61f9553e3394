"""Check of a query before it runs: one SELECT, and nothing but the views that are offered.

DuckDB parses the query and gives its tree as JSON, so what is checked is what will run. The database itself refuses
writing and files; this check keeps queries away from tables behind the views, such as those with private posts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from trunkline.errors import MastodonIllegalArgumentError

if TYPE_CHECKING:
    import duckdb

TABLE_FUNCTIONS = frozenset({"generate_series", "json_each", "json_tree", "range", "unnest"})
"""Functions that may stand in FROM: they read no table, no file and no setting."""


def check_query(connection: duckdb.DuckDBPyConnection, sql: str, schema: str) -> None:
    """Refuse a query that is not one SELECT over the views of *schema*.

    Raises:
        MastodonIllegalArgumentError: it is something else; the message says what.
    """
    (text,) = connection.execute("SELECT json_serialize_sql($sql::VARCHAR)", {"sql": sql}).fetchall()[0]
    parsed = json.loads(text)
    if parsed["error"]:
        raise MastodonIllegalArgumentError(f"Pass one SELECT statement. DuckDB says: {parsed['error_message']}")
    if len(parsed["statements"]) != 1:
        raise MastodonIllegalArgumentError("Pass one SELECT statement, without others after it.")
    for node in _nodes(parsed):
        _check(node, schema)


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Yield all objects of a tree, without recursion: a query can be nested deeply."""
    pending = [value]
    while pending:
        one = pending.pop()
        if isinstance(one, dict):
            yield one
            pending += one.values()
        elif isinstance(one, list):
            pending += one


def _check(node: dict[str, Any], schema: str) -> None:
    if node.get("type") == "BASE_TABLE" and (
        node["catalog_name"] or node["schema_name"].lower() not in {"", schema.lower()}
    ):
        raise MastodonIllegalArgumentError(
            f"{node['schema_name']}.{node['table_name']} is not offered. Use the tables of list_tables."
        )
    if node.get("type") == "TABLE_FUNCTION" and node["function"].get("function_name") not in TABLE_FUNCTIONS:
        raise MastodonIllegalArgumentError(
            f"{node['function'].get('function_name')}() may not stand in FROM. Use the tables of list_tables."
        )
