"""Check of a query before it runs: one SELECT, and nothing but the views that are offered.

DuckDB parses the query and gives its tree as JSON, so what is checked is what will run. The database itself refuses
writing and files; this check keeps queries away from tables behind the views, such as those with private posts, and
from DuckDB's own tables about them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from trunkline.assistants.sql.limits import QUERY
from trunkline.errors import MastodonIllegalArgumentError

if TYPE_CHECKING:
    import duckdb

TABLE_FUNCTIONS = frozenset({"generate_series", "json_each", "json_tree", "range", "unnest"})
"""Functions that may stand in FROM: they read no table, no file and no setting."""

SOURCES = frozenset({"BASE_TABLE", "EMPTY", "EXPRESSION_LIST", "JOIN", "PIVOT", "SUBQUERY"})
"""What may stand in FROM besides functions: DuckDB's names of its nodes."""


def check_query(connection: duckdb.DuckDBPyConnection, sql: str, schema: str) -> None:
    """Refuse a query that is not one SELECT over the views of *schema*.

    Raises:
        MastodonIllegalArgumentError: it is something else; the message says what.
    """
    if len(sql) > QUERY:
        raise MastodonIllegalArgumentError(f"The query has {len(sql):,} characters; {QUERY:,} are allowed.")
    (text,) = connection.execute("SELECT json_serialize_sql($sql::VARCHAR)", {"sql": sql}).fetchall()[0]
    parsed = json.loads(text)
    if parsed["error"]:
        raise MastodonIllegalArgumentError(f"Pass one SELECT statement. DuckDB says: {parsed['error_message']}")
    if len(parsed["statements"]) != 1:
        raise MastodonIllegalArgumentError("Pass one SELECT statement, without others after it.")
    offered, others = _names(connection, schema)
    nodes = [*_nodes(parsed)]
    # A name of WITH counts where it is not in force too; so it may not be that of something that is not offered.
    named = {entry["key"].lower() for node in nodes for entry in node.get("cte_map", {}).get("map", ())}
    if taken := named & others:
        raise MastodonIllegalArgumentError(f"Choose another name than {min(taken)} in WITH: the database has it.")
    for node in nodes:
        _check(node, schema, offered | named)


def _names(connection: duckdb.DuckDBPyConnection, schema: str) -> tuple[set[str], set[str]]:
    """Return the names of the views that are offered, and those of all other tables and views, in lower case."""
    found = connection.execute(
        "SELECT lower(view_name), database_name = current_database() AND schema_name = ? FROM duckdb_views() "
        "UNION ALL SELECT lower(table_name), false FROM duckdb_tables()",
        [schema],
    ).fetchall()
    offered = {name for name, ours in found if ours}
    return offered, {name for name, _ in found} - offered


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


def _check(node: dict[str, Any], schema: str, allowed: set[str]) -> None:
    """Refuse a node that reads something else. Nodes of FROM are known by their field ``sample``."""
    kind = node.get("type")
    if "sample" not in node or not isinstance(kind, str) or kind.endswith("_NODE"):
        return
    if kind == "TABLE_FUNCTION":
        name = node["function"].get("function_name")
        if name not in TABLE_FUNCTIONS:
            raise MastodonIllegalArgumentError(f"{name}() may not stand in FROM. Use the tables of list_tables.")
    elif kind not in SOURCES:
        raise MastodonIllegalArgumentError("A query has only SELECT. list_tables and describe_table say what there is.")
    elif kind == "BASE_TABLE":
        table, before = node["table_name"], node["schema_name"].lower()
        if node["catalog_name"] or before not in {"", schema.lower()} or table.lower() not in allowed:
            raise MastodonIllegalArgumentError(f"There is no table {table} to ask. Use the tables of list_tables.")
