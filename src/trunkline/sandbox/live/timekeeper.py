"""Moving the clock of a sandbox, with the work that falls due on the way."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

from trunkline.sandbox.http.context import EventPublisher
from trunkline.sandbox.http.site import ServerSite
from trunkline.sandbox.live.due import next_due, run_due
from trunkline.sandbox.store.clock import LATEST, MovableClock, checked
from trunkline.sandbox.store.database import Store
from trunkline.sandbox.store.times import from_ms


class Timekeeper:
    """Does due work and moves the clock. Threads that call it take turns.

    Args:
        clock: the clock of `store`.
        store: the database.
        hub: receiver of stream events.
        site: the server's own address, for the payloads of events.
    """

    def __init__(self, clock: MovableClock, store: Store, hub: EventPublisher, site: ServerSite) -> None:
        self.clock = clock
        self._store = store
        self._hub = hub
        self._site = site
        self._turn = threading.RLock()

    def run_due(self) -> int:
        """Do all work that is due now and return its amount."""
        with self._turn:
            return run_due(self._store, self._hub, self._site)

    def move_to(self, moment: datetime) -> None:
        """Move the clock to `moment`. It stops at each moment at which work falls due, and the work is done then.

        Raises:
            ValueError: `moment` is in the past, has no time zone, or is out of range.
        """
        with self._turn:
            end, now = checked(moment), self.clock.now()
            if end < now:
                raise ValueError(f"the clock shows {now.isoformat()} and goes forward only, not to {end.isoformat()}")
            self._go(end)

    def advance(self, seconds: float) -> None:
        """Like `move_to`, by a number of seconds that is not negative."""
        if seconds < 0:
            raise ValueError(f"the clock goes forward only, not by {seconds} seconds")
        with self._turn:
            now = self.clock.now()
            if seconds >= (LATEST - now).total_seconds():
                raise ValueError(f"the clock shows times up to the year 5999, not {seconds} seconds after {now}")
            self._go(now + timedelta(seconds=seconds))

    def _go(self, end: datetime) -> None:
        self.run_due()
        while (due := next_due(self._store)) is not None and from_ms(due) <= end:
            self._show(from_ms(due))
            self.run_due()
        self._show(end)

    def _show(self, moment: datetime) -> None:
        """Show `moment`, unless a running clock has passed it meanwhile."""
        if moment > self.clock.now():
            self.clock.move_to(moment)
