"""Writing batches of stream events into a destination, and loading after losses, with retries."""

from __future__ import annotations

import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, MutableMapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal, Self, TypeVar

import dlt
from dlt.common.exceptions import DltException

from trunkline.ids import sort_key_of
from trunkline.pipeline.crawling.memory import Memory
from trunkline.pipeline.crawling.server import Row
from trunkline.pipeline.summary import IncompleteLoadError
from trunkline.pipeline.tidy.views import make_views
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
        views: Mapping[str, str] | None = None,
    ) -> None:
        self._views = views or {}
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
            except (DltException, IncompleteLoadError, OSError) as error:
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
        held = _held(self._pipeline, self._instance, batch)
        rows = batch.rows({post: found.tables & {*STATUS_TABLES} for post, found in held.items()})
        edited = [row for post, row in batch.edited.items() if post in held]
        deleted = [Deletion(self._instance, post, held[post].uri) for post in batch.deleted if post in held]
        if rows or edited or deleted:
            before = _tables(self._pipeline)
            feed(
                self._pipeline,
                rows,
                deleted=deleted,
                versions=edited,
                remember={} if batch.torn else self._moving(batch.newest, rows),
            )
            if before != _tables(self._pipeline):
                make_views(self._pipeline)
            batch.newest.clear()
            self._news.written_at = time.time()
        self._news.rows.update({table: len(written) for table, written in rows.items()})
        self._news.left_out += batch.left_out
        self._news.edited += len(edited)
        self._news.deleted += len(deleted)

    def _moving(
        self, newest: MutableMapping[StreamTarget, Any], rows: Mapping[str, Sequence[Row]]
    ) -> dict[str, Remember]:
        """Return functions that move the cursors of each table, and make the rows known to later loads."""
        tables: Collection[str] = {target.table for target in newest}
        return {
            table: partial(
                _move,
                self._instance,
                self._views.get(table, ""),
                {t.subject: str(last) for t, last in newest.items() if t.table == table},
                sorted((str(row["id"]) for row in rows.get(table, ())), key=sort_key_of, reverse=True),
            )
            for table in tables
        }


@dataclass(slots=True)
class _Found:
    """Tables that have rows about a post which are nobody else's, and its ``uri``."""

    tables: set[str] = field(default_factory=set)
    uri: str | None = None


def _held(pipeline: dlt.Pipeline, instance: str, batch: LiveBatch) -> dict[str, _Found]:
    """Return where the posts are that a batch changes."""
    found: dict[str, _Found] = defaultdict(_Found)
    for post in Held(pipeline, instance, batch.owner).posts(batch.changed) if batch.changed else ():
        if post.row_id == post.id:
            found[post.id].tables |= {post.place.table} if post.is_own else set()
            found[post.id].uri = post.values.get("uri") or found[post.id].uri
    return found


def _tables(pipeline: dlt.Pipeline) -> set[str]:
    """Return the tables that have rows, on which the views are built."""
    return set(pipeline.default_schema.data_table_names(seen_data_only=True)) if pipeline.default_schema_name else set()


def _move(
    instance: str, view: str, newest: dict[str, str], written: Sequence[str], state: MutableMapping[str, Any]
) -> None:
    memory = Memory(state, instance, view)
    for subject, last in newest.items():
        memory.reached(subject, last)
        memory.found_on_top(subject, written)
