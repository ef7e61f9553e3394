"""The server: a thread with an event loop, one trick, and a record of what was asked."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from typing import Self

from tests.hostile.server.asked import Asked, read_request
from tests.hostile.server.reply import Reply
from tests.hostile.server.tricks import TRICKS

MOST_REQUESTS = 2_000
"""Requests after which the server stops answering, so that a test of something endless ends, and fails."""


class Hostile:
    """A server with one trick on a free port of 127.0.0.1, from ``with`` on.

    Args:
        trick: name of the trick; ``None`` for an honest server.
        victim: address of an honest server, whose people and objects the trick forges.
        elsewhere: address of another server, to which the trick sends whoever believes it.
        pause: seconds between two bytes of what drips.

    Attributes:
        seen: the requests.
        url: the address.
    """

    def __init__(
        self,
        trick: str | None = None,
        *,
        victim: str = "http://127.0.0.1:1",
        elsewhere: str = "http://127.0.0.1:1",
        pause: float = 0.02,
    ) -> None:
        self.trick = TRICKS[trick] if trick else None
        self.victim, self.elsewhere, self.pause = victim, elsewhere, pause
        self.seen: list[Asked] = []
        self.url = ""
        self.over: asyncio.Event
        self._started = threading.Event()
        self._loop: asyncio.AbstractEventLoop
        self._connections: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), name="hostile", daemon=True)

    @property
    def tokens(self) -> set[str]:
        """Every token that was sent here."""
        return {asked.token for asked in self.seen if asked.token}

    def requests(self, path: str) -> list[Asked]:
        """The requests for a path."""
        return [asked for asked in self.seen if asked.path == path]

    async def _serve(self) -> None:
        self._loop, self.over = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0, limit=1 << 20)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        self._started.set()
        await self.over.wait()
        server.close()
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None:  # pragma: no cover
            return
        self._connections.add(task)
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError):
                await self._answer_all(reader, writer)
        except asyncio.CancelledError:
            pass  # the end of the test
        finally:
            self._connections.discard(task)
            writer.close()

    async def _answer_all(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while not writer.is_closing() and (asked := await read_request(reader)) is not None:
            self.seen.append(asked)
            if len(self.seen) > MOST_REQUESTS:
                return
            reply = Reply(asked, self, writer, reader)
            if self.trick is None or not self.trick.concerns(asked):
                await reply.send()
            else:
                await self.trick.play(asked, reply)

    def __enter__(self) -> Self:
        self._thread.start()
        self._started.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self.over.set)
        self._thread.join()
