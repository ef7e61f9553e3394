"""Following a server: what happens there is in the tables seconds later.

Streams tell what is new in ``timelines_home``, ``notifications``, ``timelines_public`` and ``hashtags``, and which
posts were edited or deleted. Before they are listened to, a load brings what has happened until then; it does so again
whenever events were lost. Cursors go along, so that the next load goes on where following has ended.

Edits reach every status table that has the post (not the boosts of it, which `mastodon.pipeline.refresh` reads again),
deletions ``status_deletions``. Of those that happen while there is no connection the stream finds out for the posts
that it has told of last; the others are left to `mastodon.pipeline.refresh`.
"""

from __future__ import annotations

import asyncio
import signal
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, MutableMapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal, Self, TypeVar

import dlt
from dlt.common.exceptions import DltException

from mastodon.client import AsyncMastodon
from mastodon.errors import MastodonError, MastodonIllegalArgumentError
from mastodon.pipeline.catalogue import TABLES
from mastodon.pipeline.consent import Consent
from mastodon.pipeline.consent.welcome import welcomed
from mastodon.pipeline.crawling.memory import Memory
from mastodon.pipeline.crawling.server import Server
from mastodon.pipeline.selection import selected
from mastodon.pipeline.settings import Settings
from mastodon.pipeline.upkeep.feeding import Deletion, Remember, feed
from mastodon.pipeline.upkeep.held import Held
from mastodon.pipeline.upkeep.live_batch import LiveBatch, Target, targets_of
from mastodon.pipeline.upkeep.places import STATUS_TABLES
from mastodon.streaming.async_stream import AsyncStream
from mastodon.streaming.events import Event
from mastodon.streaming.reconnect import ReconnectPolicy

T = TypeVar("T")

State = Literal["connecting", "loading", "listening", "writing", "repeating", "stopped"]

EVERY = 3.0
"""Seconds that events are collected before they are written."""

MOST = 500
"""Events that are written together at most."""

TRIES = 10
"""How often a batch is tried before following ends with the error."""

PATIENCE = ReconnectPolicy(base=1.0, longest=60.0)
"""How long to wait between tries."""


@dataclass(slots=True)
class Following:
    """How following goes.

    Attributes:
        streams: the streams that are listened to.
        state: what it is doing.
        rows: rows written since the start, by table; loads not counted.
        edited: edits of posts that were there.
        deleted: deletions of posts that were there.
        left_out: objects that were left out, by the rule that says so.
        loads: how many loads have brought what the streams could not.
        written_at: the time (seconds since 1970) of the last batch, or ``None``.
        error: why the last try to write or to load has failed; ``None`` if it has not.
    """

    streams: tuple[str, ...]
    state: State = "connecting"
    rows: Counter[str] = field(default_factory=Counter)
    edited: int = 0
    deleted: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    loads: int = 0
    written_at: float | None = None
    error: str | None = None


OnChange = Callable[[Following], None]


async def follow(
    client: AsyncMastodon,
    pipeline: Callable[[], dlt.Pipeline],
    load: Callable[[], object],
    *,
    resources: Sequence[str] | None = None,
    hashtags: Sequence[str] = (),
    local: bool = False,
    consent: Consent | None = None,
    every: float = EVERY,
    most: int = MOST,
    stop: asyncio.Event | None = None,
    patience: ReconnectPolicy = PATIENCE,
    on_change: OnChange | None = None,
) -> Following:
    """Follow a server until told to stop.

    ::

        with stopped_by_signals() as stop:
            await follow(client, pipeline, partial(load, api_base_url=..., ...), stop=stop)

    Args:
        client: the server and the token.
        pipeline: gives the pipeline that *load* uses.
        load: loads what is new, all of it: `mastodon.pipeline.load.load` with its arguments, without a ``limit``.
        resources: names of the tables that are loaded; those that no stream tells of are left to loads.
        hashtags: for ``hashtags``: names.
        local: of ``timelines_public`` and ``hashtags``, only posts by the server's own accounts.
        consent: whose posts are left out.
        every: seconds that events are collected before they are written.
        most: events that are written together at most, and that wait at most twice.
        stop: ends following when it is set. What has come until then is written.
        patience: how long to wait before a batch is tried again that could not be written.
        on_change: called whenever something has happened, always with the same object.

    Returns:
        What was done.

    Raises:
        MastodonIllegalArgumentError: no stream tells of these tables, or a setting makes no sense.
        MastodonError: the server cannot be reached at the start, does not let programs read this, or does not accept
            the token (any more).
        dlt.pipeline.exceptions.PipelineStepFailed: the destination could not be written to, again and again.
    """
    if every <= 0 or most < 1:
        raise MastodonIllegalArgumentError("every must be above 0 seconds, and most at least 1 event.")
    settings = Settings.of(hashtags=hashtags, local=local)
    consent = consent or Consent()
    tables = selected(list(resources) if resources else None, settings, client.access_token is None)
    targets = targets_of(tables, settings.hashtags, local=local)
    if not targets:
        raise MastodonIllegalArgumentError(
            "No stream tells of these tables; follow timelines_home, notifications, timelines_public or hashtags."
        )
    server = Server(client)
    for table in {target.table for target in targets.values()}:
        await welcomed(server, TABLES[table], settings, consent)
    me = None if server.anonymous else await server.my_id()
    news = Following(tuple(dict.fromkeys(stream for stream, _ in targets)))
    tell = partial(on_change, news) if on_change else _nobody_listens
    batches = partial(LiveBatch, targets, server.instance, consent, me)
    async with client.stream(*news.streams, buffer=2 * most) as stream:
        with _Writer(pipeline, load, server.instance, patience, news, tell, stop or asyncio.Event()) as writer:
            await _Follower(stream, batches, writer, every, most).run()
    return news


