"""Counting requests and rows of a load, and telling a listener after each change."""

from __future__ import annotations

import time
from collections import Counter
from contextvars import ContextVar
from functools import partial
from typing import Any, TypeVar

from trunkline.errors import MastodonError
from trunkline.pipeline.progress import GRAVITY, OnProgress, Outcome, Progress, Remarks, ServerProgress
from trunkline.protocol.request import Flow, Send, Sleep, Step, relay

T = TypeVar("T")


class Watch:
    """Counter of one load, which tells its `Progress` to a listener after each change.

    Args:
        listener: is told after each change.
        keeps: rows that were read are to be kept when the only server fails after them; whoever runs the source looks
            at the ``failure``, and has compared dlt's state with the destination.

    Attributes:
        rounds: number of runs of the load, the present one included.
    """

    def __init__(self, listener: OnProgress | None = None, *, keeps: bool = False) -> None:
        self.progress = Progress()
        self.rounds, self.keeps = 0, keeps
        self._listener = listener

    def server(self, instance: str) -> ServerProgress:
        """Return the progress of one server."""
        return self.progress.servers.setdefault(instance, ServerProgress())

    def begin(self) -> None:
        """Begin another round, in which no server was read yet."""
        self.rounds += 1
        self.progress.unfinished.clear()
        self.progress.failure = None
        for server in self.progress.servers.values():
            server.outcome, server.error = "reading", None

    def step(self, name: str) -> None:
        """Record that another step of the load begins."""
        self.progress.step = name
        self.tell()

    def rows(self, table: str, instance: str, read: int, left_out: Counter[str]) -> None:
        """Count rows of *table* that were read from a server, and others that were left out."""
        self.progress.rows[table] += read
        self.progress.left_out += left_out
        self.server(instance).rows += read
        self.tell()

    def remark(self, table: str, remarks: Remarks) -> None:
        """Record what was noticed while a table was read."""
        progress = self.progress
        progress.late[table] += remarks.late
        progress.missing.update(dict.fromkeys((table, subject) for subject in remarks.missing))
        progress.notes.update(dict.fromkeys(remarks.notes))
        if remarks.limited:
            progress.limited[table] = None
        if remarks.cut:
            progress.notes[f"a list was not read to its end: {remarks.cut}"] = None

    def ended(self, instance: str, outcome: Outcome, error: str | None) -> None:
        """Record how one resource of a server ended; the gravest outcome of its resources counts."""
        server = self.server(instance)
        server.read += outcome in ("read", "unfinished")
        if GRAVITY.index(outcome) >= GRAVITY.index(server.outcome):
            server.outcome, server.error = outcome, error
        self.tell()

    def observe(self, instance: str, flow: Flow[T]) -> Flow[T]:
        """Return *flow* with its requests and waits counted for a server."""
        return relay(flow, partial(self._counted, instance))

    def _counted(self, instance: str, step: Step) -> Flow[Any]:
        self._before(instance, step)
        try:
            result = yield step
        except MastodonError:
            self._after(instance, step)
            raise
        self._after(instance, step)
        return result

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
        """Call the listener."""
        if self._listener is not None:
            self._listener(self.progress)


current_watch: ContextVar[Watch] = ContextVar("current_watch")
"""Watch of the load under way, for the sources that it makes."""
