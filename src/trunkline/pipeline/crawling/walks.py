"""Walks through the pages of a list: towards newer objects, towards older ones, up to what is known, in bulk.

Each yields lists of objects as they arrive, and decides only when to end; moving cursors is the task of `reading`.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from itertools import islice, takewhile
from typing import Any, Protocol

from trunkline.answers.page import Page
from trunkline.endpoints.by_ids import read_by_ids
from trunkline.ids import Id
from trunkline.pipeline.crawling.limits import Limits, Time, by_date, by_id, time_in
from trunkline.pipeline.crawling.server import Row, Server
from trunkline.protocol.request import Request

logger = logging.getLogger("trunkline.pipeline")


class PageCall(Protocol):
    """Builder of requests for a page of a list: the newest objects, those right after an id, or those before one."""

    def __call__(self, *, limit: int, min_id: str | None = None, max_id: str | None = None) -> Request[Any]:
        """Build the request."""
        ...


async def newer(
    server: Server, call: PageCall, after: str, size: int, limit: int | None = None
) -> AsyncIterator[list[Row]]:
    """Yield the objects before the one with the id *after* in the list, from old to new, a page at a time.

    The order of the list counts, not that of ids, which is another one with some servers.
    """
    left = limit
    async for page in server.pages(call(min_id=after, limit=_size(size, left)), "previous"):
        fresh = list(takewhile(lambda item: item.get("id") != after, page))
        fresh = fresh if left is None else fresh[-left:]
        if fresh:
            yield fresh
        left = None if left is None else left - len(fresh)
        if left == 0 or oldest_id(fresh) is None:
            return


async def older(
    server: Server,
    call: PageCall,
    before: str | None,
    limits: Limits,
    size: int,
    limit: int | None,
    known: Collection[str] = (),
) -> AsyncIterator[list[Row]]:
    """Yield the newest objects, or those before the id *before*, back to where *limits* end or all is *known*.

    Single objects are out of order on some servers: a post that was delivered late has its place by when it arrived and
    the date of when it was written. So the walk ends with a page that is older as a whole.
    """
    left = limit
    time: Time = by_date
    async for page in _pages_from(server, call, before, limits, _size(size, left)):
        time = time if time is by_id else time_in(page)
        wanted = limits.within(page, time)[:left]
        if wanted:
            yield wanted
        left = None if left is None else left - len(wanted)
        if left == 0 or limits.ended(page, time) or all_known(page, known):
            return


async def _pages_from(
    server: Server, call: PageCall, before: str | None, limits: Limits, size: int
) -> AsyncIterator[list[Row]]:
    """Yield the pages of a list before an id; those that are newer than the limits are passed with one request.

    If nothing is behind that step, the list is walked through: servers know ids that no object has, or do not.
    """
    first = True
    async for page in server.pages(call(max_id=before, limit=size)):
        yield page
        start = limits.start(page) if first else None
        first = False
        if start is not None:
            found = False
            async for other in server.pages(call(max_id=start, limit=size)):
                found = True
                yield other
            if found:
                return


def all_known(page: Sequence[Row], known: Collection[str]) -> bool:
    """Return True if a page has nothing but known objects, so that the rest of the list is known as well."""
    return bool(known) and all(item.get("id") in known for item in page)


async def until_known(
    server: Server, request: Request[Page[Any]], known: Collection[str], limit: int | None
) -> AsyncIterator[list[Row]]:
    """Yield pages of a list that grows at its beginning, the last of them the first that ends with a known id.

    A known object that comes to the beginning again does not end the walk.
    """
    left = limit
    async for page in server.pages(request):
        wanted = [item for item in page if item.get("id") not in known]
        yield wanted[:left]
        left = None if left is None else left - len(wanted)
        if page[-1].get("id") in known or (left is not None and left <= 0):
            return


async def in_bulk(
    server: Server,
    several: Callable[[list[str]], Request[Any]],
    single: Callable[[str], Request[Any]],
    ids: Sequence[str],
    size: int,
) -> AsyncIterator[list[Row]]:
    """Yield objects by their ids, *size* with each request, or one where the server lacks that call.

    Those that the server does not give are left out, and named in the log.
    """
    rest = iter(ids)
    while chunk := list(islice(rest, size)):
        found = await server.run(read_by_ids(chunk, several(chunk), single, server.client.state.offered, set()))
        if missing := set(chunk) - {str(item.get("id")) for item in found}:
            logger.warning("%s does not give %s: left out.", server.instance, ", ".join(sorted(missing)))
        yield found


def oldest_id(items: Sequence[Row]) -> str | None:
    """Return the last id of objects in the order of their list; ``None`` if none has one."""
    return next(iter(reversed(_ids(items))), None)


def _ids(items: Sequence[Row]) -> list[Id]:
    return [Id(item["id"]) for item in items if item.get("id") is not None]


def _size(size: int, left: int | None) -> int:
    return size if left is None else min(size, left)