def _nobody_listens() -> None:
    pass


@contextmanager
def stopped_by_signals() -> Iterator[asyncio.Event]:
    """An event that Ctrl-C and SIGTERM set, the first time; the second time they do what they always do."""
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
    """Takes events from a stream and has them written in batches."""

    def __init__(
        self,
        stream: AsyncStream,
        batches: Callable[..., LiveBatch],
        writer: _Writer,
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
                batch = self._batches(batch.newest)
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
        """The next event; ``None`` if none has come in time, or when it is time to stop."""
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


class _Writer:
    """Brings batches into a destination, in a thread of its own, and tries again what has failed."""

    def __init__(
        self,
        pipeline: Callable[[], dlt.Pipeline],
        load: Callable[[], object],
        instance: str,
        patience: ReconnectPolicy,
        news: Following,
        tell: Callable[[], None],
        stop: asyncio.Event,
    ) -> None:
        self._new_pipeline, self._load, self._instance = pipeline, load, instance
        self._patience, self._news, self._tell = patience, news, tell
        self.stop = stop
        self._thread = ThreadPoolExecutor(1, "mastodon-follow")
        self._pipeline: dlt.Pipeline | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.shutdown()

    def change(self, state: State, error: str | None = None) -> None:
        """Tell what is being done now."""
        self._news.state, self._news.error = state, error
        self._tell()

    async def load(self) -> None:
        """Load what has happened until now."""
        self.change("loading")
        await self._patiently("loading", self._load)
        self._pipeline = None  # a load may have changed the schema that it knows
        self._news.loads += 1
        self.change("listening")

    async def write(self, batch: LiveBatch) -> None:
        """Write a batch, if it has anything that belongs in a table."""
        if batch.events:
            self.change("writing")
            await self._patiently("writing", partial(self._feed, batch))
            self.change("listening")

    async def _patiently(self, state: State, work: Callable[[], T]) -> T:
        """Do *work*, again after failures that may pass."""
        for tries in range(1, TRIES):
            stopping = self.stop.is_set()
            try:
                return await self._in_thread(work)
            except (DltException, OSError) as error:
                if stopping:
                    raise
                self.change("repeating", str(error))
            await self._pause(self._patience.delay(tries))
            self.change(state)
        return await self._in_thread(work)

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def _pause(self, seconds: float) -> None:
        """Wait, but not longer than until it is time to stop."""
        try:
            await asyncio.wait_for(self.stop.wait(), seconds)
        except TimeoutError:
            return

    def _feed(self, batch: LiveBatch) -> None:
        if self._pipeline is None:
            self._pipeline = self._new_pipeline()
        held = _held(self._pipeline, self._instance, batch.changed)
        rows = batch.rows({post: tables & {*STATUS_TABLES} for post, tables in held.items()})
        edited = [row for post, row in batch.edited.items() if post in held]
        deleted = [Deletion(self._instance, post) for post in batch.deleted if post in held]
        if rows or edited or deleted:
            feed(
                self._pipeline,
                rows,
                deleted=deleted,
                versions=edited,
                remember={} if batch.torn else _moving(self._instance, batch.newest),
            )
            batch.newest.clear()
            self._news.written_at = time.time()
        self._news.rows.update({table: len(written) for table, written in rows.items()})
        self._news.left_out += batch.left_out
        self._news.edited += len(edited)
        self._news.deleted += len(deleted)


def _held(pipeline: dlt.Pipeline, instance: str, ids: Sequence[str]) -> dict[str, set[str]]:
    """The tables that have rows about these posts."""
    found: dict[str, set[str]] = defaultdict(set)
    for post in Held(pipeline, instance).posts(ids) if ids else ():
        if post.row_id == post.id:
            found[post.id].add(post.place.table)
    return found


def _moving(instance: str, newest: MutableMapping[Target, Any]) -> dict[str, Remember]:
    """What moves the cursors of each table."""
    tables: Collection[str] = {target.table for target in newest}
    return {
        table: partial(_move, instance, {t.subject: str(last) for t, last in newest.items() if t.table == table})
        for table in tables
    }


def _move(instance: str, newest: dict[str, str], state: MutableMapping[str, Any]) -> None:
    memory = Memory(state, instance)
    for subject, last in newest.items():
        memory.reached(subject, last)
