"""Times as the database keeps them (milliseconds since 1970) and as Mastodon's JSON shows them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
HOUR = 3_600_000
DAY = 24 * HOUR
SNOWFLAKE_BITS = 16


def to_ms(moment: datetime) -> int:
    """Milliseconds since 1970 of an aware `datetime`."""
    return (moment - EPOCH) // MILLISECOND


def from_ms(ms: int) -> datetime:
    """The `datetime`, in UTC, of milliseconds since 1970."""
    return EPOCH + timedelta(milliseconds=ms)


def iso(ms: int) -> str:
    """`2026-10-14T19:03:32.523Z`."""
    return from_ms(ms).isoformat(timespec="milliseconds")[:-6] + "Z"


def iso_or_none(ms: int | None) -> str | None:
    """Like `iso`, and `None` for `None`."""
    return None if ms is None else iso(ms)


def iso_day(ms: int) -> str:
    """`2026-10-14`."""
    return from_ms(ms).date().isoformat()


def start_of_day(ms: int) -> int:
    """The first millisecond of the UTC day that `ms` falls into."""
    return ms - ms % DAY


def first_id(ms: int) -> int:
    """Return the smallest snowflake of a moment; the ids of earlier rows are smaller."""
    return ms << SNOWFLAKE_BITS


def parse_time(text: str) -> int | None:
    """Milliseconds since 1970 of an ISO 8601 time; without a zone it is UTC. `None` if it is no time."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return to_ms(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
