"""Activity over time."""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa

from trunkline.explore.answers import Answer
from trunkline.explore.charts import COMPLETE, matrix, over_time
from trunkline.explore.formatting import counted
from trunkline.explore.selection import PostView

KINDS = ["Replies", "Other posts", "Boosts"]
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
STATE = f"""
    CASE WHEN coalesce(begin < $since::DATE, false) OR coalesce("end" > $until::DATE + 1, false) OR
        "end" > timezone($time_zone, (SELECT until FROM main.span)) THEN 'incomplete ' || $unit
    ELSE '{COMPLETE}' END
"""
"""SQL for the column ``state`` of `over_time`: a unit that the load or the selection has cut is incomplete."""
_MOMENTS = """
, moments AS (
    SELECT local_time, CASE WHEN is_reply THEN 'Replies' ELSE 'Other posts' END AS kind FROM posts
    UNION ALL SELECT local_time, 'Boosts' FROM boosts
)
"""
_OVER_TIME = f"""{_MOMENTS}
SELECT date_trunc($unit, local_time)::TIMESTAMP AS begin, begin + $step::INTERVAL AS "end", kind,
    count(*) AS number,
    sum(count(*)) OVER (PARTITION BY begin ORDER BY list_position($kinds, kind))::BIGINT AS top, top - number AS bottom,
    {STATE} AS state
FROM moments GROUP BY begin, kind ORDER BY begin, top
"""
_SPAN = f"{_MOMENTS} SELECT min(local_time) AS first, max(local_time) AS last FROM moments"
_HOURS = """
SELECT weekday, hour, count(uri) AS posts
FROM range(1, 8) AS days(weekday) CROSS JOIN range(24) AS hours(hour)
LEFT JOIN posts ON isodow(local_time) = weekday AND hour(local_time) = hour
GROUP BY ALL ORDER BY weekday, hour
"""


def unit_for(first: datetime | None, last: datetime | None) -> str:
    """Return the unit of time that divides a period into at most 120 parts; months for more than two years."""
    days = (last - first).days if first and last else 0
    if days < 3:
        return "hour"
    if days < 120:
        return "day"
    return "week" if days < 750 else "month"


def posts_over_time(view: PostView) -> Answer:
    """Count posts, replies and boosts by hour, day, week or month."""
    unit = unit_for(**view.row(_SPAN))
    table = view.rows(_OVER_TIME, {"unit": unit, "step": f"1 {unit}", "kinds": KINDS})
    caption = (
        f"Posts (replies and others, quotes included) and boosts per {unit}, in the time zone "
        f"{view.selection.time_zone}.{incomplete(table, unit)}"
    )
    return Answer(
        "Posts over time",
        caption,
        table.drop_columns(["end", "top", "bottom"]),
        over_time(table, unit, KINDS, "posts and boosts"),
        wide=True,
    )


def incomplete(table: pa.Table, unit: str) -> str:
    """Return a sentence on bars of which a part is missing; nothing if there are none."""
    if set(table.column("state").to_pylist()) <= {COMPLETE}:
        return ""
    return f" An incomplete {unit} is fainter."


def active_hours(view: PostView) -> Answer:
    """Count posts by weekday and hour."""
    table = view.rows(_HOURS)
    rows = [{**row, "weekday": WEEKDAYS[row["weekday"] - 1]} for row in table.to_pylist()]
    table = table.set_column(0, "weekday", [[row["weekday"] for row in rows]])
    busiest = max(rows, key=lambda row: row["posts"])
    caption = (
        f"The stronger the colour, the more posts. The busiest hour is {busiest['weekday']} from {busiest['hour']}:00 "
        f"to {busiest['hour'] + 1}:00 with {counted(busiest['posts'], 'post')}. Time zone: {view.selection.time_zone}."
    )
    if not busiest["posts"]:
        table, caption = table.slice(0, 0), ""
    return Answer("Active hours", caption, table, matrix(table, "weekday", "hour", "posts", height=220), wide=True)
