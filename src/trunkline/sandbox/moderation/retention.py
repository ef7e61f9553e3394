"""Retention of the dashboard: share of new accounts that are still active in later periods."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from trunkline.sandbox.moderation.span import Span
from trunkline.sandbox.store.database import Store
from trunkline.sandbox.store.times import from_ms, iso_seconds, start_of_day, to_ms

# Accounts count as active until their last post; the sandbox does not record logins.
# Source: https://github.com/mastodon/mastodon/blob/main/app/lib/admin/metrics/retention.rb
_PEOPLE = """
SELECT u.created_at, max(u.created_at, coalesce(a.last_status_at, 0))
FROM users u JOIN accounts a ON a.id = u.account_id
"""


def cohorts(store: Store, span: Span, frequency: str) -> list[dict[str, Any]]:
    """Build the Admin::Cohort entities, one for each day or month of a span."""
    begin = _start_of_month if frequency == "month" else start_of_day
    periods = list(dict.fromkeys(begin(day) for day in span.days()))
    people = [(begin(row[0]), row[1]) for row in store.rows(_PEOPLE)]
    return [_cohort(period, periods, people, frequency) for period in periods]


def _start_of_month(ms: int) -> int:
    moment: datetime = from_ms(start_of_day(ms))
    return to_ms(moment.replace(day=1))


def _cohort(period: int, periods: list[int], people: list[tuple[int, int]], frequency: str) -> dict[str, Any]:
    last_seen = [seen for joined, seen in people if joined == period]
    return {
        "period": iso_seconds(period, "+00:00"),
        "frequency": frequency,
        "data": [_stayed(last_seen, later) for later in periods if later >= period],
    }


def _stayed(last_seen: list[int], period: int) -> dict[str, Any]:
    value = sum(seen >= period for seen in last_seen)
    return {"date": iso_seconds(period, "+00:00"), "rate": value / max(len(last_seen), 1), "value": str(value)}
