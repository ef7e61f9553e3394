"""Selection of the posts that a question is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class PostSelection:
    """Conditions that selected posts meet; empty attributes do not restrict.

    Attributes:
        since: the first day.
        until: the last day.
        languages: codes such as ``"en"``; ``""`` selects posts without a language.
        servers: domains of authors.
        sources: names of loaded tables such as ``"timelines_home"``.
        visibilities: ``"public"``, ``"unlisted"``, ``"private"``, ``"direct"``.
        time_zone: the time zone of days and hours, such as ``"Europe/Berlin"``.
    """

    since: date | None = None
    until: date | None = None
    languages: tuple[str, ...] = ()
    servers: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    visibilities: tuple[str, ...] = ()
    time_zone: str = "UTC"


class PostView:
    """The selected posts of a snapshot, queried with SQL.

    The tables are those of `trunkline.explore.tidying`, restricted to the selection: ``tags`` and ``media`` to the
    selected posts, ``accounts`` to the selected servers. ``posts`` and ``boosts`` have an additional column
    ``local_time``, in the time zone of the selection; those with a date that cannot be right are left out.
    ``whenever`` has the times of the posts and boosts of all visibilities and times.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, selection: PostSelection) -> None:
        self.selection = selection
        self._connection = connection

    def rows(self, sql: str, values: Mapping[str, object] | None = None) -> pa.Table:
        """Return the result of a query; *values* are for the parameters ``$name`` in it."""
        given = {
            name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self.selection).items()
        }
        relation = self._connection.sql(f"{_SELECTED}\n{sql}", params={**given, **(values or {})})
        table: pa.Table = relation.to_arrow_table()
        return table

    def row(self, sql: str, values: Mapping[str, object] | None = None) -> dict[str, Any]:
        """Return the first row of the result of a query."""
        found: list[dict[str, Any]] = self.rows(sql, values).slice(0, 1).to_pylist()
        return found[0]


_OTHERS = """
    (len($languages) = 0 OR list_contains($languages::VARCHAR[], language))
    AND (len($servers) = 0 OR list_contains($servers::VARCHAR[], server))
    AND (len($sources) = 0 OR uri IN (SELECT uri FROM main.seen WHERE list_contains($sources::VARCHAR[], source)))
"""
_SHOWN = "(len($visibilities) = 0 OR list_contains($visibilities::VARCHAR[], visibility))"
_CHOSEN = f"""
    dated AND ($since IS NULL OR timezone($time_zone, created_at)::DATE >= $since::DATE)
    AND ($until IS NULL OR timezone($time_zone, created_at)::DATE <= $until::DATE)
    AND {_SHOWN} AND {_OTHERS}
"""
_SELECTED = f"""
WITH posts AS (SELECT *, timezone($time_zone, created_at) AS local_time FROM main.posts WHERE {_CHOSEN}),
boosts AS (SELECT *, timezone($time_zone, created_at) AS local_time FROM main.boosts WHERE {_CHOSEN}),
tags AS (SELECT * FROM main.tags SEMI JOIN posts USING (uri)),
media AS (SELECT * FROM main.media SEMI JOIN posts USING (uri)),
whenever AS (
    SELECT created_at, timezone($time_zone, created_at) AS local_time, dated, visibility, {_SHOWN} AS is_shown
    FROM (SELECT uri, created_at, dated, visibility, language, server FROM main.posts
        UNION ALL SELECT uri, created_at, dated, visibility, language, server FROM main.boosts)
    WHERE {_OTHERS}
),
accounts AS (
    SELECT * FROM main.accounts WHERE len($servers) = 0 OR list_contains($servers::VARCHAR[], server)
)
"""
