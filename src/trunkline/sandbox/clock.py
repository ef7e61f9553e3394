"""`SandboxClock`: the clock of a running sandbox."""

from __future__ import annotations

from datetime import datetime, timedelta

from trunkline.sandbox.actors import Ask


class SandboxClock:
    """The clock of a running sandbox, which all its times come from, ``Date`` and ``X-RateLimit-Reset`` too.

        sandbox.clock.advance(hours=2)
        sandbox.clock.move_to(datetime(2026, 3, 1, tzinfo=UTC))

    On its way it stops at each moment at which something falls due: a scheduled status is posted, a poll ends, a mute
    ends. All that is done when the call returns. The clock goes forward only.

    What takes real time still does: heartbeats of streams, the conversion of media, the waits of clients. A client that
    waits for the next window of a rate limit needs a clock that runs.
    """

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def now(self) -> datetime:
        """Return the time that the clock shows, in UTC."""
        return datetime.fromisoformat(self._ask("now"))

    def move_to(self, moment: datetime) -> None:
        """Move the clock to `moment`.

        Raises:
            ValueError: `moment` is in the past, has no time zone, or is after the year 5999.
        """
        self._ask("move_to", moment=moment.isoformat())

    def advance(
        self,
        by: timedelta = timedelta(0),
        *,
        weeks: float = 0,
        days: float = 0,
        hours: float = 0,
        minutes: float = 0,
        seconds: float = 0,
    ) -> None:
        """Move the clock ahead by the sum of the arguments.

        Raises:
            ValueError: the sum is negative, or leads beyond the year 5999.
        """
        amount = by + timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
        self._ask("advance", seconds=amount.total_seconds())
