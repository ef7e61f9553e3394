"""Media that is worked on after the answer: in a thread, or once the client has asked often enough."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

import anyio.to_thread
from starlette.requests import Request

from trunkline.sandbox.http.errors import ApiError


class MediaWork:
    """Work on uploads that goes on after the upload was answered.

    With `polls=0` images are ready in the answer to the upload, and sound and video as soon as the work is done.
    With more, every upload of API version 2 is left undone until the client has asked for it that many times.
    """

    def __init__(self, polls: int = 0) -> None:
        self.polls = polls
        self._undone: dict[int, tuple[int, Callable[[], None]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, media_id: int, work: Callable[[], None]) -> None:
        """Begin `work` on an upload, or put it off."""
        if self.polls:
            self._undone[media_id] = (self.polls, work)
            return
        task = asyncio.create_task(_run(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def poll(self, media_id: int) -> None:
        """The client asks. If it did so often enough, the work is done now."""
        if media_id not in self._undone:
            return
        left, work = self._undone.pop(media_id)
        if left:
            self._undone[media_id] = (left - 1, work)
        else:
            await _run(work)


async def _run(work: Callable[[], None]) -> None:
    """Work in a thread. What is wrong with the upload is noted in its row."""
    with contextlib.suppress(ApiError):
        await anyio.to_thread.run_sync(work)


def media_work_of(request: Request) -> MediaWork:
    """The work of the server that got `request`; one that knows no polls if the server was not told."""
    work: MediaWork | None = getattr(request.app.state, "media_work", None)
    if work is None:
        work = request.app.state.media_work = MediaWork()
    return work
