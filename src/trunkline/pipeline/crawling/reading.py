"""Reading one resource of one server in one run: walks through pages, from the cursors that earlier runs left."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from trunkline.answers.page import Page
from trunkline.errors import MastodonAPIError, MastodonNotFoundError
from trunkline.ids import Id
from trunkline.pipeline.crawling.memory import KNOWN, Memory
from trunkline.pipeline.crawling.rounds import Round
from trunkline.pipeline.crawling.server import Row, Server
from trunkline.pipeline.crawling.walks import PageCall, in_bulk, newer, newest_id, older, oldest_id, until_known
from trunkline.pipeline.options import SourceOptions
from trunkline.protocol.request import Request

logger = logging.getLogger("trunkline.pipeline")


def _nothing() -> None:
    """Move no cursor."""


class Batch(NamedTuple):
    """Rows, and a function that moves the cursors; call it after the rows are stored. It holds no reference to them."""

    rows: list[Row]
    remember: Callable[[], None] = _nothing


Batches = AsyncIterator[Batch]


@dataclass(frozen=True, slots=True)
class Reading:
    """Context in which a resource is read.

    Attributes:
        server: the server.
        options: options of the source.
        memory: cursors that earlier runs have left.
        round: share of this run.
        one_of_many: other servers are read as well, which may know other accounts.
        goes_on: this is a later round of a load, which has asked for newer objects already.
    """

    server: Server
    options: SourceOptions
    memory: Memory
    round: Round = field(default_factory=Round)
    one_of_many: bool = False
    goes_on: bool = False

    @property
    def size(self) -> int:
        """Objects to ask for with a request."""
        return min(self.options.items_a_page, self.options.limit or self.options.items_a_page)

    async def accounts(self) -> AsyncIterator[str]:
        """Yield the ids of the accounts that were asked for; by default of the token's own."""
        accounts = self.options.subjects("accounts")
        if not accounts:
            yield await self.server.my_id()
        for account in accounts:
            if "@" not in account:
                yield account
            elif found := await self._looked_up(account.removeprefix("@").lower()):
                yield found

    async def _looked_up(self, name: str) -> str | None:
        known = self.memory.accounts
        if name not in known:
            try:
                known[name] = await self.server.account_id(name)
            except MastodonAPIError as error:
                if not self.one_of_many and len(self.options.subjects("accounts")) == 1:
                    raise
                level = logging.INFO if self.one_of_many else logging.WARNING
                logger.log(level, "@%s is not known to %s: %s", name, self.server.instance, error)
        return known.get(name)

    async def ordered(self, subject: str, call: PageCall) -> Batches:
        """Read a list ordered by id: first objects newer than the cursor, then older ones back to the goal."""
        try:
            newest = self.memory.newest(subject)
            if newest is None:
                since = self.options.since_point
                async for batch in self._back(subject, call, None, _written(since), self.options.limit):
                    yield batch
                return
            goal = self._goal(subject)
            if goal is None or not self.goes_on:
                start = self._overlapping(newest)
                async for items in newer(self.server, call, start, self.options.items_a_page, self.options.limit):
                    yield Batch(items, partial(self.memory.reached, subject, newest_id(items)))
                    if self.round.took(len(items), self.server.instance):
                        return
            if goal is not None:
                async for batch in self._back(subject, call, self.memory.oldest(subject), goal, self.options.limit):
                    yield batch
        except MastodonNotFoundError as error:
            logger.warning("%s is left out: %s", subject, error)

    def _overlapping(self, newest: str) -> str:
        """Return the id to continue after: *newest*, moved back by the option `lag`."""
        lag = self.options.overlap
        return newest if lag is None else Id(newest).earlier(lag) or newest

    def _goal(self, subject: str) -> str | None:
        """Return the point to walk back to; ``None`` if everything up to it was read."""
        unfinished, there = self.memory.goal(subject), self.memory.back_to(subject)
        wanted = self.options.backfill_point
        if wanted is None or (there is not None and _reaches(there, wanted)):
            return unfinished
        return _written(wanted)

    async def _back(self, subject: str, call: PageCall, before: str | None, goal: str, limit: int | None) -> Batches:
        """Walk back to *goal*; the next run continues if this one ends too early."""
        last: str | None = None
        walk = older(self.server, call, before, _read(goal), self.options.items_a_page, limit)
        async for items in walk:
            ends = newest_id(items), oldest_id(items)
            yield Batch(items, partial(self.memory.went_back, subject, *ends, goal))
            last = items[-1].get("id", last)
            limit = None if limit is None else limit - len(items)
            if self.round.took(len(items), self.server.instance):
                return
        at = str(last) if limit is not None and limit <= 0 and last is not None else goal
        yield Batch([], partial(self.memory.is_back, subject, at))

    async def related(self, subject: str, request: Request[Page[Any]], **columns: str) -> Batches:
        """Read the new part of a list whose order is not by id (followers, bookmarks).

        Stop at the first page with a known id.

        Args:
            subject: name of the list in the memory.
            request: request for its first page.
            columns: columns to set in each row.
        """
        known = self.memory.top(subject)
        found: list[str] = []
        try:
            async for items in until_known(self.server, request, frozenset(known), self.options.limit):
                found = [*found, *(item["id"] for item in items if item.get("id") is not None)][:KNOWN]
                yield Batch([{**item, **columns} for item in items])
        except MastodonNotFoundError as error:
            logger.warning("%s is left out: %s", subject, error)
        yield Batch([], partial(self.memory.found_on_top, subject, found))

    async def in_bulk(
        self,
        several: Callable[[list[str]], Request[Any]],
        single: Callable[[str], Request[Any]],
        ids: Sequence[str],
        size: int,
    ) -> Batches:
        """Read objects by their ids, *size* with each request, and give those that are new or have changed."""
        async for items in in_bulk(self.server, several, single, ids, size):
            yield self.changed(items, "id")

    def changed(self, rows: list[Row], *key: str) -> Batch:
        """Return the rows that are new or have changed since they were last read."""
        prints = [self.memory.print_of(row, key) for row in rows]
        wanted = [row for row, fingerprint in zip(rows, prints, strict=True) if fingerprint]
        return Batch(wanted, partial(self.memory.remember_prints, [p for p in prints if p]))


def _written(since: datetime | str | None) -> str:
    """Format a time or an id for the memory; ``""`` stands for the beginning."""
    return since.isoformat() if isinstance(since, datetime) else since or ""


def _read(goal: str) -> datetime | str | None:
    """Parse the result of `_written`; ids have no colons."""
    return datetime.fromisoformat(goal) if ":" in goal else goal or None


def _reaches(there: str, wanted: datetime | str) -> bool:
    """Return True if *there*, back to which everything was read, is not after *wanted*."""
    reached = _read(there)
    if reached is None or there == _written(wanted):
        return True
    if isinstance(reached, datetime) and isinstance(wanted, datetime):
        return reached <= wanted
    return isinstance(reached, str) and isinstance(wanted, str) and Id(reached) <= wanted
