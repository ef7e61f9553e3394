"""Annual reports ("Wrapstodon"): their season, and the figures of a person's year.

Source: https://github.com/mastodon/mastodon/blob/main/app/lib/annual_report.rb
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from trunkline.sandbox.store.database import Row, Store
from trunkline.sandbox.store.times import from_ms, to_ms

SCHEMA_VERSION = 2
_FIRST_DAY = 10  # of December
_POSTS_OF_AN_AVERAGE_YEAR = 113
_MOST_HASHTAGS = 5
_YEAR = "s.account_id = :account AND s.created_at >= :start AND s.created_at < :end"
_COUNTS = f"""
SELECT count(*) FILTER (WHERE s.reblog_of_id IS NOT NULL) AS boosts,
    count(*) FILTER (WHERE s.in_reply_to_id IS NOT NULL AND s.in_reply_to_account_id <> s.account_id) AS replies,
    count(*) FILTER (WHERE s.reblog_of_id IS NULL AND s.in_reply_to_id IS NULL) AS own,
    count(p.id) AS polls
FROM statuses s LEFT JOIN polls p ON p.status_id = s.id WHERE {_YEAR}
"""
_MOST_BOOSTED = f"""
SELECT s.id FROM statuses s WHERE {_YEAR} AND s.visibility = 'public' AND s.reblog_of_id IS NULL
ORDER BY s.reblogs_count DESC, s.id DESC LIMIT 1
"""
_STATUSES_BY_MONTH = f"""
SELECT CAST(strftime('%m', s.created_at / 1000, 'unixepoch') AS INTEGER) AS month, count(*)
FROM statuses s WHERE {_YEAR} GROUP BY month
"""
_FOLLOWERS_BY_MONTH = """
SELECT CAST(strftime('%m', f.created_at / 1000, 'unixepoch') AS INTEGER) AS month, count(*)
FROM follows f WHERE f.target_account_id = :account AND f.created_at >= :start AND f.created_at < :end GROUP BY month
"""
_HASHTAGS = f"""
SELECT coalesce(t.display_name, t.name) AS name, count(*) AS uses
FROM statuses s JOIN statuses_tags st ON st.status_id = s.id JOIN tags t ON t.id = st.tag_id
WHERE {_YEAR} GROUP BY t.id HAVING uses > 1 ORDER BY uses DESC, t.id LIMIT {_MOST_HASHTAGS}
"""


def current_campaign(store: Store) -> int | None:
    """Return the year for which reports can be made: only from 10 to 31 December."""
    now = from_ms(store.now())
    return now.year if now.month == 12 and now.day >= _FIRST_DAY else None


def is_eligible(store: Store, account_id: int, year: int) -> bool:
    """Return True if a report can be made: it is the season, and the account posted something public in the year."""
    return year == current_campaign(store) and store.row(_MOST_BOOSTED, _values(account_id, year)) is not None


def _values(account_id: int, year: int) -> dict[str, int]:
    start, end = (to_ms(datetime(number, 1, 1, tzinfo=UTC)) for number in (year, year + 1))
    return {"account": account_id, "start": start, "end": end}


def report_data(store: Store, account_id: int, year: int) -> dict[str, Any]:
    """Build the AnnualReport::Data entity."""
    values = _values(account_id, year)
    counts = store.rows(_COUNTS, values)[0]
    best = store.value(_MOST_BOOSTED, values)
    statuses, followers = (
        {row["month"]: row[1] for row in store.rows(sql, values)} for sql in (_STATUSES_BY_MONTH, _FOLLOWERS_BY_MONTH)
    )
    return {
        "archetype": _archetype(counts),
        "top_statuses": {
            "by_reblogs": None if best is None else str(best),
            "by_favourites": None,
            "by_replies": None,
        },
        "time_series": [
            {"month": month, "statuses": statuses.get(month, 0), "followers": followers.get(month, 0)}
            for month in range(1, 13)
        ],
        "top_hashtags": [{"name": row["name"], "count": row["uses"]} for row in store.rows(_HASHTAGS, values)],
    }


def _archetype(counts: Row) -> str:
    if counts["own"] + counts["replies"] + counts["boosts"] < _POSTS_OF_AN_AVERAGE_YEAR:
        return "lurker"
    if counts["boosts"] > 2 * counts["own"]:
        return "booster"
    if 10 * counts["polls"] > counts["own"]:
        return "pollster"
    return "replier" if counts["replies"] > 2 * counts["own"] else "oracle"
