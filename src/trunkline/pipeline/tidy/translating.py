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
        return exp.Anonymous(this="TIMESTAMP_MICROS", expressions=[_micros(node.this)])
    if isinstance(node, exp.SplitPart):
        parts = exp.Split(this=node.this, expression=node.args["delimiter"])
        offset = int(node.args["part_index"].name) - 1
        return exp.Bracket(this=parts, expressions=[exp.Literal.number(offset)], safe=True, offset=0)
    return node


def _databricks(node: Expression) -> Expression:
    """Write what Spark's SQL has too: JSON is text, a cast of a number keeps fractions of seconds, a set has no order.

    https://docs.databricks.com/en/sql/language-manual/sql-ref-functions-builtin.html
    """
    from sqlglot import exp

    if isinstance(node, exp.UnixToTime):
        return exp.cast(node.this, "TIMESTAMP")
    if isinstance(node, exp.ArrayAgg) and (distinct := node.find(exp.Distinct)):
        (value,) = distinct.expressions
        return exp.Anonymous(this="SORT_ARRAY", expressions=[exp.Anonymous(this="COLLECT_SET", expressions=[value])])
    if isinstance(node, exp.JSONExtractScalar):
        value, path = node.this, node.expression.sql().strip("'$")
        while isinstance(value, exp.JSONExtract):
            value, path = value.this, value.expression.sql().strip("'$") + path
        return exp.Anonymous(this="GET_JSON_OBJECT", expressions=[value, exp.Literal.string(f"${path}")])
    return node


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


def _snowflake(node: Expression) -> Expression:
    """Keep fractions of seconds, and give times a zone, as those of the tables have one.

    https://docs.snowflake.com/en/sql-reference/functions/to_timestamp
    """
    from sqlglot import exp

    if not isinstance(node, exp.UnixToTime):
        return node
    seconds = exp.Cast(this=node.this, to=exp.DataType.build("DECIMAL(38, 6)"))  # products keep the precision
    return exp.Anonymous(this="TO_TIMESTAMP_TZ", expressions=[_micros(seconds), exp.Literal.number(6)])


def _micros(seconds: Expression) -> Expression:
    from sqlglot import exp

    return exp.cast(exp.Mul(this=exp.paren(seconds), expression=exp.Literal.number(1_000_000)), "BIGINT")


_CHANGES: dict[str, Callable[[Expression], Expression]] = {
    "bigquery": _bigquery,
    "databricks": _databricks,
    "redshift": _redshift,
    "snowflake": _snowflake,
}
DIALECTS = frozenset({*WRITTEN_FOR, *_CHANGES})
"""SQL dialects, as sqlglot calls them, into which the queries can be translated."""
