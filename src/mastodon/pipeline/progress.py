"""What a load is doing, told while it works."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

from mastodon.client import Mastodon
from mastodon.errors import MastodonError
from mastodon.policy import expand
from mastodon.request import Flow, Send, Sleep

T = TypeVar("T")


@dataclass(slots=True)
class Progress:
    """How far a load has come.

    Attributes:
        step: ``"extract"``, ``"normalize"`` or ``"load"``.
        requests: requests sent so far.
        rows: rows read so far, by table.
        skipped: rows left out so far because they are other people's private posts, by table.
        waited: seconds spent waiting for rate limits and retries.
        waiting_until: the time (seconds since 1970) until which the load waits now, or ``None``.
    """

    step: str = "extract"
    requests: int = 0
    rows: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    waited: float = 0.0
    waiting_until: float | None = None


OnProgress = Callable[[Progress], None]


class Watch:
    """Keeps the `Progress` of one load and tells it to a listener after each change."""

    def __init__(self, listener: OnProgress | None = None) -> None:
        self.progress = Progress()
        self._listener = listener

    def step(self, name: str) -> None:
        """Another step of the load begins."""
        self.progress.step = name
        self._tell()

    def rows(self, table: str, read: int, skipped: int = 0) -> None:
        """Rows of *table* were read, and others left out."""
        self.progress.rows[table] += read
        self.progress.skipped[table] += skipped
        self._tell()

    def observe(self, flow: Flow[T]) -> Flow[T]:
        """*flow*, with its requests and waits counted."""
        value: Any = None
        error: MastodonError | None = None
        while True:
            try:
                step = flow.send(value) if error is None else flow.throw(error)
            except StopIteration as stop:
                result: T = stop.value
                return result
            value, error = None, None
            self._before(step)
            try:
                value = yield step
            except MastodonError as raised:
                error = raised
            self._after(step)

    def _before(self, step: object) -> None:
        if isinstance(step, Sleep):
            self.progress.waiting_until = time.time() + step.seconds
            self._tell()

    def _after(self, step: object) -> None:
        if isinstance(step, Sleep):
            self.progress.waiting_until = None
            self.progress.waited += step.seconds
        if isinstance(step, Send):
            self.progress.requests += 1
            self._tell()

    def _tell(self) -> None:
        if self._listener is not None:
            self._listener(self.progress)


current_watch: ContextVar[Watch] = ContextVar("current_watch")
"""The watch of the load under way, for the sources that it makes."""


class WatchedMastodon(Mastodon):
    """A client whose requests and waits a `Watch` counts."""

    watch: Watch

    def run(self, flow: Flow[T]) -> T:
        """Perform a flow, observed."""
        return super().run(self.watch.observe(expand(flow, self.state)))
