"""The events that wait for the program: a bounded queue with a policy."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence

from mastodon.streaming.arrivals import Waiting
from mastodon.streaming.events import Gap
from mastodon.streaming.options import WhenFull


class Buffer:
    """A queue inside one event loop, from the connection to the program.

    Args:
        size: events that may wait before `room` makes the sender wait, too.
        when_full: ``"wait"`` stops reading from the server until there is room; ``"drop_oldest"`` drops the oldest
            and puts a `Gap` with their number in their place.
    """

    def __init__(self, size: int, when_full: WhenFull) -> None:
        self.dropped = 0
        self._size = size
        self._drops = when_full == "drop_oldest"
        self._events: deque[Waiting] = deque()
        self._untold = 0
        self._finished = False
        self._error: BaseException | None = None
        self._changed = asyncio.Event()
        self._room = asyncio.Event()

    def add(self, events: Sequence[Waiting]) -> None:
        """Queue events without waiting for room; if that is the policy, the oldest are dropped."""
        self._events.extend(events)
        if self._drops:
            self._drop_excess()
        self._changed.set()

    async def room(self) -> None:
        """Wait, if that is the policy, until not more than allowed are waiting."""
        while len(self._events) > self._size and not self._finished:
            self._room.clear()
            await self._room.wait()

    def _drop_excess(self) -> None:
        excess = len(self._events) - self._size
        for _ in range(excess):
            self._events.popleft()
        if excess > 0:
            self.dropped += excess
            self._untold += excess

    def finish(self, error: BaseException | None = None) -> None:
        """Nothing more comes; what waits can still be taken, then *error* is raised. Only the first call counts."""
        if not self._finished:
            self._finished, self._error = True, error
            self._changed.set()
            self._room.set()

    def pop(self) -> Waiting | None:
        """The next event, or ``None`` if none waits."""
        if self._untold:
            lost, self._untold = self._untold, 0
            return Gap("slow", lost)
        if not self._events:
            return None
        self._room.set()
        return self._events.popleft()

    async def take(self, most: int) -> list[Waiting]:
        """The next events, at least one and at most *most*; an empty list at the end.

        Raises:
            BaseException: the error that the stream ended with, when all events before it have been taken.
        """
        while True:
            taken: list[Waiting] = []
            while len(taken) < most and (event := self.pop()) is not None:
                taken.append(event)
            if taken:
                return taken
            if self._finished:
                if self._error is not None:
                    raise self._error
                return []
            self._changed.clear()
            await self._changed.wait()
