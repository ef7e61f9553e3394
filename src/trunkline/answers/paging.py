"""Pagination: requests for pages, Link headers and offsets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from trunkline.answers.cursors import from_cursor, moved_to, parameter_of, target_of, with_cursors
from trunkline.answers.entity import Entity
from trunkline.answers.page import Direction, Page
from trunkline.answers.pagination_info import is_info, request_of
from trunkline.answers.storing import Neighbours, Storable, neighbours_of
from trunkline.errors import MastodonIllegalArgumentError
from trunkline.ids import sort_key_of
from trunkline.protocol.request import Pagination, Request
from trunkline.response import Response

T = TypeVar("T")
E = TypeVar("E")
_PLAIN_LIST = (
    "This does not know its neighbours. Pass the page as a call returned it: a copy or a part is a plain list."
)

# Compiled at the first use, as in `trunkline.protocol.software`.
_LINK = r'<([^<>]*+)>((?:\s*+;\s*+[\w*-]++\s*+=\s*+(?:"[^"]*+"|[^\s";,]++))*+)'
_PARAMETER = r'(?<![\w*-])([\w*-]++)\s*+=\s*+(?:"([^"]*+)"|([^\s";,]++))'


def paged(
    path: str,
    item: type[E],
    params: Mapping[str, Any] | None = None,
    *,
    pagination: Pagination = "link",
    usual: str | None = None,
) -> Request[Page[E]]:
    """Build the GET request for a page of a list of *item*."""
    page: type[Page[E]] = Page[item]  # type: ignore[valid-type]
    return Request("GET", path, page, params or {}, pagination=pagination, usual=usual)


def parse_link_header(value: str) -> dict[str, str]:
    """Return the targets of a ``Link`` header by relation (RFC 8288); the first of each relation counts."""
    links: dict[str, str] = {}
    for target, parameters in re.findall(_LINK, value):
        for name, quoted, bare in re.findall(_PARAMETER, parameters):
            for relation in (quoted or bare).lower().split() if name.lower() == "rel" else ():
                links.setdefault(relation, target)
    return links


def with_neighbours(result: T, request: Request[Any], response: Response) -> T:
    """Set the neighbours of a page, or of an entity that is one."""
    if isinstance(result, Page):
        result._set_neighbours(_neighbours(request, response, result))
    elif isinstance(result, Entity) and request.pagination != "none":
        result._set_neighbours(_neighbours(request, response, items_of(result)))
    return result


def items_of(page: Any) -> list[Any]:
    """Return the objects of a page, which may be an entity with a list of them."""
    if not isinstance(page, Entity):
        return page  # type: ignore[no-any-return]
    lists = [page[key] for key in ([page.listed] if page.listed else page) if isinstance(page.get(key), list)]
    return max(lists, key=len, default=[])


def neighbour_of(page: Any, direction: Direction) -> Request[Any] | None:
    """Return the request for a neighbour of *page*: a `Page`, an entity that is one, or a `PaginationInfo` of it.

    Raises:
        MastodonIllegalArgumentError: *page* is a plain list, such as a slice or a sorted copy of a page, or no page at
            all.
    """
    if is_info(page):
        return request_of(page)
    if type(page) is list:
        raise MastodonIllegalArgumentError(_PLAIN_LIST)
    if not isinstance(page, Storable | Mapping | None):
        raise MastodonIllegalArgumentError(f"A {type(page).__name__} is no page of a list; pass what a call returned.")
    following, previous = neighbours_of(page)
    return following if direction == "next" else previous


def first_request(start: Any) -> Request[Any]:
    """Return the request of a stored cursor or a `PaginationInfo`; a request is returned unchanged.

    Raises:
        MastodonIllegalArgumentError: *start* is none of these.
    """
    if isinstance(start, str):
        return from_cursor(start)
    if isinstance(start, Request):
        return start
    if is_info(start):
        return request_of(start)
    raise MastodonIllegalArgumentError(_PLAIN_LIST)


def _neighbours(request: Request[Any], response: Response, items: list[Any]) -> Neighbours:
    if request.pagination == "offset":
        return _by_offset(request, len(items))
    if response.foreign:  # the token was dropped on the way there, and does not come back by a link from there
        request = replace(request, anonymous=True)
    links = parse_link_header(response.headers.get("link", ""))
    following, previous = (moved_to(request, links[rel]) if rel in links else None for rel in ("next", "prev"))
    if request.pagination == "id":
        ids = [str(item["id"]) for item in items if isinstance(item, Mapping) and isinstance(item.get("id"), str | int)]
        if ids and not links:
            following = with_cursors(request, max_id=ids[-1])
            if target_of(following) == target_of(request):  # the server ignores it, and gave the same page again
                following = None
        elif ids and following is not None and _is_before(parameter_of(following, "max_id"), ids[-1]):
            # The server shows a part of what it counts, or leaves out the object that its link names (Hollo).
            following = with_cursors(following, max_id=ids[-1])
        if ids and previous is None:
            previous = with_cursors(request, min_id=ids[0])
    return following, previous if items else previous or request


def _is_before(one: str | None, other: str) -> bool:
    return one is not None and sort_key_of(one) < sort_key_of(other)


def _by_offset(request: Request[Any], count: int) -> Neighbours:
    offset = int(request.params.get("offset") or 0)
    step = int(request.params.get("limit") or count)

    def page_at(start: int) -> Request[Any]:
        return replace(request, params={**request.params, "offset": start})

    return page_at(offset + count) if count else None, page_at(max(offset - step, 0)) if offset else None
