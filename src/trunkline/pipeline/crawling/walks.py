"""Walks through the pages of a list: towards newer objects, towards older ones, up to what is known, in bulk.

Each yields lists of objects as they arrive, and decides only when to end; moving cursors is the task of `reading`.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from datetime import datetime
from itertools import islice, takewhile
from typing import Any, Protocol

from trunkline.answers.page import Page
from trunkline.endpoints.by_ids import read_by_ids
from trunkline.ids import Id
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
        if left == 0 or newest_id(fresh) is None:
            return


async def older(
    server: Server, call: PageCall, before: str | None, since: datetime | str | None, size: int, limit: int | None
) -> AsyncIterator[list[Row]]:
    """Yield the newest objects, or those before the id *before*, back to *since* (a time or an id).

    The walk ends with a page most of whose objects are older: single ones are out of order on some servers.
    """
    left = limit
    async for page in server.pages(call(max_id=before, limit=_size(size, left))):
        wanted = [item for item in page if since is None or not _before(item, since)][:left]
        if wanted:
            yield wanted
        left = None if left is None else left - len(wanted)
        if left == 0 or 2 * len(wanted) <= len(page):
            return


async def until_known(
    server: Server, request: Request[Page[Any]], known: Collection[str], limit: int | None
) -> AsyncIterator[list[Row]]:
    """Yield pages of a list that grows at its beginning, the last of them the first that has a known id."""
    left = limit
    async for page in server.pages(request):
        wanted = [item for item in page if item.get("id") not in known]
        yield wanted[:left]
        left = None if left is None else left - len(wanted)
        if len(wanted) < len(page) or (left is not None and left <= 0):
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
        found = await server.run(read_by_ids(chunk, several(chunk), single, server.client.state.offered))
        if missing := set(chunk) - {str(item.get("id")) for item in found}:
            logger.warning("%s does not give %s: left out.", server.instance, ", ".join(sorted(missing)))
        yield found


def newest_id(items: Sequence[Row]) -> str | None:
    """Return the first id of objects in the order of their list; ``None`` if none has one."""
    return next(iter(_ids(items)), None)


def oldest_id(items: Sequence[Row]) -> str | None:
    """Return the last id of objects in the order of their list; ``None`` if none has one."""
    return next(iter(reversed(_ids(items))), None)


def _ids(items: Sequence[Row]) -> list[Id]:
    return [Id(item["id"]) for item in items if item.get("id") is not None]


def _size(size: int, left: int | None) -> int:
    return size if left is None else min(size, left)


def _before(item: Row, since: datetime | str) -> bool:
    """Return True if an object is older than *since*; one without id or time is not."""
    if isinstance(since, str):
        return item.get("id") is not None and Id(item["id"]) < since
    try:
        return datetime.fromisoformat(item["created_at"]) < since
    except (KeyError, TypeError, ValueError):
        return False
