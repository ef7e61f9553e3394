"""Walks over the pages of a list, for both clients."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any, TypeVar

from trunkline.answers.cursors import from_cursor
from trunkline.answers.entity import Entity, EntityList
from trunkline.answers.page import Direction, Page
from trunkline.answers.pagination_info import PaginationInfo
from trunkline.answers.paging import first_request, neighbour_of
from trunkline.clients.core import AsyncCore, SyncCore
from trunkline.protocol.request import Request

T = TypeVar("T")

Start = Page[T] | Request[Page[T]] | PaginationInfo | str
"""Start of a walk over pages: a page, a request for one, its `PaginationInfo`, or a stored cursor."""


class SyncPagination(SyncCore):
    """Walks over the pages of a list, for `Mastodon`."""

    def fetch_page(self, cursor: str) -> Any:
        """Fetch the page that a stored cursor (`Page.cursor`) stands for."""
        return self.call(from_cursor(cursor))

    def fetch_next(self, previous_page: Page[T] | PaginationInfo) -> Page[T] | None:
        """Fetch the page of older objects after *previous_page*; return ``None`` after the last one."""
        request = neighbour_of(previous_page, "next")
        return None if request is None else self.call(request)

    def fetch_previous(self, next_page: Page[T] | PaginationInfo) -> Page[T] | None:
        """Fetch the page of newer objects before *next_page*; return ``None`` if the server names none."""
        request = neighbour_of(next_page, "previous")
        return None if request is None else self.call(request)

    def fetch_remaining(self, first_page: Page[T] | PaginationInfo) -> Page[T]:
        """Return *first_page* and everything older in one list."""
        return Page(self.iterate(first_page))

    def pages(self, start: Start[T], direction: Direction = "next") -> Iterator[Page[T]]:
        """Yield the pages from *start* on, fetched as they are asked for.

        Args:
            start: a page, a request for one, a stored cursor, or a `PaginationInfo`.
            direction: ``"next"`` towards older objects, ``"previous"`` towards newer ones.
        """
        page, request = _first(start, direction)
        if page is not None:
            yield page
        while request is not None:
            page = self.call(request)
            if not page:
                return
            yield page
            request = neighbour_of(page, direction)

    def iterate(self, start: Start[T], direction: Direction = "next") -> Iterator[T]:
        """Yield the objects from *start* on, across pages: from new to old, or from old to new with ``"previous"``.

        Args:
            start: a page, a request for one, a stored cursor, or a `PaginationInfo`.
            direction: ``"next"`` towards older objects, ``"previous"`` towards newer ones.
        """
        for page in self.pages(start, direction):
            yield from page if direction == "next" else reversed(page)


class AsyncPagination(AsyncCore):
    """Walks over the pages of a list, for `AsyncMastodon`; the arguments are those of `SyncPagination`."""

    async def fetch_page(self, cursor: str) -> Any:
        """Fetch the page that a stored cursor stands for."""
        return await self.call(from_cursor(cursor))

    async def fetch_next(self, previous_page: Page[T] | PaginationInfo) -> Page[T] | None:
        """Fetch the page of older objects after *previous_page*; return ``None`` after the last one."""
        request = neighbour_of(previous_page, "next")
        return None if request is None else await self.call(request)

    async def fetch_previous(self, next_page: Page[T] | PaginationInfo) -> Page[T] | None:
        """Fetch the page of newer objects before *next_page*; return ``None`` if the server names none."""
        request = neighbour_of(next_page, "previous")
        return None if request is None else await self.call(request)

    async def fetch_remaining(self, first_page: Page[T] | PaginationInfo) -> Page[T]:
        """Return *first_page* and everything older in one list."""
        return Page([item async for item in self.iterate(first_page)])

    async def pages(self, start: Start[T], direction: Direction = "next") -> AsyncIterator[Page[T]]:
        """Yield the pages from *start* on, fetched as they are asked for: see `SyncPagination.pages`."""
        page, request = _first(start, direction)
        if page is not None:
            yield page
        while request is not None:
            page = await self.call(request)
            if not page:
                return
            yield page
            request = neighbour_of(page, direction)

    async def iterate(self, start: Start[T], direction: Direction = "next") -> AsyncIterator[T]:
        """Yield the objects from *start* on, across pages: see `SyncPagination.iterate`."""
        async for page in self.pages(start, direction):
            for item in page if direction == "next" else reversed(page):
                yield item


def _first(start: Start[T], direction: Direction) -> tuple[Page[T] | None, Request[Page[T]] | None]:
    """Split *start* into a page already fetched and the request for the next one."""
    if isinstance(start, Page | Entity | EntityList):
        return start, neighbour_of(start, direction)
    return None, first_request(start)
