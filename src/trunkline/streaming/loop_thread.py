"""An event loop in a thread of its own, for programs that have none."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Collection, Coroutine
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, TypeVar

T = TypeVar("T")


class LoopThread:
    """Runs coroutines for other threads until it is stopped."""

    def __init__(self, name: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._lock = threading.Lock()
        self._open: set[Future[Any]] | None = set()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._loop.run_forever()
            self._loop.run_until_complete(_cancel(asyncio.all_tasks(self._loop)))
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        finally:
            with self._lock:
                rest, self._open = self._open or set(), None
            for future in rest:
                future.cancel()
            self._loop.close()

    def submit(self, work: Callable[[], Coroutine[Any, Any, T]]) -> Future[T]:
        """Start the coroutine that *work* makes; its result is in the future, cancelled when the thread is stopped."""
        future: Future[T] = Future()
        with self._lock:
            if self._open is None:
                future.cancel()
                return future
            self._open.add(future)
            self._loop.call_soon_threadsafe(self._begin, work, future)
        return future

    def _begin(self, work: Callable[[], Coroutine[Any, Any, T]], future: Future[T]) -> None:
        task = self._loop.create_task(work())
        task.add_done_callback(lambda _: self._finish(task, future))

    def _finish(self, task: asyncio.Task[T], future: Future[T]) -> None:
        with self._lock:
            if self._open is not None:
                self._open.discard(future)
        if task.cancelled():
            future.cancel()
        elif (error := task.exception()) is not None:
            future.set_exception(error)
        else:
            future.set_result(task.result())

    def call(self, work: Callable[[], object]) -> None:
        """Have the loop call *work*, if the loop still runs."""
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(work)

    def stop(self) -> None:
        """Cancel all coroutines and wait for the end of the thread. May be called again, and in the thread itself."""
        self.call(self._loop.stop)
        if threading.current_thread() is not self._thread:
            self._thread.join()


async def _cancel(tasks: Collection[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()
    if tasks:
        await asyncio.wait(tasks)
