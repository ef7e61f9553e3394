"""Reading one resource of all servers: each at its own pace, and those that fail delay nobody.

A server that does not answer is tried once more when the others are done, then left alone for a while, in later runs
too. Where there is only one server, its failure is the run's.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from trunkline.errors import (
    MastodonForbiddenError,
    MastodonMalformedResponseError,
    MastodonNetworkError,
    MastodonReadTimeout,
    MastodonServerError,
    MastodonUnauthorizedError,
    MastodonUnprocessableError,
)
from trunkline.pipeline.catalogue import Table
from trunkline.pipeline.consent import Consent
from trunkline.pipeline.consent.welcome import Unwelcome, welcomed
from trunkline.pipeline.crawling.handoff import Handoff
from trunkline.pipeline.crawling.health import Health
from trunkline.pipeline.crawling.memory import Memory
from trunkline.pipeline.crawling.reading import Reading
from trunkline.pipeline.crawling.rounds import Round
from trunkline.pipeline.crawling.server import Row, Server
from trunkline.pipeline.progress import Outcome, Watch
from trunkline.pipeline.purge.names import PurgeList
from trunkline.pipeline.selection import missing
from trunkline.pipeline.settings import Settings
from trunkline.pipeline.tabular.parsing import Encoder, Lines

logger = logging.getLogger("trunkline.pipeline")

_REFUSALS = (MastodonUnauthorizedError, MastodonForbiddenError, MastodonUnprocessableError, Unwelcome)
_FAILURES = (MastodonNetworkError, MastodonServerError, MastodonMalformedResponseError)


class Encoded(NamedTuple):
    """What was read, ready to be written, and what is to be remembered as soon as it is safe."""

    lines: Lines
    remember: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Scope:
    """Settings that all visits of one run share.

    Attributes:
        settings: the arguments of the source.
        consent: the rules by which posts are left out.
        purged: accounts and servers whose rows are left out for ever.
        watch: is told of progress.
        isolated: there are several servers, and the failure of one is not the run's.
    """

    settings: Settings
    consent: Consent
    purged: PurgeList
    watch: Watch
    isolated: bool


class Visits:
    """The reading of one resource in one run.

    Args:
        scope: the settings of the run.
        table: the resource.
        state: what is remembered of it.
        batches: where rows go.
    """

    def __init__(self, scope: Scope, table: Table, state: MutableMapping[str, Any], batches: Handoff[Encoded]) -> None:
        settings = scope.settings
        self._scope, self._table, self._state, self._batches = scope, table, state, batches
        self._encoder = Encoder(table.shape)
        self._share = Round(None if settings.limit else settings.max_rows, settings.max_time)

    async def read(self, servers: Sequence[Server]) -> None:
        """Read the resource of all servers, of those that fail a second time when the others are done."""
        waiting = [s for s in servers if not missing(self._table, self._scope.settings, s.anonymous)]
        waiting = await self._round(waiting)
        for server in waiting:
            server.is_down(None)
        for server in await self._round(waiting) if not self._share.over else waiting:
            self._gave_up(server)
        if self._share.over:
            self._scope.watch.progress.unfinished.add(self._table.name)

    async def _round(self, servers: Sequence[Server]) -> list[Server]:
        """Visit *servers* at the same time, until all are read or the round is over; those that have failed."""
        visits = {asyncio.create_task(self._visit(server)): server for server in servers}
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
            self._ended(server, "unfinished")
        return [server for visit, server in visits.items() if server not in late and not visit.result()]

    async def _visit(self, server: Server) -> bool:
        """Read the resource of one server, as far as it lets us.

        Returns:
            Whether the server has answered.
        """
        alone = not self._scope.isolated
        health = Health(server.facts)
        if not alone and health.rests(time.time()):
            self._ended(server, "resting")
            return True
        if server.down:
            return bool(health.rests(time.time()))
        try:
            await self._read_from(server)
        except _REFUSALS as error:
            if alone and not server.anonymous and not isinstance(error, Unwelcome):
                raise
            self._tell("%s is left out: %s does not give it away (%s)", self._table.name, server.instance, error)
            self._ended(server, "refused", error)
        except _FAILURES as error:
            if alone:
                raise
            self._tell("%s of %s could not be read: %s", self._table.name, server.instance, error)
            server.is_down(str(error))
            if isinstance(error, MastodonReadTimeout):  # waiting once more would delay the others
                self._gave_up(server)
                return True
            return False
        else:
            self._ended(server, "unfinished" if self._share.over else "read")
        health.answered()
        return True

    async def _read_from(self, server: Server) -> None:
        scope, table = self._scope, self._table
        server = await welcomed(server, table, scope.settings, scope.consent)
        reading = Reading(
            server,
            scope.settings,
            Memory(self._state, server.instance),
            self._share,
            scope.isolated,
            scope.watch.rounds > 1,
        )
        mark = {"_instance": server.instance}
        async for batch in table.read(reading):
            rows, left_out = await self._allowed(server, batch.rows)
            scope.watch.rows(table.name, server.instance, len(rows), left_out)
            lines = self._encoder.encode([{**mark, **row} for row in rows])
            await self._batches.put(Encoded(lines, batch.remember))

    async def _allowed(self, server: Server, rows: list[Row]) -> tuple[list[Row], Counter[str]]:
        """Those rows that may be loaded, and how many others there are, by the rule that says so."""
        consent = (
            self._scope.consent
            if self._table.whose == "others"
            else Consent.of([], private=self._scope.consent.private)
        )
        purged = self._scope.purged
        if purged:
            rows = [row for row in rows if not purged.shown_in(row, server.instance)]
        refusals = [consent.refusal(row, None) for row in rows]
        if any(refusals) and not server.anonymous:
            me = await server.my_id()
            refusals = [consent.refusal(row, me) for row in rows]
        allowed = [row for row, refusal in zip(rows, refusals, strict=True) if refusal is None]
        return allowed, Counter(refusal for refusal in refusals if refusal is not None)

    def _gave_up(self, server: Server) -> None:
        Health(server.facts).failed(time.time())
        self._ended(server, "failed")

    def _tell(self, message: str, *values: object) -> None:
        """Warn, once in a load of many rounds."""
        logger.log(logging.WARNING if self._scope.watch.rounds <= 1 else logging.INFO, message, *values)

    def _ended(self, server: Server, outcome: Outcome, error: Exception | None = None) -> None:
        """The visit of a server has ended; the worst outcome of its resources is remembered."""
        progress = self._scope.watch.server(server.instance)
        if _GRAVITY.index(outcome) >= _GRAVITY.index(progress.outcome):
            progress.outcome = outcome
            progress.error = str(error) if error else server.down
        self._scope.watch.tell()


_GRAVITY: tuple[Outcome, ...] = ("reading", "read", "refused", "unfinished", "resting", "failed")
