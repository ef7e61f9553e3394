"""Background processing of uploads."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import TypeVar

import anyio
import anyio.to_thread
from starlette.requests import Request

from trunkline.sandbox.http.errors import ApiError

T = TypeVar("T")
_WORKERS = 2


class MediaWork:
    """Processes uploads after their request was answered.

    Args:
        polls: 0: images are ready in the answer to the upload, sound and video as soon as they are processed. More:
            an upload through API version 2 stays unprocessed until the client has asked that many times.
    """

    def __init__(self, polls: int = 0) -> None:
        self.polls = polls
        self._undone: dict[int, tuple[int, Callable[[], None]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._limiter = anyio.CapacityLimiter(_WORKERS)

    async def run(self, work: Callable[[], T]) -> T:
        """Run `work` in a thread, with few others at a time: a picture being decoded takes much memory."""
        return await anyio.to_thread.run_sync(work, limiter=self._limiter)

    def start(self, media_id: int, work: Callable[[], None]) -> None:
        """Start `work` on an upload, or defer it."""
        if self.polls:
            self._undone[media_id] = (self.polls, work)
            return
        task = asyncio.create_task(self._finish(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def poll(self, media_id: int) -> None:
        """Count a poll by the client and process the upload if it was the last one needed."""
        if media_id not in self._undone:
            return
        left, work = self._undone.pop(media_id)
        if left:
            self._undone[media_id] = (left - 1, work)
        else:
            await self._finish(work)

    async def drop(self) -> None:
        """Forget deferred work, and wait for the end of what has begun."""
        self._undone.clear()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _finish(self, work: Callable[[], None]) -> None:
        """Do the work on an upload. Errors are recorded in its row."""
        with contextlib.suppress(ApiError):
            await self.run(work)


def media_work_of(request: Request) -> MediaWork:
    """Return the processor of the application; create one without polls if there is none."""
    work: MediaWork | None = getattr(request.app.state, "media_work", None)
    if work is None:
        work = request.app.state.media_work = MediaWork()
    return work
