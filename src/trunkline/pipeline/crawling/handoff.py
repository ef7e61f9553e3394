"""Bounded queue from the tasks of an event loop to another thread."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Generic, TypeVar

T = TypeVar("T")


class Handoff(Generic[T]):
    """Queue that tasks put into, waiting while it is full, and that another thread takes from without waiting.

    Args:
        size: number of items it holds at most.
    """

    def __init__(self, size: int) -> None:
        self._things: deque[T] = deque()
        self._room = asyncio.Semaphore(size)
        self._loop: asyncio.AbstractEventLoop | None = None

    async def put(self, thing: T) -> None:
        """Put an item in, as soon as there is room."""
        self._loop = asyncio.get_running_loop()
        await self._room.acquire()
        self._things.append(thing)

    def take(self) -> T | None:
        """Return the oldest item; ``None`` if there is none."""
        try:
            thing = self._things.popleft()
        except IndexError:
            return None
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._room.release)
        return thing
