"""Pagination: requests for pages, Link headers and offsets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from trunkline.answers.cursors import from_cursor, moved_to
from trunkline.answers.entity import Entity
from trunkline.answers.page import Direction, Page
from trunkline.answers.pagination_info import is_info, request_of
from trunkline.answers.storing import Neighbours, Storable
from trunkline.errors import MastodonIllegalArgumentError
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
) -> Request[Page[E]]:
    """Build the GET request for a page of a list of *item*."""
    page: type[Page[E]] = Page[item]  # type: ignore[valid-type]
    return Request("GET", path, page, params or {}, pagination=pagination)


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
        result._set_neighbours(_neighbours(request, response, len(result)))
    elif isinstance(result, Entity) and request.pagination != "none":
        result._set_neighbours(_neighbours(request, response, _longest(result)))
    return result


def neighbour_of(page: Any, direction: Direction) -> Request[Any] | None:
    """Return the request for a neighbour of *page*: a `Page`, an entity that is one, or a `PaginationInfo` of it.

    Raises:
        MastodonIllegalArgumentError: *page* is a plain list, such as a slice or a sorted copy of a page.
    """
    if is_info(page):
        return request_of(page)
    if type(page) is list:
        raise MastodonIllegalArgumentError(_PLAIN_LIST)
    following, previous = page._get_neighbours() if isinstance(page, Storable) else (None, None)
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


def _neighbours(request: Request[Any], response: Response, count: int) -> Neighbours:
    if request.pagination == "offset":
        return _by_offset(request, count)
    if response.foreign:  # the token was dropped on the way there, and does not come back by a link from there
        request = replace(request, anonymous=True)
    links = parse_link_header(response.headers.get("link", ""))
    return tuple(moved_to(request, links[rel]) if rel in links else None for rel in ("next", "prev"))  # type: ignore[return-value]


def _by_offset(request: Request[Any], count: int) -> Neighbours:
    offset = int(request.params.get("offset") or 0)
    step = int(request.params.get("limit") or count)

    def page_at(start: int) -> Request[Any]:
        return replace(request, params={**request.params, "offset": start})

    return page_at(offset + count) if count else None, page_at(max(offset - step, 0)) if offset else None


def _longest(result: Entity) -> int:
    """Return the length of the longest list in an entity, by which an offset advances."""
    return max((len(v) for v in result.values() if isinstance(v, list)), default=0)
