"""Posts that the numbers leave out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from trunkline.explore.formatting import be, counted, day
from trunkline.explore.selection import PostView

_REMARKS = "SELECT sentence FROM main.remarks ORDER BY place"
_OUTSIDE = """
SELECT count(*) FILTER (local_time::DATE < $since::DATE) AS older, count(*) FILTER (local_time::DATE > $until::DATE)
    AS newer, min(local_time)::DATE AS first, max(local_time)::DATE AS last
FROM whenever WHERE is_shown AND dated
"""
_MISDATED = """
SELECT CASE WHEN created_at IS NULL THEN 'without a date' ELSE 'in the year ' || year(timezone('UTC', created_at)) END
    AS place, count(*) AS rows
FROM whenever WHERE is_shown AND NOT dated GROUP BY place ORDER BY rows DESC, place
"""
_HIDDEN = "SELECT count(*) AS rows FROM whenever WHERE NOT is_shown"
_YEARS = 5


def left_out(view: PostView) -> list[str]:
    """Return sentences on what loads have left out, and on loaded posts and boosts that the selection leaves out."""
    loaded = [row["sentence"] for row in view.rows(_REMARKS).to_pylist()]
    return [*loaded, *_outside(view.row(_OUTSIDE)), *_misdated(view), *_hidden(view)]


def _outside(row: Mapping[str, Any]) -> Iterator[str]:
    if older := row["older"]:
        yield f"{counted(older, 'post or boost')} {be(older)} older than this period, the first of {day(row['first'])}."
    if newer := row["newer"]:
        yield f"{counted(newer, 'post or boost')} {be(newer)} newer than this period, the last of {day(row['last'])}."


def _misdated(view: PostView) -> Iterator[str]:
    rows = view.rows(_MISDATED).to_pylist()
    if not rows:
        return
    number = sum(row["rows"] for row in rows)
    places = [f"{row['rows']:,} {row['place']}" for row in rows[:_YEARS]]
    more = [f"{sum(row['rows'] for row in rows[_YEARS:]):,} in other years"] if len(rows) > _YEARS else []
    yield (
        f"{counted(number, 'post or boost')} with a date that cannot be right {be(number)} left out: "
        f"{', '.join([*places, *more])}."
    )


def _hidden(view: PostView) -> Iterator[str]:
    hidden = view.row(_HIDDEN)["rows"]
    if hidden:
        yield f"{counted(hidden, 'post or boost')} that not everybody may see {be(hidden)} left out."
