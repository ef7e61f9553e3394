"""From page to page: Link headers, offsets, and cursors that outlive the process."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any, TypeVar, get_args
from urllib.parse import parse_qsl, urlsplit

from trunkline.answers.entity import Entity, entity_class
from trunkline.answers.page import Direction, Page
from trunkline.answers.pagination_info import is_info, request_of
from trunkline.errors import MastodonIllegalArgumentError
from trunkline.protocol.encoding import query
from trunkline.protocol.request import Request, Response

T = TypeVar("T")
Neighbours = tuple[Request[Any] | None, Request[Any] | None]

_PLAIN_LIST = (
    "This does not know its neighbours. Pass the page as a call returned it: a copy or a part is a plain list."
)

_LINK = re.compile(r'<([^<>]*)>((?:\s*;\s*[\w*-]+\s*=\s*(?:"[^"]*"|[^\s";,]+))*)')
_PARAMETER = re.compile(r'([\w*-]+)\s*=\s*(?:"([^"]*)"|([^\s";,]+))')


def parse_link_header(value: str) -> dict[str, str]:
    """The targets of a ``Link`` header by their relation; the first of each relation counts."""
    links: dict[str, str] = {}
    for target, parameters in _LINK.findall(value):
        for name, quoted, bare in _PARAMETER.findall(parameters):
            for relation in (quoted or bare).lower().split() if name.lower() == "rel" else ():
                links.setdefault(relation, target)
    return links


def with_neighbours(result: T, request: Request[Any], response: Response) -> T:
    """Tell a page, or an entity that is a page, its neighbours."""
    if isinstance(result, Page):
        result.next, result.previous = _neighbours(request, response, len(result))
    elif isinstance(result, Entity) and request.pagination != "none":
        result._neighbours = _neighbours(request, response, _longest(result))
    return result


def neighbour_of(page: Any, direction: Direction) -> Request[Any] | None:
    """The request for a page beside *page* (a `Page`, an entity that is one, or a `PaginationInfo` of that page).

    Raises:
        MastodonIllegalArgumentError: *page* is a plain list, such as a part of a page or a sorted one.
    """
    if is_info(page):
        return request_of(page)
    if type(page) is list:
        raise MastodonIllegalArgumentError(_PLAIN_LIST)
    none: Neighbours = (None, None)
    found = (page.next, page.previous) if isinstance(page, Page) else getattr(page, "_neighbours", none)
    return found[0] if direction == "next" else found[1]


def first_request(start: Any) -> Request[Any]:
    """The request for the page that a stored cursor or a `PaginationInfo` stands for; a request is itself.

    Raises:
        MastodonIllegalArgumentError: no page can be found by *start*.
    """
    if isinstance(start, str):
        return from_cursor(start)
    if isinstance(start, Request):
        return start
    if is_info(start):
        return request_of(start)
    raise MastodonIllegalArgumentError(_PLAIN_LIST)


def to_cursor(request: Request[Any]) -> str:
    """A page request as text that `from_cursor` understands."""
    target = request.path
    if request.params:
        target += ("&" if "?" in target else "?") + query(request.params)
    items = get_args(request.result)
    name = (items[0] if items else request.result).__name__
    return json.dumps({"get": target, "of": name, "paged": bool(items), "by": request.pagination})


def from_cursor(cursor: str) -> Request[Any]:
    """The request that a cursor stands for.

    Raises:
        MastodonIllegalArgumentError: the text is no cursor of this package.
    """
    import trunkline.entities  # noqa: F401  (the classes that a cursor names)

    try:
        stored = json.loads(cursor)
        target, name, by = stored["get"], stored["of"], stored["by"]
        item: Any = str if name == "str" else entity_class(name)
        if not target.startswith("/api/") or by not in ("link", "offset"):
            raise ValueError("not a page")
        result = Page[item] if stored["paged"] else item
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise MastodonIllegalArgumentError(
            "This is not a cursor: pass the text that page.cursor() returned, unchanged."
        ) from error
    return _at(Request("GET", target, result, pagination=by), target)


def _neighbours(request: Request[Any], response: Response, count: int) -> Neighbours:
    if request.pagination == "offset":
        return _by_offset(request, count)
    links = parse_link_header(response.headers.get("link", ""))
    return tuple(_at(request, links[rel]) if rel in links else None for rel in ("next", "prev"))  # type: ignore[return-value]


def _at(request: Request[Any], target: str) -> Request[Any]:
    """The same request for another page. Only path and query of the link are used, never its host."""
    parts = urlsplit(target)
    if request.pagination == "offset":
        return replace(request, path=parts.path, params=dict(parse_qsl(parts.query)))
    return replace(request, path=f"{parts.path}?{parts.query}" if parts.query else parts.path, params={})


def _by_offset(request: Request[Any], count: int) -> Neighbours:
    offset = int(request.params.get("offset") or 0)
    step = int(request.params.get("limit") or count)

    def page_at(start: int) -> Request[Any]:
        return replace(request, params={**request.params, "offset": start})

    return page_at(offset + count) if count else None, page_at(max(offset - step, 0)) if offset else None


def _longest(result: Entity) -> int:
    """How many objects an entity with several lists advances an offset by."""
    return max((len(v) for v in result.values() if isinstance(v, list)), default=0)
