"""A stream as an iterator for programs without an event loop."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Sequence
from functools import partial
from typing import Self

from trunkline.errors import MastodonNetworkError
from trunkline.streaming.access import Access
from trunkline.streaming.any_stream import AnyStream
from trunkline.streaming.bell import Bell
from trunkline.streaming.engine import Engine
from trunkline.streaming.events import Event
from trunkline.streaming.loop_thread import LoopThread
from trunkline.streaming.options import StreamOptions
from trunkline.streaming.subscriptions import Subscription
from trunkline.transport.drivers import AsyncDriver


class Stream(AnyStream):
    """Events as they come: ``for event in stream``. Made by `Mastodon.stream`.

    The connection lives in a thread of its own from the first iteration (or ``with``) on, until `close`, the end of the
    ``with`` block, or until the stream is no longer referred to.
    """

    def __init__(
        self, access: Access, subscriptions: Sequence[Subscription], options: StreamOptions, cursor: str | None = None
    ) -> None:
        super().__init__(access, subscriptions, options, cursor)
        self._driver = access.driver
        self._lock = threading.Lock()
        self._arrived = Bell()
        self._thread: LoopThread | None = None
        self._closed = False

    def subscribe(self, *streams: str | Subscription) -> None:
        """Add streams while it runs; returns when they are open. See `AsyncStream.subscribe`."""
        wanted = [Subscription.parse(name) for name in streams]
        thread = self._started()
        if thread is None:
            raise MastodonNetworkError("The stream is closed; nothing can be added to it.")
        for subscription in wanted:
            thread.submit(partial(self._engine.subscribe, subscription)).result()

    def unsubscribe(self, *streams: str | Subscription) -> None:
        """Drop streams while it runs."""
        wanted = [Subscription.parse(name) for name in streams]
        thread = self._started()
        for subscription in wanted:
            if thread is not None:
                thread.submit(partial(self._engine.unsubscribe, subscription)).result()

    def connected(self) -> bool:
        """Wait until it is connected for the first time, or until the first attempt has failed. See `AsyncStream`.

        Returns:
            True if it has been connected.
        """
        thread = self._started()
        if thread is not None:
            thread.submit(partial(_wait_until_opened, self._engine)).result()
        return self._engine.ever_connected

    def _started(self) -> LoopThread | None:
        """Return the thread of the connection, started if it was not; ``None`` if the stream has been closed."""
        with self._lock:
            if self._thread is None and not self._closed:
                self._thread = LoopThread("trunkline-stream")
                self._engine.buffer.wake, self._engine.buffer.in_loop = self._arrived.ring, self._thread.call
                self._thread.submit(partial(_run, self._engine, self._driver))
                self._stop = weakref.finalize(self, self._thread.stop)
            return None if self._closed else self._thread

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Event:
        while (waiting := self._engine.buffer.pop()) is None:
            self._wait()
        return self._engine.hand_over(waiting)

    def _wait(self) -> None:
        """Wait until an event may have come.

        Raises:
            StopIteration: nothing comes any more.
        """
        try:
            over = self._engine.buffer.is_over()
        except BaseException:
            self.close()
            raise
        if over or self._started() is None:
            self.close()
            raise StopIteration
        self._arrived.wait()

    def __enter__(self) -> Self:
        self._started()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop at once. May be called in any thread; an iteration that waits in another one ends."""
        with self._lock:
            self._closed = True
            thread = self._thread
        if thread is not None:
            self._stop()
        self._arrived.ring_at_once()


async def _run(engine: Engine, driver: AsyncDriver) -> None:
    try:
        await engine.run()
    finally:
        engine.end()
        await driver.close()


async def _wait_until_opened(engine: Engine) -> None:
    await engine.opened.wait()
