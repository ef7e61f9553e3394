"""The clock of a sandbox, which goes by another clock and can be moved ahead."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from trunkline.sandbox.store.database import Clock, utc_now

EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
"""The community is up to eight years older than the clock, and ids have no time before 1970."""
LATEST = datetime(6000, 1, 1, tzinfo=UTC)
"""Ids have no time after the year 6400; some are of times to come."""


def checked(moment: datetime) -> datetime:
    """Return a time that a clock can show, in UTC.

    Raises:
        ValueError: it has no time zone, or is before 1980 or after 5999.
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone; pass for example datetime(2026, 1, 1, tzinfo=UTC)")
    if not EARLIEST <= moment < LATEST:
        raise ValueError(f"the clock shows times of the years 1980 to 5999, not {moment}")
    return moment.astimezone(UTC)


class MovableClock:
    """A clock that is ahead of `source`, a function that returns a time, by as much as it was moved.

    Args:
        source: by default the wall clock.
        start: the time to show first; by default that of `source`.

    Raises:
        ValueError: one of the times has no time zone, or is out of range.
    """

    def __init__(self, source: Clock = utc_now, start: datetime | None = None) -> None:
        self._source = source
        self._ahead = timedelta(0)
        now = checked(source())
        if start is not None:
            self._ahead = checked(start) - now
        self.mark()

    def now(self) -> datetime:
        """Return the current time, in UTC."""
        return (self._source() + self._ahead).astimezone(UTC)

    def move_to(self, moment: datetime) -> None:
        """Show `moment` now, and go on from there."""
        self._ahead += moment - self.now()

    def mark(self) -> None:
        """Let `restore` undo what the clock is moved from now on."""
        self._marked = self._ahead

    def restore(self) -> None:
        """Be ahead as much as at the last `mark`."""
        self._ahead = self._marked
