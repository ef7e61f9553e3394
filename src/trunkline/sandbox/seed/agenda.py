"""The queue of future events: reactions, votes, edits, ends of polls."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
from typing import Any


class Agenda:
    """A queue of events in the order of time. Events at `end` or later are dropped."""

    def __init__(self, end: int) -> None:
        self._end = end
        self._events: list[tuple[int, int, Callable[..., None], tuple[Any, ...]]] = []
        self._count = 0

    def plan(self, at: int, event: Callable[..., None], *details: Any) -> bool:
        """Schedule `event(at, *details)`; return False if it lies behind the end."""
        if at >= self._end:
            return False
        self._count += 1
        heappush(self._events, (at, self._count, event, details))
        return True

    def run_until(self, at: int) -> None:
        """Run all events that are scheduled for `at` or earlier."""
        events = self._events
        while events and events[0][0] <= at:
            when, _, event, details = heappop(events)
            event(when, *details)
