"""Bounded queue of the events that wait for the program."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Lock

from trunkline.errors import MastodonNetworkError
from trunkline.streaming.arrivals import Waiting
from trunkline.streaming.events import Gap
from trunkline.streaming.options import WhenFull

_MOST_AHEAD = 10_000
"""Events beyond the size that are read while the server has a question to answer."""


def _nobody() -> None:
    """Wake nobody."""


def _forget(_event: Waiting) -> None:
    """Do nothing."""


def _here(work: Callable[[], object]) -> None:
    work()


class Buffer:
    """A queue from the connection, which is in an event loop, to the program, which may be in another thread.

    Args:
        size: number of events that may wait; with more, `room` makes the sender wait, too.
        when_full: ``"wait"`` stops reading from the server until there is room; ``"drop_oldest"`` drops the oldest
            and puts a `Gap` with their number in their place.

    Attributes:
        dropped: number of dropped events.
        wake: callback for new events and for the end, called in the loop.
        when_dropped: callback for each event that is dropped.
        in_loop: function that has the loop call another one; for programs in another thread.
    """

    def __init__(self, size: int, when_full: WhenFull) -> None:
        self.dropped = 0
        self.wake: Callable[[], object] = _nobody
        self.when_dropped: Callable[[Waiting], object] = _forget
        self.in_loop: Callable[[Callable[[], object]], object] = _here
        self._size = size
        self._drops = when_full == "drop_oldest"
        self._lock = Lock()
        self._events: deque[Waiting] = deque()
        self._unreported = 0
        self._finished = False
        self._error: BaseException | None = None
        self._room = asyncio.Event()
        self._sender_waits = False
        self._questions = 0

    def add(self, events: Sequence[Waiting]) -> None:
        """Queue events without waiting for room; with ``"drop_oldest"`` drop the oldest."""
        with self._lock:
            self._events.extend(events)
            if self._drops:
                self._drop_excess()
        self.wake()

    @property
    def reads_ahead(self) -> bool:
        """True within `reading_ahead`."""
        return self._questions > 0

    @contextmanager
    def reading_ahead(self) -> Iterator[None]:
        """Let the sender go on meanwhile although the program takes nothing: an answer of the server is behind the
        events, and the program may be waiting for it.
        """
        self._questions += 1
        self._room.set()
        try:
            yield
        finally:
            self._questions -= 1

    async def room(self, kept_back: int = 0) -> None:
        """Wait until no more events wait than allowed; with ``"drop_oldest"`` that is always so.

        Args:
            kept_back: number of events that wait elsewhere.

        Raises:
            MastodonNetworkError: the server sends events without end in place of its answer.
        """
        if self.reads_ahead and len(self._events) + kept_back > self._size + _MOST_AHEAD:
            raise MastodonNetworkError("The server sends events without end and does not confirm what is subscribed.")
        while self._is_over_full():
            self._room.clear()
            self._sender_waits = True
            if self._is_over_full():  # the other thread may have taken some before it could know that somebody waits
                await self._room.wait()

    def _is_over_full(self) -> bool:
        return len(self._events) > self._size and not self._finished and not self.reads_ahead

    def _drop_excess(self) -> None:
        excess = len(self._events) - self._size
        for _ in range(excess):
            self.when_dropped(self._events.popleft())
        if excess > 0:
            self.dropped += excess
            self._unreported += excess

    def finish(self, error: BaseException | None = None) -> None:
        """End the queue: waiting events can still be taken, then *error* is raised. Only the first call counts."""
        if not self._finished:
            self._finished, self._error = True, error
            self._room.set()
            self.wake()

    def pop(self) -> Waiting | None:
        """Take the next event; return ``None`` if none waits. May be called in any thread."""
        with self._lock:
            if self._unreported:
                lost, self._unreported = self._unreported, 0
                return Gap("slow", lost)
            if not self._events:
                return None
            event = self._events.popleft()
        if self._sender_waits and not self._is_over_full():
            self._sender_waits = False
            self.in_loop(self._room.set)
        return event

    def is_over(self) -> bool:
        """Return True if no event waits and none will come.

        Raises:
            BaseException: the error that ended the stream, at the first such call.
        """
        if not self._finished or self._events or self._unreported:
            return False
        error, self._error = self._error, None
        if error is not None:
            raise error
        return True
