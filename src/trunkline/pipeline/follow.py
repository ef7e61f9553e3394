"""Follow a server: write its streaming events into the tables within seconds.

Streams tell of new objects in ``timelines_home``, ``notifications``, ``timelines_public`` and ``hashtags``, and of
edited and deleted posts. A load brings the tables up to date first, and again whenever events were lost. Cursors move
with the rows, so that the next load goes on where following has ended.

Edits reach every status table that has the post (not the boosts of it, which `trunkline.pipeline.refresh` reads again),
deletions ``status_deletions``. While there is no connection, the stream finds those of its most recent posts only; the
others are left to `trunkline.pipeline.refresh`.
"""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import dlt

from trunkline.clients.client import AsyncMastodon
from trunkline.errors import MastodonError, MastodonIllegalArgumentError
from trunkline.pipeline.catalogue import CATALOGUE
from trunkline.pipeline.consent import Consent
from trunkline.pipeline.consent.crawl_permission import permitted
from trunkline.pipeline.crawling.owners import owner_of
from trunkline.pipeline.crawling.server import Server
from trunkline.pipeline.crawling.views import reader_of, view_of
from trunkline.pipeline.names import WRITE_EVERY
from trunkline.pipeline.options import SourceOptions
from trunkline.pipeline.selection import selected
from trunkline.pipeline.upkeep.live_batch import LiveBatch, targets_of
from trunkline.pipeline.upkeep.writer import Following, Writer
from trunkline.streaming.async_stream import AsyncStream
from trunkline.streaming.events import Event
from trunkline.streaming.recovery.reconnect import ReconnectPolicy

MOST = 500
"""Greatest number of events that are written together."""

PATIENCE = ReconnectPolicy(base=1.0, longest=60.0)
"""Pauses between attempts to write or to load."""


OnChange = Callable[[Following], None]


async def follow(
    client: AsyncMastodon,
    pipeline: Callable[[], dlt.Pipeline],
    load: Callable[[], object],
    options: SourceOptions | None = None,
    *,
    every: float = WRITE_EVERY,
    most: int = MOST,
    stop: asyncio.Event | None = None,
    patience: ReconnectPolicy = PATIENCE,
    on_change: OnChange | None = None,
) -> Following:
    """Follow a server until told to stop.

    ::

        with stopped_by_signals() as stop:
            await follow(client, pipeline, partial(load, options, destination=...), options, stop=stop)

    Args:
        client: client for the server, with the token.
        pipeline: opens the pipeline that *load* uses.
        load: loads all that is new: `trunkline.pipeline.load.load` with its arguments, without a ``limit``.
        options: options of that load: ``resources`` (those without a stream are left to loads), ``hashtags``,
            ``local``, ``consent`` and ``private``.
        every: seconds for which events are collected before they are written.
        most: greatest number of events that are written together; twice as many can wait.
        stop: ends following when it is set. Events that have come until then are written.
        patience: pauses before a batch is tried again that could not be written.
        on_change: called after each change, always with the same object.

    Returns:
        State of following and counts, at the end.

    Raises:
        MastodonIllegalArgumentError: none of these tables has a stream, or a setting makes no sense.
        MastodonError: the server cannot be reached at the start, does not let programs read this, or does not accept
            the token (any more).
        dlt.pipeline.exceptions.PipelineStepFailed: the destination could not be written to, again and again.
    """
    if every <= 0 or most < 1:
        raise MastodonIllegalArgumentError("every must be above 0 seconds, and most at least 1 event.")
    options = options or SourceOptions()
    consent = Consent.of(options.consent, private=bool(options.private))
    tables = selected(options, client.access_token is None)
    targets = targets_of(tables, options.subjects("hashtags"), local=bool(options.local))
    if not targets:
        raise MastodonIllegalArgumentError(
            "None of these tables has a stream; follow timelines_home, notifications, timelines_public or hashtags."
        )
    server = Server(client)
    for table in {target.table for target in targets.values()}:
        await permitted(server, CATALOGUE[table], options, consent)
    me = None if server.anonymous else await server.my_id()
    news = Following(tuple(dict.fromkeys(stream for stream, _ in targets)))
    tell = partial(on_change, news) if on_change else _nobody_listens
    owner = None if server.anonymous else await owner_of(server)
    reader = await reader_of(server)
    views = {name: view_of(CATALOGUE[name], options, consent, reader) for name in tables}
    batches = partial(LiveBatch, targets, server.instance, consent, me, owner)
    async with client.stream(*news.streams, buffer=2 * most, joined=False) as stream:
        with Writer(pipeline, load, server.instance, patience, news, tell, stop or asyncio.Event(), views) as writer:
            await _Follower(stream, batches, writer, every, most).run()
    return news


def _nobody_listens() -> None:
    pass


@contextmanager
def stopped_by_signals() -> Iterator[asyncio.Event]:
    """Provide an event that the first Ctrl-C or SIGTERM sets; the second has its usual effect."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    def on_signal(_number: int, _frame: object) -> None:
        restore()
        loop.call_soon_threadsafe(stop.set)

    for number in before:
        signal.signal(number, on_signal)
    try:
        yield stop
    finally:
        restore()


class _Follower:
    """Loop that takes events from a stream and has them written in batches."""

    def __init__(
        self,
        stream: AsyncStream,
        batches: Callable[..., LiveBatch],
        writer: Writer,
        every: float,
        most: int,
    ) -> None:
        self._stream, self._batches, self._writer = stream, batches, writer
        self._every, self._most = every, most
        self._coming: asyncio.Task[Event] | None = None
        self._ended: StopAsyncIteration | MastodonError | None = None

    async def run(self) -> None:
        """Follow until told to stop, or until the stream ends with an error, which is raised."""
        if not await self._stream.connected():
            raise self._stream.error or MastodonError("The stream has ended before it began.")
        await self._writer.load()
        batch = self._batches()
        stopping = asyncio.create_task(self._writer.stop.wait())
        try:
            while not self._ended:
                if stopping.done():
                    await self._stream.close()
                await self._collect(batch, stopping)
                await self._writer.write(batch)
                if batch.torn and not stopping.done():
                    await self._writer.load()
                    batch.newest.clear()
                batch = self._batches(newest=batch.newest)
        finally:
            for task in filter(None, (stopping, self._coming)):
                task.cancel()
            self._writer.change("stopped")
        if isinstance(self._ended, MastodonError):
            raise self._ended

    async def _collect(self, batch: LiveBatch, stopping: asyncio.Task[Any]) -> None:
        """Wait for an event, then for others that come soon after it."""
        until: float | None = None
        closing = stopping.done()
        while batch.events < self._most and not self._ended and closing == stopping.done():
            left = None if until is None else until - time.monotonic()
            if left is not None and left <= 0:
                return
            event = await self._next(left, stopping)
            if event is not None:
                batch.add(event)
                until = until or time.monotonic() + self._every

    async def _next(self, seconds: float | None, stopping: asyncio.Task[Any]) -> Event | None:
        """Return the next event; ``None`` if none has come in time, or when it is time to stop."""
        if self._coming is None:
            self._coming = asyncio.ensure_future(anext(self._stream))
        waiting = {self._coming} if stopping.done() else {self._coming, stopping}
        await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if not self._coming.done():
            return None
        coming, self._coming = self._coming, None
        try:
            return coming.result()
        except (StopAsyncIteration, MastodonError) as error:
            self._ended = error
            return None
