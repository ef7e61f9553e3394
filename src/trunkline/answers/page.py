"""`Page`: a list with the requests for its neighbours."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeVar

from trunkline.answers.cursors import to_cursor
from trunkline.answers.storing import Neighbouring, Neighbours
from trunkline.answers.types import PAGE, register
from trunkline.protocol.request import Request

T = TypeVar("T")

Direction = Literal["next", "previous"]
"""``next`` leads to older objects, ``previous`` to newer ones."""


class Page(Neighbouring, list[T]):
    """One page of a list: the objects, and the requests for the neighbouring pages.

    Attributes:
        next: the request for the page of older objects, ``None`` on the last one.
        previous: the request for the page of newer objects; servers give it even if there are none yet.
    """

    __slots__ = ("_async_refresh", "next", "previous")

    next: Request[Page[T]] | None
    previous: Request[Page[T]] | None

    def __init__(
        self,
        items: Iterable[T] = (),
        next: Request[Page[T]] | None = None,
        previous: Request[Page[T]] | None = None,
    ) -> None:
        super().__init__(items)
        self.next, self.previous = next, previous

    def __repr__(self) -> str:
        from trunkline.answers.showing import short_list  # for people alone

        return short_list(type(self).__name__, self)

    def __str__(self) -> str:
        from trunkline.answers.showing import whole  # for people alone

        return whole(self)

    def _repr_html_(self) -> str:
        from trunkline.answers.showing import html_of_list  # for people alone

        return html_of_list(self)

    def _get_neighbours(self) -> Neighbours:
        return self.next, self.previous

    def _set_neighbours(self, found: Neighbours) -> None:
        self.next, self.previous = found

    def cursor(self, direction: Direction = "next") -> str | None:
        """Return a storable cursor of the neighbouring page; it holds no secret.

        Pass it to ``client.fetch_page``, ``client.pages`` or ``client.iterate``, in any process, even
        weeks later.

        Args:
            direction: ``"next"`` for older objects, ``"previous"`` for newer ones.

        Returns:
            The cursor, or ``None`` without such a page.
        """
        request = self.next if direction == "next" else self.previous
        return None if request is None else to_cursor(request)


register(PAGE, Page)
