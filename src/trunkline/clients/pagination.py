"""Walks over the pages of a list, for both clients."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any, TypeVar

from trunkline.answers.cursors import from_cursor
from trunkline.answers.page import Direction, Page
from trunkline.answers.pagination_info import PaginationInfo
from trunkline.answers.paging import items_of
from trunkline.answers.walking import Walk, joined, turned
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
        page: Page[T] | None = self.run(turned(previous_page, "next"))
        return page

    def fetch_previous(self, next_page: Page[T] | PaginationInfo) -> Page[T] | None:
        """Fetch the page of newer objects before *next_page*; return ``None`` if the server names none."""
        page: Page[T] | None = self.run(turned(next_page, "previous"))
        return page

    def fetch_remaining(self, first_page: Page[T] | PaginationInfo) -> Page[T]:
        """Return *first_page* and everything older in one list, or in one entity where the page is one."""
        return joined(list(self.pages(first_page)))  # type: ignore[no-any-return]

    def pages(self, start: Start[T], direction: Direction = "next") -> Iterator[Page[T]]:
        """Yield the pages from *start* on that hold something, fetched as they are asked for.

        Nothing comes twice, and the walk ends, with a warning in the log, where a server leads in a circle.

        Args:
            start: a page, a request for one, a stored cursor, or a `PaginationInfo`.
            direction: ``"next"`` towards older objects, ``"previous"`` towards newer ones.
        """
        walk = Walk(start, direction)
        while (page := self.run(walk.turn())) is not None:
            yield page

    def iterate(self, start: Start[T], direction: Direction = "next") -> Iterator[T]:
        """Yield the objects from *start* on, across pages: from new to old, or from old to new with ``"previous"``.

        Args:
            start: a page, a request for one, a stored cursor, or a `PaginationInfo`.
            direction: ``"next"`` towards older objects, ``"previous"`` towards newer ones.
        """
        for page in self.pages(start, direction):
            yield from items_of(page) if direction == "next" else reversed(items_of(page))


class AsyncPagination(AsyncCore):
    """Walks over the pages of a list, for `AsyncMastodon`; the arguments are those of `SyncPagination`."""

    async def fetch_page(self, cursor: str) -> Any:
        """Fetch the page that a stored cursor stands for."""
        return await self.call(from_cursor(cursor))

    async def fetch_next(self, previous_page: Page[T] | PaginationInfo) -> Page[T] | None:
        """Fetch the page of older objects after *previous_page*; return ``None`` after the last one."""
        page: Page[T] | None = await self.run(turned(previous_page, "next"))
        return page

    async def fetch_previous(self, next_page: Page[T] | PaginationInfo) -> Page[T] | None:
        """Fetch the page of newer objects before *next_page*; return ``None`` if the server names none."""
        page: Page[T] | None = await self.run(turned(next_page, "previous"))
        return page

    async def fetch_remaining(self, first_page: Page[T] | PaginationInfo) -> Page[T]:
        """Return *first_page* and everything older in one list: see `SyncPagination.fetch_remaining`."""
        return joined([page async for page in self.pages(first_page)])  # type: ignore[no-any-return]

    async def pages(self, start: Start[T], direction: Direction = "next") -> AsyncIterator[Page[T]]:
        """Yield the pages from *start* on, fetched as they are asked for: see `SyncPagination.pages`."""
        walk = Walk(start, direction)
        while (page := await self.run(walk.turn())) is not None:
            yield page

    async def iterate(self, start: Start[T], direction: Direction = "next") -> AsyncIterator[T]:
        """Yield the objects from *start* on, across pages: see `SyncPagination.iterate`."""
        async for page in self.pages(start, direction):
            for item in items_of(page) if direction == "next" else reversed(items_of(page)):
                yield item
