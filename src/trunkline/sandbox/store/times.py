"""Times in milliseconds since 1970, as the database stores them, and in ISO 8601, as the API shows them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
SECOND = 1_000
HOUR = 3_600 * SECOND
DAY = 24 * HOUR
SNOWFLAKE_BITS = 16
_LARGEST_ID = 2**63 - 1

_EARLIEST = (datetime(1, 1, 1, tzinfo=UTC) - EPOCH) // MILLISECOND
_LATEST = (datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC) - EPOCH) // MILLISECOND


def to_ms(moment: datetime) -> int:
    """Convert an aware `datetime` to milliseconds since 1970."""
    return (moment - EPOCH) // MILLISECOND


def from_ms(ms: int) -> datetime:
    """Convert milliseconds since 1970 to a `datetime` in UTC."""
    return EPOCH + timedelta(milliseconds=ms)


def iso(ms: int) -> str:
    """Format a time: `2026-10-14T19:03:32.523Z`."""
    return from_ms(ms).isoformat(timespec="milliseconds")[:-6] + "Z"


def iso_or_none(ms: int | None) -> str | None:
    """Like `iso`, with `None` for `None`."""
    return None if ms is None else iso(ms)


def iso_seconds(ms: int, zone: str = "Z") -> str:
    """Format a time without a fraction: `2026-10-14T19:03:32Z`. `zone` is the spelling of UTC, e.g. `+00:00`."""
    return from_ms(ms).isoformat(timespec="seconds").removesuffix("+00:00") + zone


def iso_day(ms: int) -> str:
    """Format a day: `2026-10-14`."""
    return from_ms(ms).date().isoformat()


def start_of_day(ms: int) -> int:
    """Return the first millisecond of the UTC day of `ms`."""
    return ms - ms % DAY


def first_id(ms: int) -> int:
    """Return the smallest snowflake of a moment; ids of earlier rows are smaller. No id is later than the year 6400."""
    return min(ms << SNOWFLAKE_BITS, _LARGEST_ID)


def parse_time(text: str) -> int | None:
    """Parse an ISO 8601 time, in UTC without a zone, into milliseconds since 1970; `None` if it is invalid.

    Times whose year in UTC would be 0 or 10000 are moved into the year 1 or 9999, so that they can be shown.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    ms = to_ms(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    return max(_EARLIEST, min(_LATEST, ms))
