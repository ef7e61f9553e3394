"""`Page`: a list that knows its neighbours."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal, TypeVar

if TYPE_CHECKING:
    from trunkline.answers.pagination_info import PaginationInfo
    from trunkline.answers.refreshes import Refresh
    from trunkline.protocol.request import Request

T = TypeVar("T")

Direction = Literal["next", "previous"]
"""``next`` leads to older objects, ``previous`` to newer ones."""


class Page(list[T]):
    """One page of a list: the objects, and the requests for the pages beside it.

    Attributes:
        next: the request for the page of older objects, ``None`` on the last one.
        previous: the request for the page of newer objects. A server gives it even when there are none yet.
    """

    __slots__ = ("_refresh", "next", "previous")

    next: Request[Page[T]] | None
    previous: Request[Page[T]] | None
    _refresh: Refresh | None

    def __init__(
        self,
        items: Iterable[T] = (),
        next: Request[Page[T]] | None = None,
        previous: Request[Page[T]] | None = None,
    ) -> None:
        super().__init__(items)
        self.next, self.previous = next, previous

    @property
    def _pagination_next(self) -> PaginationInfo | None:
        """`next` as a mapping, for programs that look inside."""
        from trunkline.answers.pagination_info import info_of

        return info_of(self.next)

    @property
    def _pagination_prev(self) -> PaginationInfo | None:
        """`previous` as a mapping, for programs that look inside."""
        from trunkline.answers.pagination_info import info_of

        return info_of(self.previous)

    def to_json(self, pretty: bool = True) -> str:
        """The page as JSON that `Entity.from_json` makes a page of again, with its neighbours.

        Args:
            pretty: indented, for people.
        """
        from trunkline.answers.storing import to_json

        return to_json(self, pretty)

    @staticmethod
    def from_json(json_str: str) -> Any:
        """The object that `to_json` made the text of. See `Entity.from_json`."""
        from trunkline.answers.storing import from_json

        return from_json(json_str)

    def cursor(self, direction: Direction = "next") -> str | None:
        """Text that stands for the neighbouring page, to be stored; it holds no secret.

        Pass it to ``client.fetch_page``, ``client.pages`` or ``client.iterate``, in another process or
        weeks later.

        Args:
            direction: ``"next"`` for older objects, ``"previous"`` for newer ones.

        Returns:
            The cursor, or ``None`` where there is no such page.
        """
        from trunkline.answers.paging import to_cursor

        request = self.next if direction == "next" else self.previous
        return None if request is None else to_cursor(request)
