"""Reading one resource of one server in one run: walks through pages, from the cursors that earlier runs left."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from trunkline.answers.page import Page
from trunkline.endpoints.accounts import Accounts
from trunkline.errors import MastodonAPIError, MastodonNotFoundError
from trunkline.ids import Id
from trunkline.pipeline.crawling.limits import Limits, newest_of, time_in
from trunkline.pipeline.crawling.memory import KNOWN, Memory
from trunkline.pipeline.crawling.rounds import Round
from trunkline.pipeline.crawling.server import Row, Server
from trunkline.pipeline.crawling.walks import PageCall, in_bulk, newer, older, oldest_id, until_known
from trunkline.pipeline.crawling.window import KnownWindow
from trunkline.pipeline.options import SourceOptions
from trunkline.pipeline.purge.names import PurgeList
from trunkline.protocol.request import Request

logger = logging.getLogger("trunkline.pipeline")


LOOK_AGAIN = 4
"""Pages at the beginning of a list that are looked at again as long as they bring something, which `KNOWN` covers."""

Holds = Callable[[Sequence[str]], Collection[str]]
"""Function that returns which of some ids are in the destination."""


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
        held: returns which of some ids the destination has, where it can tell.
        purged: accounts and servers, whose lists are left out as well as their rows.
        goes_on: this is a later round of a load, which has asked for newer objects already.
    """

    server: Server
    options: SourceOptions
    memory: Memory
    round: Round = field(default_factory=Round)
    one_of_many: bool = False
    goes_on: bool = False
    held: Holds | None = None
    purged: PurgeList = field(default_factory=PurgeList)

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
            found = account if "@" not in account else await self._looked_up(account.removeprefix("@").lower())
            if found and not await self._is_purged(found):
                yield found

    async def _is_purged(self, account: str) -> bool:
        if not self.purged:
            return False
        try:
            shown = await self.server.one(Accounts.account.request(account))
        except MastodonAPIError:  # whoever reads it is told
            return False
        return self.purged.shown_in(shown, self.server.instance)

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

    async def ordered(self, subject: str, call: PageCall, *, trimmed: bool = False) -> Batches:
        """Read a list from new to old: first what was not read at its beginning, then older objects back to the goal.

        Args:
            subject: name of the list in the memory.
            call: builds the requests for its pages.
            trimmed: the server keeps the beginning of the list only.
        """
        try:
            newest = self.memory.newest(subject)
            if newest is None:
                async for batch in self._back(subject, call, None, self._first_goal(subject), self.options.limit):
                    yield batch
                return
            goal = self._goal(subject)
            if (goal is None or not self.goes_on) and self._wants_newer(newest):
                lag = self.options.overlap
                news = self._newer(subject, call, newest, trimmed=trimmed)
                async for batch in news if lag is None else self._again(subject, call, newest, lag):
                    yield batch
                if self.round.stops(self.server.instance):
                    return
            if goal is not None:
                before = None if self._starts_anew else self.memory.oldest(subject)
                async for batch in self._back(subject, call, before, goal, self.options.limit):
                    yield batch
        except MastodonNotFoundError as error:
            self._missing(subject, error)

    def _missing(self, subject: str, error: MastodonNotFoundError) -> None:
        self.server.remarks.missing.append(subject)
        logger.warning("%s is left out: %s", subject, error)

    async def _newer(self, subject: str, call: PageCall, newest: str, *, trimmed: bool) -> Batches:
        """Read what is unknown at the beginning of a list; from the cursor on, if that is more than a page."""
        window, limit, looked = self._window(subject), self.options.limit, 0
        async for page in self.server.pages(call(limit=self.size)):
            unknown = self._wanted(window.unknown(page))
            if not unknown:
                return
            if not looked and unknown[-1] is page[-1]:
                async for batch in self._caught_up(subject, call, newest, _ids(unknown), trimmed=trimmed):
                    yield batch
                return
            self.server.remarks.late += window.late(page)
            some = unknown[-limit:] if limit else unknown
            left_out = {*_ids(unknown)} - {*_ids(some)}
            yield self._new(subject, some, [own for own in _ids(page) if own not in left_out])
            looked += 1
            if looked == LOOK_AGAIN or limit or self.round.took(len(some), self.server.instance):
                return

    async def _caught_up(
        self, subject: str, call: PageCall, newest: str, missing: Sequence[str], *, trimmed: bool
    ) -> Batches:
        """Read everything from the cursor on; if that does not give the *missing* ones, all above what is known."""
        known, limit = frozenset(self.memory.top(subject)), self.options.limit
        unfinished, there = self.memory.goal(subject), self.memory.back_to(subject)
        wanted, first = set(missing), True
        if Id(newest).created_at is not None:
            async for items in newer(self.server, call, newest, self.options.items_a_page, limit):
                if first and trimmed:
                    await self._look_for_hole(subject, call, items)
                fresh, first = self._wanted([item for item in items if item.get("id") not in known]), False
                wanted.difference_update(_ids(items))
                limit = None if limit is None else limit - len(fresh)
                yield self._new(subject, fresh, _ids(fresh))
                if self.round.took(len(fresh), self.server.instance):
                    return
            if not wanted or (limit is not None and limit <= 0):
                return
        goal = unfinished if unfinished is not None else there or ""
        stop_at = known if unfinished is None else frozenset[str]()
        async for batch in self._back(subject, call, None, goal, limit, known=stop_at):
            yield batch

    async def _look_for_hole(self, subject: str, call: PageCall, items: list[Row]) -> None:
        """Note that the list ends above what was read before, if it does."""
        if not await self.server.page(call(max_id=oldest_id(items), limit=self.size)):
            self.server.remarks.notes.append(
                f"the list {subject!r} of {self.server.instance} does not reach back to the last load any more, since "
                "servers keep the newest posts of it only: posts between are missing. Load more often"
            )

    def _new(self, subject: str, items: list[Row], ids: list[str]) -> Batch:
        return Batch(items, partial(_reached, self.memory, subject, newest_of(items), ids))

    async def _again(self, subject: str, call: PageCall, newest: str, lag: timedelta) -> Batches:
        """Read everything again that is not older than the newest object by more than *lag*."""
        window, start = KnownWindow(frozenset(self.memory.top(subject)), None), Id(newest).earlier(lag)
        if start is not None:
            walk = newer(self.server, call, start, self.options.items_a_page, self.options.limit)
        else:
            limits = Limits(datetime.now(UTC) - lag, self.options.until_point)
            walk = older(self.server, call, None, limits, self.options.items_a_page, self.options.limit)
        async for page in walk:
            items = self._wanted(page)
            self.server.remarks.late += window.late(items)
            yield self._new(subject, items, _ids(items))
            if self.round.took(len(items), self.server.instance):
                return

    def _window(self, subject: str) -> KnownWindow:
        top = self.memory.top(subject)
        if len(top) >= KNOWN:
            return KnownWindow(frozenset(top), min(map(Id, top)))
        is_whole = self.memory.back_to(subject) == ""
        return KnownWindow(frozenset(top), None if is_whole else self.memory.oldest(subject))

    def _wants_newer(self, newest: str) -> bool:
        until = self.options.until_point
        when = Id(newest).created_at
        return until is None or isinstance(until, str) or when is None or when < until

    def _wanted(self, items: list[Row]) -> list[Row]:
        """Return the objects that are not beyond the option `until`."""
        return Limits(until=self.options.until_point).within(items, time_in(items))

    @property
    def _starts_anew(self) -> bool:
        """True in the first round of a load that is to read again what it may have read."""
        return self.options.backfill is not None and not self.goes_on

    def _first_goal(self, subject: str) -> str:
        """Return the point that a first walk goes back to: as far as that of another view, unless options say."""
        backfill, own = self.options.backfill_point, self.memory.back_to(subject)
        wanted = self.options.since_point if backfill is None else backfill
        limits = [*self.memory.other_limits(subject), *([] if own is None else [own])]
        return _written(wanted) if wanted is not None or self.options.limit or not limits else furthest(limits)

    def _goal(self, subject: str) -> str | None:
        """Return the point to walk back to; ``None`` if everything up to it was read.

        With `backfill` it is walked to again, for what has appeared there meanwhile.
        """
        unfinished, there = self.memory.goal(subject), self.memory.back_to(subject)
        backfill, since = self.options.backfill_point, self.options.since_point
        if backfill is not None:
            return unfinished if self.goes_on else _written(backfill)
        reached = there if unfinished is None else unfinished
        if since is None or self.options.limit or self.goes_on:
            if reached and not self.options.limit:
                self.server.remarks.limited = True
            return unfinished
        return unfinished if reached is not None and reaches(reached, since) else _written(since)

    async def _back(
        self,
        subject: str,
        call: PageCall,
        before: str | None,
        goal: str,
        limit: int | None,
        known: Collection[str] = (),
    ) -> Batches:
        """Walk back to *goal*; the next run continues if this one ends too early.

        Args:
            subject: name of the list in the memory.
            call: builds the requests for its pages.
            before: id to begin before; ``None`` for the newest objects.
            goal: the point, as the memory has it.
            limit: greatest number of objects.
            known: ids; the walk ends with a page of these alone, below which everything was read.
        """
        there, lowest = self.memory.back_to(subject), self.memory.oldest(subject)
        was_read = there is not None or bool(self.memory.other_limits(subject))
        held = self.held if was_read and not known else None
        last, found = None, list[str]()
        limits = Limits(_read(goal), self.options.until_point)
        async for page in older(self.server, call, before, limits, self.options.items_a_page, limit, known):
            items = [item for item in page if item.get("id") not in known]
            self.server.remarks.late += KnownWindow(known, None).late(page)
            if held is not None:
                items = await self._not_held(items, held, lowest)
            found = [*found, *_ids(page)][:KNOWN]
            ends = newest_of(page), oldest_id(page)
            yield Batch(items, partial(_went_back, self.memory, subject, ends, tuple(found), before is None, goal))
            last = page[-1].get("id", last)
            limit = None if limit is None else limit - len(page)
            if self.round.took(len(items), self.server.instance):
                return
        if limit is not None and limit <= 0 and last is not None:
            if known:
                return
            goal = str(last)
        is_further = there is not None and (bool(known) or reaches(there, _read(goal) or ""))
        at = there if is_further and there is not None else goal
        yield Batch([], partial(self.memory.is_back, subject, at, lowest if is_further else None))

    async def _not_held(self, items: list[Row], held: Holds, lowest: str | None) -> list[Row]:
        """Return the objects that the destination lacks, and count those among them that have appeared meanwhile."""
        there = await asyncio.to_thread(held, _ids(items))
        lacking = [item for item in items if item.get("id") not in there]
        self.server.remarks.late += sum(lowest is not None and Id(own) > lowest for own in _ids(lacking))
        return lacking

    async def related(self, subject: str, request: Request[Page[Any]], **columns: str) -> Batches:
        """Read the new part of a list whose order is not by id (followers, bookmarks).

        Stop at the first page that ends with a known id, unless an earlier run has left out the rest.

        Args:
            subject: name of the list in the memory.
            request: request for its first page.
            columns: columns to set in each row.
        """
        limit, is_whole = self.options.limit, self.memory.back_to(subject) == ""
        known = frozenset(self.memory.top(subject)) if is_whole or limit else frozenset[str]()
        found: list[str] = []
        rows = 0
        try:
            async for items in until_known(self.server, request, known, limit):
                found = [*found, *_ids(items)][:KNOWN]
                rows += len(items)
                yield Batch([{**item, **columns} for item in items])
        except MastodonNotFoundError as error:
            self._missing(subject, error)
            return
        if is_whole or limit is None or rows < limit:
            yield Batch([], partial(self.memory.is_back, subject, ""))
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


def reaches(there: str, wanted: datetime | str) -> bool:
    """Return True if *there*, back to which everything was read, is not after *wanted*."""
    reached = _read(there)
    if reached is None or there == _written(wanted):
        return True
    if isinstance(reached, datetime) and isinstance(wanted, datetime):
        return reached <= wanted
    return isinstance(reached, str) and isinstance(wanted, str) and Id(reached) <= wanted


def furthest(points: Sequence[str]) -> str:
    """Return the oldest of points as the memory has them."""
    best = points[0]
    for point in points[1:]:
        if not reaches(best, _read(point) or ""):
            best = point
    return best


def _ids(items: Sequence[Row]) -> list[str]:
    return [str(item["id"]) for item in items if item.get("id") is not None]


def _reached(memory: Memory, subject: str, newest: str | None, ids: Sequence[str]) -> None:
    memory.reached(subject, newest)
    memory.found_on_top(subject, ids)


def _went_back(
    memory: Memory, subject: str, ends: tuple[str | None, str | None], found: Sequence[str], on_top: bool, goal: str
) -> None:
    memory.went_back(subject, *ends, goal)
    (memory.found_on_top if on_top else memory.found_below)(subject, found)
