"""Reading one resource of all servers, each at its own pace; those that fail delay no other.

A server that does not answer is tried once more when the others are done, then left alone for a while, in later runs
too. Where there is only one server, its failure is the run's.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, NamedTuple

from trunkline.errors import (
    MastodonAPIError,
    MastodonError,
    MastodonForbiddenError,
    MastodonMalformedResponseError,
    MastodonNetworkError,
    MastodonReadTimeout,
    MastodonServerError,
    MastodonUnauthorizedError,
    MastodonUnprocessableError,
    printable,
)
from trunkline.pipeline.catalogue import Resource
from trunkline.pipeline.consent import Consent, CrawlingForbidden
from trunkline.pipeline.consent.crawl_permission import parts_of, permitted
from trunkline.pipeline.crawling.handoff import Handoff
from trunkline.pipeline.crawling.health import Health
from trunkline.pipeline.crawling.memory import Memory
from trunkline.pipeline.crawling.owners import StoredRows, owner_of, settle
from trunkline.pipeline.crawling.reading import Reading
from trunkline.pipeline.crawling.rounds import Round
from trunkline.pipeline.crawling.server import Row, Server
from trunkline.pipeline.crawling.views import reader_of, view_of
from trunkline.pipeline.names import OWNER
from trunkline.pipeline.options import SourceOptions
from trunkline.pipeline.progress import Outcome
from trunkline.pipeline.purge.keeping_out import KeepingOut
from trunkline.pipeline.purge.names import PurgeList
from trunkline.pipeline.selection import missing
from trunkline.pipeline.tabular.encoding import Encoder, Lines
from trunkline.pipeline.watch import Watch

logger = logging.getLogger("trunkline.pipeline")

_REFUSALS = (MastodonUnauthorizedError, MastodonForbiddenError, MastodonUnprocessableError, CrawlingForbidden)
_PASSING = (MastodonNetworkError, MastodonServerError, MastodonMalformedResponseError)
"""Failures that may be over when the server is asked again."""


Stored = Callable[[str], StoredRows | None]
"""Function that returns the rows of a server in the table that is read, where the destination can tell."""


def nothing_stored(_instance: str) -> None:
    """Tell nothing about the destination."""


class Encoded(NamedTuple):
    """Encoded rows, and a function that moves the cursors; call it after the rows are stored."""

    lines: Lines
    remember: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Scope:
    """Options, rules and counters that all visits of one run share.

    Attributes:
        options: options of the source.
        consent: rules by which posts are left out.
        purged: accounts and servers whose rows are left out for ever.
        watch: counts what is read.
        isolated: there are several servers, and the failure of one is not that of the run.
        stored: returns the rows of a server that the destination has, where it can tell.
        lacking: leave out what the destination has where lists are read again.
    """

    options: SourceOptions
    consent: Consent
    purged: PurgeList
    watch: Watch
    isolated: bool
    stored: Stored = nothing_stored
    lacking: bool = False


class Ending(NamedTuple):
    """Result of one visit.

    Attributes:
        outcome: ``None`` if the server did not answer and will be retried.
        error: why the server refused, or did not answer.
        answered: it has answered, so that earlier failures do not count any more.
    """

    outcome: Outcome | None
    error: str | None = None
    answered: bool = False


def _is_refusal(error: Exception) -> bool:
    """Return True if the server has answered that it does not give something away, with whatever status."""
    return (
        isinstance(error, MastodonAPIError)
        and not isinstance(error, MastodonMalformedResponseError)
        and 400 <= (error.status or 0) < 500
    )


def _reason(error: Exception, server: Server) -> str:
    """Return the reason of a failure, also of one that nobody has expected."""
    text = str(error)
    if not isinstance(error, MastodonError):
        text = f"{server.instance} sent something that cannot be read ({type(error).__name__}: {error})."
    return " ".join(printable(text).split())


def _remember(
    cursors: Callable[[], None], memory: Memory, fields: Sequence[str], left_out: Mapping[str, int] | None
) -> None:
    cursors()
    memory.add_fields(fields)
    if left_out is not None:
        memory.count_left_out(left_out)


class Visits:
    """Reading of one resource in one run.

    Args:
        scope: what all visits of the run share.
        resource: the resource.
        state: its state in dlt.
        batches: queue that rows are put into.
    """

    def __init__(
        self, scope: Scope, resource: Resource, state: MutableMapping[str, Any], batches: Handoff[Encoded]
    ) -> None:
        options = scope.options
        self._scope, self._resource, self._state, self._batches = scope, resource, state, batches
        self._encoder = Encoder(resource.shape, resource.key, resource.undeclared)
        self._keeping_out = KeepingOut(scope.purged)
        self._share = Round(None if options.limit else options.max_rows, options.max_time)

    async def read(self, servers: Sequence[Server]) -> None:
        """Read the resource from all servers. Retry the failed ones once, after the others."""
        waiting = [s for s in servers if not missing(self._resource, self._scope.options, s.anonymous)]
        self._share = replace(self._share, servers=len(waiting))
        silent = await self._round(waiting)
        if not self._share.over:
            for server, _ in silent:
                server.mark_down(None)
            silent = await self._round([server for server, _ in silent])
        for server, reason in silent:
            self._record(server, Ending("failed", reason))
        if self._share.over:
            self._scope.watch.progress.unfinished.add(self._resource.name)

    async def _round(self, servers: Sequence[Server]) -> list[tuple[Server, str | None]]:
        """Visit *servers* at the same time, until all are read or the round is over.

        Returns:
            Those that did not answer, with the reasons.
        """
        visits = {asyncio.create_task(self._visit_and_record(server)): server for server in servers}
        everything = asyncio.ensure_future(asyncio.gather(*visits))
        end = asyncio.create_task(self._share.until_over())
        try:
            await asyncio.wait((everything, end), return_when=asyncio.FIRST_COMPLETED)
            if everything.done():
                everything.result()
        finally:
            late = [server for visit, server in visits.items() if not visit.done()]
            end.cancel()
            everything.cancel()
            await asyncio.gather(everything, end, *visits, return_exceptions=True)
        for server in late:
            self._share.over = True
            self._record(server, Ending("unfinished"))
        endings = [(server, visit.result()) for visit, server in visits.items() if server not in late]
        return [(server, ending.error) for server, ending in endings if ending.outcome is None]

    async def _visit_and_record(self, server: Server) -> Ending:
        ending = await self._visit(server)
        self._record(server, ending)
        return ending

    async def _visit(self, server: Server) -> Ending:
        """Read the resource of one server, as far as the server allows.

        Raises:
            MastodonError: there is only this server, and it failed.
        """
        isolated = self._scope.isolated
        if isolated and Health(server.facts).rests(time.time()):
            return Ending("resting")
        if server.down:
            return Ending(None, server.down)
        server = server.visited()
        try:
            try:
                await self._read_from(server)
            finally:
                self._scope.watch.remark(self._resource.name, server.remarks)
        except _REFUSALS as error:
            if not isolated and not server.anonymous and not isinstance(error, CrawlingForbidden):
                raise
            reason = _reason(error, server)
            self._tell("%s is left out: %s does not give it away (%s)", self._resource.name, server.instance, reason)
            return Ending("refused", reason, answered=True)
        except MemoryError:
            raise
        except Exception as error:  # whatever a server can cause is its own failure
            reason = _reason(error, server)
            progress = self._scope.watch.progress
            if not isolated and self._scope.watch.keeps and isinstance(error, _PASSING) and progress.rows.total():
                progress.failure = progress.failure or reason
                server.give_up(reason)
                return Ending("failed", reason)
            if not isolated and isinstance(error, MastodonError):
                raise
            if not isolated:
                raise MastodonError(reason) from error
            self._tell("%s of %s could not be read: %s", self._resource.name, server.instance, reason)
            if _is_refusal(error):
                return Ending("refused", reason, answered=True)
            if not isinstance(error, _PASSING):
                return Ending("failed", reason)
            server.mark_down(reason)
            # A second wait for a slow server would delay the others.
            return Ending("failed" if isinstance(error, MastodonReadTimeout) else None, reason)
        stopped = server.instance in self._share.stopped
        cut = server.remarks.cut
        return Ending("unfinished" if stopped or cut else "read", None if stopped else cut, answered=True)

    def _record(self, server: Server, ending: Ending) -> None:
        """Record the ending of a visit in the progress of this run, and in the server's health for later runs."""
        if ending.outcome is None:
            return
        health = Health(server.facts)
        if ending.answered:
            health.answered()
        elif ending.outcome == "failed":
            health.failed(time.time())
        self._scope.watch.ended(server.instance, ending.outcome, ending.error)

    async def _read_from(self, server: Server) -> None:
        """Read the resource of one server; other people's accounts that it forbids to read do not keep out the own one.

        Raises:
            CrawlingForbidden: the server forbids programs to read it, and there is nothing of the token's own.
        """
        own, *others = await parts_of(server, self._resource, self._scope.options)
        await self._read_part(server, own)
        for options in others:
            try:
                await self._read_part(server, options)
            except CrawlingForbidden as error:
                named = ", ".join(options.subjects("accounts"))
                self._tell("%s of %s is left out of %s: %s", named, server.instance, self._resource.name, error)
                server.remarks.notes.append(f"left out of {self._resource.name}: {named}. {error}")

    async def _read_part(self, server: Server, options: SourceOptions) -> None:
        scope, resource = self._scope, self._resource
        server = await permitted(server, resource, options, scope.consent)
        view = view_of(resource, options, scope.consent, await reader_of(server))
        memory = Memory(self._state, server.instance, view)
        fields = set(memory.fields)
        stored, own = scope.stored(server.instance), {"_instance": server.instance}
        if resource.is_owned:
            own[OWNER] = await owner_of(server)
            await settle(stored, memory, server, own[OWNER])
        reading = Reading(
            server,
            options,
            memory,
            self._share,
            scope.isolated,
            scope.watch.rounds > 1,
            partial(stored.held, owner=own.get(OWNER)) if stored and scope.lacking else None,
            scope.purged,
        )
        async for batch in resource.read(reading):
            rows, left_out = await self._allowed(server, batch.rows)
            scope.watch.rows(resource.name, server.instance, len(rows), left_out)
            lines = self._encoder.encode([{**row, **own} for row in rows], fields)
            fields.update(lines.added)
            counted = left_out if resource.posts_of_others else None
            remember = partial(_remember, batch.remember, memory, lines.added, counted)
            await self._batches.put(Encoded(lines, remember))

    async def _allowed(self, server: Server, rows: list[Row]) -> tuple[list[Row], Counter[str]]:
        """Return the rows that may be loaded, and the number of others by the rule that excludes them."""
        consent = (
            self._scope.consent
            if self._resource.posts_of_others
            else Consent.of([], private=self._scope.consent.private)
        )
        rows = self._keeping_out.without(rows, server.instance)
        refusals = [consent.refusal(row, None) for row in rows]
        if any(refusals) and not server.anonymous:
            me = await server.my_id()
            refusals = [consent.refusal(row, me) for row in rows]
        allowed = [row for row, refusal in zip(rows, refusals, strict=True) if refusal is None]
        return allowed, Counter(refusal for refusal in refusals if refusal is not None)

    def _tell(self, message: str, *values: object) -> None:
        """Log a warning in the first round and at level INFO in later rounds."""
        logger.log(logging.WARNING if self._scope.watch.rounds <= 1 else logging.INFO, message, *values)
