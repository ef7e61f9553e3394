"""Limits of a walk through a list, as times or ids, and the place of objects before or after them.

Mastodon gives a post that is delivered an id of the time at which it arrived, and leaves ``created_at`` as its author's
server has it; only posts that it fetches get an id of their date. A list goes by ids, so its limits do as well, where
ids have a time. Elsewhere the order of a page counts: everything up to the last object within the limits belongs to
them.

https://github.com/mastodon/mastodon/blob/main/lib/mastodon/snowflake.rb
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import takewhile

from trunkline.ids import Id
from trunkline.pipeline.crawling.server import Row

Point = datetime | str
"""Moment, or id."""

_NEAR = timedelta(hours=1)
"""Greatest difference of the times in id and ``created_at`` by which a layout of ids is recognised."""

_AHEAD = timedelta(days=1)


Time = Callable[[Row], datetime | None]
"""Function that tells the time of an object of a list."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of a walk.

    Attributes:
        since: the oldest objects that are wanted; ``None`` for all.
        until: the newest objects that are wanted; ``None`` for all.
    """

    since: Point | None = None
    until: Point | None = None

    def within(self, page: Sequence[Row], time: Time) -> list[Row]:
        """Return the objects of a page, from new to old, that are within the limits.

        Args:
            page: the page.
            time: tells the times of its objects, from `time_in`.
        """
        inside = [n for n, item in enumerate(page) if not self._beyond(item, time)]
        if time is by_date and inside and isinstance(self.since or self.until, datetime):
            return list(page[inside[0] : inside[-1] + 1])
        return [page[n] for n in inside]

    def ended(self, page: Sequence[Row], time: Time) -> bool:
        """Return True if a list is older than the limits from this page on.

        By ids its last object tells; by dates, half of a page does.
        """
        old = len(list(takewhile(lambda item: _is(item, self.since, time, after=False), reversed(page))))
        return old > 0 if time is by_id else 2 * old >= len(page)

    def start(self, page: Sequence[Row]) -> Id | None:
        """Return an id right above the limits, if all objects of a page are newer and its ids are proved to have times.

        A walk can go on before that id, instead of through everything that is newer.
        """
        when = Id(self.until).created_at if isinstance(self.until, str) else self.until
        if when is None or not page or time_in(page) is by_date or not _is(page[-1], when, by_id, after=True):
            return None
        return Id(page[-1]["id"]).at_same_layout(when + timedelta(milliseconds=1))

    def _beyond(self, item: Row, time: Time) -> bool:
        return _is(item, self.until, time, after=True) or _is(item, self.since, time, after=False)


def by_id(item: Row) -> datetime | None:
    """Return the time in the id of an object."""
    return Id(item["id"]).created_at if item.get("id") is not None else None


def by_date(item: Row) -> datetime | None:
    """Return the ``created_at`` of an object."""
    try:
        when = datetime.fromisoformat(item["created_at"])
    except (KeyError, TypeError, ValueError):
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def time_in(page: Sequence[Row]) -> Time:
    """Return what tells the times of the objects of a page: `by_id` where ids are proved to have times."""
    for item in page:
        written, dated = by_id(item), by_date(item)
        if written is not None and dated is not None and abs(written - dated) <= _NEAR:
            return by_id
    return by_date


def newest_of(items: Sequence[Row]) -> str | None:
    """Return the first id in the order of a list, and not of the future if there is another; ``None`` without ids."""
    latest = datetime.now(UTC) + _AHEAD
    for item in items:
        times = [when for when in (by_id(item), by_date(item)) if when is not None]
        if item.get("id") is not None and all(when <= latest for when in times):
            return str(item["id"])
    return next((str(item["id"]) for item in items if item.get("id") is not None), None)


def _is(item: Row, limit: Point | None, time: Time, *, after: bool) -> bool:
    """Return True if an object is beyond a limit; one without id or time is not."""
    if limit is None:
        return False
    if isinstance(limit, str):
        own = item.get("id")
        return own is not None and (Id(own) > limit if after else Id(own) < limit)
    when = time(item)
    return when is not None and (when > limit if after else when < limit)
