"""Walks over the pages of a list with `PaginationInfo`, as in existing programs.

`SyncPagination.pages` and `SyncPagination.iterate` do the same with less.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any, cast

from trunkline.answers.entity import Entity
from trunkline.answers.page import Direction, Page
from trunkline.answers.pagination_info import PaginationInfo, info_of
from trunkline.answers.paging import neighbour_of
from trunkline.clients.pagination import AsyncPagination, SyncPagination
from trunkline.errors import MastodonIllegalArgumentError


class _PageInfo:
    """Positions of neighbouring pages."""

    def get_pagination_info(self, page: Any, pagination_direction: str) -> PaginationInfo | None:
        """Return the position of a neighbouring page, to be stored or passed to `pagination_iterator`.

        Args:
            page: a page, or an entity that is one.
            pagination_direction: ``"next"`` for older objects, ``"previous"`` for newer ones.

        Returns:
            ``None`` where there is no such page.
        """
        if pagination_direction not in ("next", "previous") or isinstance(page, PaginationInfo):
            return None
        return info_of(neighbour_of(page, _direction(pagination_direction)))


class SyncClassicPagination(_PageInfo, SyncPagination):
    """Iterators over pages and objects, with the `PaginationInfo` of the next page if that is wanted."""

    def pagination_iterator(
        self,
        start_page: Page[Any] | PaginationInfo,
        direction: str = "next",
        return_pagination_info: bool = False,
    ) -> Iterator[Any]:
        """Yield the objects of *start_page* and of the pages after it, each page in the server's order.

        Args:
            start_page: a page, or the `PaginationInfo` of one.
            direction: ``"next"`` towards older objects, ``"previous"`` towards newer ones.
            return_pagination_info: yield pairs of the object and the `PaginationInfo` of the page after its own.
        """
        for page, info in self.pagination_page_iterator(start_page, direction, True):
            yield from ((one, info) if return_pagination_info else one for one in page)

    def pagination_page_iterator(
        self,
        start_page: Page[Any] | Entity | PaginationInfo,
        direction: str = "next",
        return_pagination_info: bool = False,
    ) -> Iterator[Any]:
        """Yield *start_page* and the pages after it.

        Args:
            start_page: a page, or the `PaginationInfo` of one.
            direction: ``"next"`` towards older objects, ``"previous"`` towards newer ones.
            return_pagination_info: yield pairs of the page and the `PaginationInfo` of the one after it.
        """
        start: Any = start_page
        for page in self.pages(start, _direction(direction)):
            yield (page, self.get_pagination_info(page, direction)) if return_pagination_info else page


class AsyncClassicPagination(_PageInfo, AsyncPagination):
    """Iterators over pages and objects; the arguments are those of `SyncClassicPagination`."""

    async def pagination_iterator(
        self,
        start_page: Page[Any] | PaginationInfo,
        direction: str = "next",
        return_pagination_info: bool = False,
    ) -> AsyncIterator[Any]:
        """Yield the objects of *start_page* and of the pages after it."""
        async for page, info in self.pagination_page_iterator(start_page, direction, True):
            for one in page:
                yield (one, info) if return_pagination_info else one

    async def pagination_page_iterator(
        self,
        start_page: Page[Any] | Entity | PaginationInfo,
        direction: str = "next",
        return_pagination_info: bool = False,
    ) -> AsyncIterator[Any]:
        """Yield *start_page* and the pages after it."""
        start: Any = start_page
        async for page in self.pages(start, _direction(direction)):
            yield (page, self.get_pagination_info(page, direction)) if return_pagination_info else page


def _direction(text: str) -> Direction:
    if text in ("next", "previous"):
        return cast("Direction", text)
    raise MastodonIllegalArgumentError(f"The direction is {text!r}; it must be 'next' or 'previous'.")
