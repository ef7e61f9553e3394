"""Writing batches of stream events into a destination, and loading after losses, with retries."""

from __future__ import annotations

import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, MutableMapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal, Self, TypeVar

import dlt
from dlt.common.exceptions import DltException

from trunkline.pipeline.crawling.memory import Memory
from trunkline.pipeline.upkeep.feeding import Deletion, Remember, feed
from trunkline.pipeline.upkeep.held import Held
from trunkline.pipeline.upkeep.live_batch import LiveBatch, StreamTarget
from trunkline.pipeline.upkeep.places import STATUS_TABLES
from trunkline.streaming.recovery.reconnect import ReconnectPolicy

T = TypeVar("T")

State = Literal["connecting", "loading", "listening", "writing", "repeating", "stopped"]

TRIES = 10
"""Number of attempts at a batch before following ends with the error."""


@dataclass(slots=True)
class Following:
    """State of following.

    Attributes:
        streams: the streams.
        state: current activity.
        rows: rows written since the start, by table; loads not counted.
        edited: edits of posts that were there.
        deleted: deletions of posts that were there.
        left_out: objects that were left out, by rule.
        loads: number of loads.
        written_at: time (seconds since 1970) of the last batch, or ``None``.
        error: error of the last attempt to write or to load; ``None`` if it succeeded.
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


class Writer:
    """Writer of batches into a destination, in a thread of its own, with retries."""

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
        self._thread = ThreadPoolExecutor(1, "trunkline-follow")
        self._pipeline: dlt.Pipeline | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.shutdown()

    def change(self, state: State, error: str | None = None) -> None:
        """Change the state, and tell the listener."""
        self._news.state, self._news.error = state, error
        self._tell()

    async def load(self) -> None:
        """Load all that is new until now."""
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
        """Run *work*, again after failures that may pass."""
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
        """Wait, at most until it is time to stop."""
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
    """Return the tables that have rows about these posts."""
    found: dict[str, set[str]] = defaultdict(set)
    for post in Held(pipeline, instance).posts(ids) if ids else ():
        if post.row_id == post.id:
            found[post.id].add(post.place.table)
    return found


def _moving(instance: str, newest: MutableMapping[StreamTarget, Any]) -> dict[str, Remember]:
    """Return functions that move the cursors of each table."""
    tables: Collection[str] = {target.table for target in newest}
    return {
        table: partial(_move, instance, {t.subject: str(last) for t, last in newest.items() if t.table == table})
        for table in tables
    }


def _move(instance: str, newest: dict[str, str], state: MutableMapping[str, Any]) -> None:
    memory = Memory(state, instance)
    for subject, last in newest.items():
        memory.reached(subject, last)
