"""What is going to happen later: reactions, votes, edits, ends of polls."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
from typing import Any


class Agenda:
    """Events in the order of their times. Those that fall on `end` or later never happen."""

    def __init__(self, end: int) -> None:
        self._end = end
        self._events: list[tuple[int, int, Callable[..., None], tuple[Any, ...]]] = []
        self._count = 0

    def plan(self, at: int, event: Callable[..., None], *details: Any) -> bool:
        """Call `event(at, *details)` when the time has come. False: it lies behind the end."""
        if at >= self._end:
            return False
        self._count += 1
        heappush(self._events, (at, self._count, event, details))
        return True

    def run_until(self, at: int) -> None:
        """Let everything happen that is planned for `at` or earlier."""
        events = self._events
        while events and events[0][0] <= at:
            when, _, event, details = heappop(events)
            event(when, *details)
