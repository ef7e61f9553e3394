"""Measures of the dashboard: figures by day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from trunkline.sandbox.moderation.span import Span
from trunkline.sandbox.rules.lookup import require_row
from trunkline.sandbox.store.database import Store
from trunkline.sandbox.store.times import DAY, SNOWFLAKE_BITS, iso_day, iso_seconds

_TIME = "{column} BETWEEN :start AND :end"
_ID = "{column} BETWEEN :start_id AND :end_id"
_INTERACTIONS = """(
    SELECT f.created_at FROM favourites f JOIN users u ON u.account_id = f.account_id
    UNION ALL SELECT s.created_at FROM statuses s
        WHERE s.local AND (s.reblog_of_id IS NOT NULL OR s.in_reply_to_id IS NOT NULL)
) e WHERE TRUE"""
_TAGGED = "statuses_tags st JOIN accounts a ON a.id = st.account_id WHERE st.tag_id = :id"
_OF_DOMAIN = "JOIN accounts a ON a.id = {account} WHERE a.domain = :domain"


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure.

    Attributes:
        source: tables and a condition, in SQL.
        at: the column with the time of a row, in milliseconds or, with `by_id`, as a snowflake.
        value: the aggregate.
        by_id: `at` holds snowflakes.
        about: required parameter: `domain`, whose total is that of all time, or `id` of a hashtag.
        unit: unit of the value.
        date: format of a day. Mastodon shows figures from counters by the first second of the day.
    """

    source: str
    at: str
    value: str = "count(*)"
    by_id: bool = False
    about: str | None = None
    unit: str | None = None
    date: Callable[[int], str] = iso_day

    def _period(self) -> str:
        return (_ID if self.by_id else _TIME).format(column=self.at)

    def total(self, store: Store, values: dict[str, Any], span: Span | None) -> int:
        """Return the value of a span, or of all time."""
        condition = "TRUE" if span is None else self._period()
        named = {**values, **({} if span is None else span.values())}
        return int(store.value(f"SELECT {self.value} FROM {self.source} AND {condition}", named))

    def by_day(self, store: Store, values: dict[str, Any], span: Span) -> list[dict[str, str]]:
        """Build the Admin::Measure::Data entities, one for each day of a span."""
        moment = f"({self.at} >> {SNOWFLAKE_BITS})" if self.by_id else self.at
        sql = f"SELECT {moment} / {DAY} AS day, {self.value} FROM {self.source} AND {self._period()} GROUP BY day"
        found = {row[0]: row[1] for row in store.rows(sql, {**values, **span.values()})}
        return [{"date": self.date(day), "value": str(found.get(day // DAY, 0))} for day in span.days()]


# Source: https://github.com/mastodon/mastodon/blob/main/app/lib/admin/metrics/measure.rb
MEASURES = {
    "active_users": Measure(
        "statuses s WHERE s.local", "s.id", "count(DISTINCT s.account_id)", by_id=True, date=iso_seconds
    ),
    "new_users": Measure("users u WHERE TRUE", "u.created_at"),
    "interactions": Measure(_INTERACTIONS, "e.created_at", date=iso_seconds),
    "opened_reports": Measure("reports r WHERE TRUE", "r.created_at"),
    "resolved_reports": Measure("reports r WHERE TRUE", "r.action_taken_at"),
    "tag_accounts": Measure(
        _TAGGED, "st.status_id", "count(DISTINCT st.account_id)", by_id=True, about="id", date=iso_seconds
    ),
    "tag_uses": Measure(_TAGGED, "st.status_id", by_id=True, about="id", date=iso_seconds),
    "tag_servers": Measure(_TAGGED, "st.status_id", "count(DISTINCT a.domain)", by_id=True, about="id"),
    "instance_accounts": Measure("accounts a WHERE a.domain = :domain", "a.created_at", about="domain"),
    "instance_media_attachments": Measure(
        f"media_attachments m LEFT JOIN files f ON f.path = m.path {_OF_DOMAIN.format(account='m.account_id')}",
        "m.created_at",
        "coalesce(sum(length(f.data)), 0)",
        about="domain",
        unit="bytes",
    ),
    "instance_reports": Measure(
        f"reports r {_OF_DOMAIN.format(account='r.target_account_id')}", "r.created_at", about="domain"
    ),
    "instance_statuses": Measure(
        f"statuses s {_OF_DOMAIN.format(account='s.account_id')}", "s.id", by_id=True, about="domain"
    ),
    "instance_follows": Measure(
        f"follows f {_OF_DOMAIN.format(account='f.target_account_id')}", "f.created_at", about="domain"
    ),
    "instance_followers": Measure(
        f"follows f {_OF_DOMAIN.format(account='f.account_id')}", "f.created_at", about="domain"
    ),
}


def measure_json(store: Store, key: str, values: dict[str, Any], span: Span) -> dict[str, Any]:
    """Build the Admin::Measure entity; 404 for a hashtag that does not exist."""
    measure = MEASURES[key]
    if measure.about == "id":
        require_row(store, "SELECT 1 FROM tags WHERE id = ?", (values["id"],))
    of_all_time = measure.about == "domain"
    total = measure.total(store, values, None if of_all_time else span)
    shown: dict[str, Any] = {"key": key, "unit": measure.unit, "total": str(total)}
    if measure.unit == "bytes":
        shown["human_value"] = human_size(total)
    if not of_all_time:
        shown["previous_total"] = str(measure.total(store, values, span.before()))
    shown["data"] = measure.by_day(store, values, span)
    return shown


def human_size(size: int) -> str:
    """Format a number of bytes: `1.5 KB`."""
    for power, unit in ((3, "GB"), (2, "MB"), (1, "KB")):
        if size >= 1024**power:
            return f"{size / 1024**power:.3g} {unit}"
    return f"{size} Bytes"
