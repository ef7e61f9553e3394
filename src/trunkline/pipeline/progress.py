"""What a load is doing, told while it works."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from trunkline.clients.client import AsyncMastodon
from trunkline.errors import MastodonError
from trunkline.pipeline.crawling.driver import CrawlDriver
from trunkline.protocol.policy import expand
from trunkline.protocol.request import Flow, Send, Sleep

T = TypeVar("T")

Outcome = Literal["reading", "read", "unfinished", "refused", "failed", "resting"]


@dataclass(slots=True)
class ServerProgress:
    """What was done with one server in a run.

    Attributes:
        outcome: ``"reading"``; afterwards ``"read"``, ``"unfinished"`` (the next run goes on), ``"refused"`` (it wants
            a token, or its rules forbid reading), ``"failed"`` or ``"resting"`` (it failed before and was left alone).
        error: why it failed or refused.
        requests: requests sent to it.
        rows: rows read from it.
        waited: seconds spent waiting for its rate limit and for repeating what failed.
        waiting_until: the time (seconds since 1970) until which its next request waits, or ``None``.
    """

    outcome: Outcome = "reading"
    error: str | None = None
    requests: int = 0
    rows: int = 0
    waited: float = 0.0
    waiting_until: float | None = None


@dataclass(slots=True)
class Progress:
    """How far a load has come.

    Attributes:
        step: ``"extract"``, ``"normalize"`` or ``"load"``.
        requests: requests sent so far.
        rows: rows read so far, by table.
        left_out: rows left out so far, by the rule that says so: ``"private"``, ``"noindex"``, ...
        waited: seconds spent waiting for rate limits and retries, those of all servers together.
        servers: the servers, by their ``_instance``.
        unfinished: resources that another run has to go on with.
    """

    step: str = "extract"
    requests: int = 0
    rows: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    waited: float = 0.0
    servers: dict[str, ServerProgress] = field(default_factory=dict)
    unfinished: set[str] = field(default_factory=set)

    @property
    def waiting(self) -> list[float]:
        """Until when each server waits that waits now."""
        return [s.waiting_until for s in tuple(self.servers.values()) if s.waiting_until is not None]

    @property
    def outcomes(self) -> Counter[Outcome]:
        """How many servers are how far."""
        return Counter(server.outcome for server in tuple(self.servers.values()))


OnProgress = Callable[[Progress], None]


class Watch:
    """Keeps the `Progress` of one load and tells it to a listener after each change.

    Attributes:
        rounds: how many runs the load has had, the present one included.
    """

    def __init__(self, listener: OnProgress | None = None) -> None:
        self.progress = Progress()
        self.rounds = 0
        self._listener = listener

    def server(self, instance: str) -> ServerProgress:
        """The progress of one server."""
        return self.progress.servers.setdefault(instance, ServerProgress())

    def begin(self) -> None:
        """Another round begins: no server and no resource was read in it yet."""
        self.rounds += 1
        self.progress.unfinished.clear()
        for server in self.progress.servers.values():
            server.outcome, server.error = "reading", None

    def step(self, name: str) -> None:
        """Another step of the load begins."""
        self.progress.step = name
        self.tell()

    def rows(self, table: str, instance: str, read: int, left_out: Counter[str]) -> None:
        """Rows of *table* were read from a server, and others left out."""
        self.progress.rows[table] += read
        self.progress.left_out += left_out
        self.server(instance).rows += read
        self.tell()

    def observe(self, instance: str, flow: Flow[T]) -> Flow[T]:
        """*flow*, with its requests and waits counted for a server."""
        value: Any = None
        error: MastodonError | None = None
        while True:
            try:
                step = flow.send(value) if error is None else flow.throw(error)
            except StopIteration as stop:
                result: T = stop.value
                return result
            value, error = None, None
            self._before(instance, step)
            try:
                value = yield step
            except MastodonError as raised:
                error = raised
            self._after(instance, step)

    def _before(self, instance: str, step: object) -> None:
        if isinstance(step, Sleep):
            self.server(instance).waiting_until = time.time() + step.seconds
            self.tell()

    def _after(self, instance: str, step: object) -> None:
        server = self.server(instance)
        if isinstance(step, Sleep):
            server.waiting_until = None
            server.waited += step.seconds
            self.progress.waited += step.seconds
        if isinstance(step, Send):
            server.requests += 1
            self.progress.requests += 1
            self.tell()

    def tell(self) -> None:
        """Tell the listener."""
        if self._listener is not None:
            self._listener(self.progress)


current_watch: ContextVar[Watch] = ContextVar("current_watch")
"""The watch of the load under way, for the sources that it makes."""


class WatchedMastodon(AsyncMastodon):
    """A client whose requests and waits a `Watch` counts."""

    watch: Watch
    watched_as: str

    def _connect(self) -> None:
        self._driver = CrawlDriver(self._connections)

    async def run(self, flow: Flow[T]) -> T:
        """Perform a flow, observed."""
        return await self._driver.run(self.watch.observe(self.watched_as, expand(flow, self.state)))
