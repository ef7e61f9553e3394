"""Translation of the queries, which DuckDB and PostgreSQL run as they are written, for other databases."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlglot import Expression

WRITTEN_FOR = ("duckdb", "postgres")
"""SQL dialects that run the queries as they are written."""


def translated(statement: str, dialect: str) -> str:
    """Return a statement in one of the `DIALECTS`."""
    if dialect in WRITTEN_FOR:
        return statement
    import sqlglot

    return str(sqlglot.parse_one(statement, read="postgres").transform(_CHANGES[dialect]).sql(dialect))


def _bigquery(node: Expression) -> Expression:
    """Write functions that BigQuery lacks, or that take whole seconds alone, with others.

    https://cloud.google.com/bigquery/docs/reference/standard-sql/functions-all
    """
    from sqlglot import exp

    if isinstance(node, exp.UnixToTime):
        micros = exp.cast(exp.Mul(this=exp.paren(node.this), expression=exp.Literal.number(1_000_000)), "INT64")
        return exp.Anonymous(this="TIMESTAMP_MICROS", expressions=[micros])
    if isinstance(node, exp.SplitPart):
        parts = exp.Split(this=node.this, expression=node.args["delimiter"])
        offset = int(node.args["part_index"].name) - 1
        return exp.Bracket(this=parts, expressions=[exp.Literal.number(offset)], safe=True, offset=0)
    return node


def _databricks(node: Expression) -> Expression:
    """Keep fractions of seconds: ``from_unixtime`` takes none, a cast of a number does.

    https://docs.databricks.com/en/sql/language-manual/functions/cast.html
    """
    from sqlglot import exp

    return exp.cast(node.this, "TIMESTAMP") if isinstance(node, exp.UnixToTime) else node


def _redshift(node: Expression) -> Expression:
    """Give lists as one text, since Redshift has no function that makes arrays of rows.

    https://docs.aws.amazon.com/redshift/latest/dg/r_LISTAGG.html
    """
    from sqlglot import exp

    if not isinstance(node, exp.ArrayAgg):
        return node
    listed = node.this
    order = listed.args["expressions"] if isinstance(listed, exp.Order) else []
    values = listed.this if isinstance(listed, exp.Order) else listed
    listagg = exp.GroupConcat(this=values, separator=exp.Literal.string(","))
    return exp.WithinGroup(this=listagg, expression=exp.Order(expressions=order)) if order else listagg


_CHANGES: dict[str, Callable[[Expression], Expression]] = {
    "bigquery": _bigquery,
    "databricks": _databricks,
    "redshift": _redshift,
    "snowflake": lambda node: node,
}
DIALECTS = frozenset({*WRITTEN_FOR, *_CHANGES})
"""SQL dialects, as sqlglot calls them, into which the queries can be translated."""
