"""A stream as an asynchronous iterator."""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Sequence
from typing import Self

from trunkline.streaming.access import Access
from trunkline.streaming.any_stream import AnyStream
from trunkline.streaming.events import Event
from trunkline.streaming.options import StreamOptions
from trunkline.streaming.subscriptions import Subscription


class AsyncStream(AnyStream):
    """Events as they come: ``async for event in stream``. Made by `AsyncMastodon.stream`.

    It connects when it is first iterated, or entered with ``async with``, which also closes it. A stream that is no
    longer referred to closes itself.
    """

    def __init__(
        self, access: Access, subscriptions: Sequence[Subscription], options: StreamOptions, cursor: str | None = None
    ) -> None:
        super().__init__(access, subscriptions, options, cursor)
        self._task: asyncio.Task[None] | None = None
        self._closed = False
        self._arrived = asyncio.Event()
        self._engine.buffer.wake = self._arrived.set

    async def subscribe(self, *streams: str | Subscription) -> None:
        """Add streams while it runs; returns when they are open.

        Args:
            streams: their names, as for `AsyncMastodon.stream`.

        Raises:
            MastodonIllegalArgumentError: there is no such stream.
        """
        wanted = [Subscription.parse(name) for name in streams]
        self._start()
        for subscription in wanted:
            await self._engine.subscribe(subscription)

    async def unsubscribe(self, *streams: str | Subscription) -> None:
        """Drop streams while it runs.

        Args:
            streams: their names.
        """
        for name in streams:
            await self._engine.unsubscribe(Subscription.parse(name))

    async def connected(self) -> bool:
        """Wait until it is connected for the first time, or until the first attempt has failed (see `error`).

        A connection that breaks while the lists are read for the first time is made again meanwhile.

        Returns:
            True if it has been connected.
        """
        self._start()
        await self._engine.opened.wait()
        return self._engine.ever_connected

    def _start(self) -> None:
        if self._task is None and not self._closed:
            loop = asyncio.get_running_loop()
            self._task = loop.create_task(self._engine.run(), name="trunkline-stream")
            self._forget = weakref.finalize(self, _cancel, loop, self._task)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Event:
        buffer = self._engine.buffer
        while (waiting := buffer.pop()) is None:
            self._start()
            if buffer.is_over():
                raise StopAsyncIteration
            await self._arrived.wait()
            self._arrived.clear()
        return self._engine.hand_over(waiting)

    async def __aenter__(self) -> Self:
        self._start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Stop at once. Waiting iterations end; events that wait can still be taken."""
        self._closed = True
        self._engine.end()
        if self._task is not None:
            self._forget.detach()
            self._task.cancel()
            await asyncio.wait([self._task])


def _cancel(loop: asyncio.AbstractEventLoop, task: asyncio.Task[None]) -> None:
    if not loop.is_closed():
        loop.call_soon_threadsafe(task.cancel)
