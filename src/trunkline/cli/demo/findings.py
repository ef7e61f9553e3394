"""Queries of the loaded tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

_MOST = 8
_MOST_DAYS = 24
_POSTS_PER_DAY = """
WITH posts AS (
        SELECT timezone('UTC', created_at)::DATE AS day FROM timelines_public WHERE created_at <= now()
    ),
    calendar AS (SELECT unnest(generate_series(min(day), max(day), INTERVAL 1 DAY))::DATE AS day FROM posts)
SELECT day, count(posts.day) FROM calendar LEFT JOIN posts USING (day) GROUP BY day ORDER BY day
"""
_LANGUAGES = """
SELECT language, count(*) AS posts FROM timelines_public WHERE language IS NOT NULL
GROUP BY language ORDER BY posts DESC, language LIMIT ?
"""
_TAGS = """
SELECT name, count(DISTINCT _dlt_parent_id) AS posts FROM timelines_public__tags
GROUP BY name ORDER BY posts DESC, name LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Findings:
    """Counts of public posts.

    Attributes:
        days: by day, oldest first, including days without posts.
        languages: by language code, most frequent first.
        tags: by hashtag, most frequent first.
    """

    days: list[tuple[date, int]]
    languages: list[tuple[str, int]]
    tags: list[tuple[str, int]]


def find(database: Path, dataset: str) -> Findings:
    """Query the tables in the schema *dataset*."""
    import duckdb

    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute(f'USE "{dataset}"')
        return Findings(
            _rows(connection, _POSTS_PER_DAY)[-_MOST_DAYS:],
            _rows(connection, _LANGUAGES, _MOST),
            _rows(connection, _TAGS, _MOST),
        )


def _rows(connection: duckdb.DuckDBPyConnection, sql: str, *values: object) -> list[Any]:
    return connection.execute(sql, values).fetchall()
