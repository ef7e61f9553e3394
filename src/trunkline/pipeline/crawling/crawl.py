"""Crawl: reads all servers of a source concurrently in a background thread and queues the rows for dlt's resources."""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping
from concurrent.futures import Future
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from trunkline.pipeline.catalogue import Resource
from trunkline.pipeline.consent import Consent
from trunkline.pipeline.crawling.fleet import Fleet
from trunkline.pipeline.crawling.handoff import Handoff
from trunkline.pipeline.crawling.server import Server
from trunkline.pipeline.crawling.visits import Encoded, Scope, Stored, Visits, nothing_stored
from trunkline.pipeline.options import SourceOptions
from trunkline.pipeline.purge.names import PurgeList
from trunkline.pipeline.purge.remembering import KEY as PURGED
from trunkline.pipeline.watch import Watch
from trunkline.streaming.loop_thread import LoopThread

FACTS = "servers"
"""Key in the state of the source: facts about each server, which later runs use."""

PAGES_AHEAD = 64
"""Longest queue of pages of a resource that wait to be written."""

State = MutableMapping[str, Any]


@dataclass(frozen=True, slots=True)
class ResourceReader:
    """A resource while it is read."""

    _batches: Handoff[Encoded]
    _work: Future[None]

    def take(self) -> Encoded | None:
        """Return the next batch of rows; ``None`` if none is waiting."""
        return self._batches.take()

    def done(self) -> bool:
        """Return True if no more rows come. An error of the crawl is raised here."""
        return self._work.done() and self._work.result() is None


class Crawl:
    """Crawl for the resources of one source.

    Args:
        fleet: the servers.
        options: options of the source.
        consent: rules by which posts are left out.
        watch: counts what is read.

    Attributes:
        purged: accounts and servers whose rows are left out for ever.
        finished: number of resources that were read.
    """

    def __init__(self, fleet: Fleet, options: SourceOptions, consent: Consent, watch: Watch) -> None:
        self.fleet, self.options, self.consent, self.watch = fleet, options, consent, watch
        self._thread: LoopThread | None = None
        self._servers: list[Server] = []
        self._readers = 0
        self._surroundings = ExitStack()
        self.purged = PurgeList()
        self.finished = 0

    def begin(self, surroundings: Callable[[], AbstractContextManager[None]]) -> None:
        """Enter a context, unless a resource is being read; it is left when all resources are read."""
        if self._thread is None:
            self._surroundings.enter_context(surroundings())

    @contextmanager
    def reader(
        self,
        resource: Resource,
        state: State,
        source_state: State,
        stored: Stored = nothing_stored,
        *,
        lacking: bool = False,
    ) -> Iterator[ResourceReader]:
        """Read a resource in the background, until the end of the block.

        Args:
            resource: the resource.
            state: state of the resource in dlt.
            source_state: state of the source in dlt, with facts about servers and the purged accounts.
            stored: returns the rows of a server that the destination has, where it can tell.
            lacking: leave out what the destination has where lists are read again.
        """
        if self._thread is None:
            self._thread = LoopThread("trunkline-pipeline")
            facts = source_state.setdefault(FACTS, {})
            self._servers = self.fleet.start(lambda instance: facts.setdefault(instance, {}))
            self.purged = PurgeList.from_state(source_state.get(PURGED))
        batches: Handoff[Encoded] = Handoff(PAGES_AHEAD)
        scope = Scope(self.options, self.consent, self.purged, self.watch, self.fleet.isolated, stored, lacking)
        visits = Visits(scope, resource, state, batches)
        work = self._thread.submit(lambda: visits.read(self._servers))
        self._readers += 1
        try:
            yield ResourceReader(batches, work)
        finally:
            work.cancel()
            self._readers -= 1
            self.finished += 1
            if not self._readers:
                self._close()

    def _close(self) -> None:
        if self._thread is not None:
            self._thread.submit(self.fleet.close).result()
            self._thread.stop()
            self._thread = None
        self._surroundings.close()
