"""Walks through the pages of a list: one way for both clients, streams and the pipeline. No I/O of its own."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice, takewhile
from logging import getLogger
from typing import Any

from trunkline.answers.cursors import parameter_of, target_of, with_cursors
from trunkline.answers.entity import Entity, EntityList
from trunkline.answers.page import Direction, Page
from trunkline.answers.paging import first_request, items_of, neighbour_of
from trunkline.errors import MastodonAPIError
from trunkline.ids import sort_key_of
from trunkline.protocol.request import Flow, Request, send

_MOST_EMPTY = 40
"""Empty pages in a row after which a list is taken to end."""

_MOST_BETWEEN = 500
"""Pages that are read, and kept, between an object and the page that should adjoin it."""

_REMEMBERED = 10_000
"""Objects read last whose repetition is noticed."""

_USUAL_SIZE = 20
"""Objects on a full page where the request names no limit."""

_KEYS = ("id", "group_key", "name")


class Walk:
    """A walk through the pages of a list.

    It does not trust the server:

    * An empty page with a neighbour does not end the list: some servers filter after they have counted.
    * An object that comes again is left out. A page that leads to one that has been read, or that brings nothing new,
      ends the walk with a warning.
    * Towards newer objects, a page has to adjoin the object that it follows. A server that takes ``min_id`` for
      ``since_id``, or leads back with that, begins with the newest objects; those between are read first.

    Args:
        start: a page, a request for one, a stored cursor, or a `PaginationInfo`.
        direction: ``"next"`` towards older objects, ``"previous"`` towards newer ones.

    Attributes:
        cut: why the walk has ended before the list did; ``None`` if it has not.
    """

    def __init__(self, start: Any, direction: Direction) -> None:
        self.cut: str | None = None
        self._direction: Direction = direction
        self._seen: dict[object, None] = {}
        self._read: set[object] = set()
        self._last: list[Any] = []
        self._ready: list[Any] = []
        self._adjoins = False
        self._request: Request[Any] | None
        if isinstance(start, Page | Entity | EntityList):
            self._request = neighbour_of(start, direction)
            self._leave_out_known(start)
            self._ready.append(start)
        else:
            self._request = first_request(start)

    def turn(self) -> Flow[Any]:
        """Return the next page that has objects; ``None`` after the last one."""
        empty = 0
        while not self._ready and (request := self._request) is not None:
            page = yield from send(request)
            self._read.add(target_of(request))
            self._request = neighbour_of(page, self._direction)
            comes_again = self._request is not None and target_of(self._request) in self._read
            if comes_again:
                self._request = None
            if not items_of(page):
                empty += 1
                if empty == _MOST_EMPTY and self._request is not None:
                    self._end(request, f"{empty} pages in a row are empty")
            elif not self._leave_out_known(page):
                empty += 1
                if empty == _MOST_EMPTY or not _repeats_groups(page):
                    self._end(request, "a page brings nothing new")
            else:
                self._ready = [page, *(yield from self._between(request, page))]
                if comes_again:
                    self._end(request, "a page leads to one that has been read")
        return self._ready.pop() if self._ready else None

    def _end(self, request: Request[Any], reason: str) -> None:
        self._request, self.cut = None, reason
        path = request.path.partition("?")[0]
        getLogger("trunkline").warning("%s: %s; the list is taken to end here.", path, reason)

    def _leave_out_known(self, page: Any) -> bool:
        """Leave out what has been read before; return True if anything is left."""
        items, last = items_of(page), self._last
        self._last = list(items)
        if items == last:
            return False
        items[:] = [item for item in items if (key := _key(item)) is None or key not in self._seen]
        self._seen.update(dict.fromkeys(map(_key, items)))
        for key in list(islice(self._seen, max(len(self._seen) - _REMEMBERED, 0))):
            del self._seen[key]
        return bool(items)

    def _between(self, request: Request[Any], page: Any) -> Flow[list[Any]]:
        """Return the pages between the object that *page* has to follow and its oldest one, the newest first."""
        name = "since_id" if parameter_of(request, "min_id") is None else "min_id"
        after = parameter_of(request, name)
        adjoins = self._direction == "next" or (self._adjoins and name == "min_id")
        if adjoins or after is None or request.pagination != "id" or not _may_be_cut(request, page):
            return []
        pages: list[Any] = []
        last, by_links = page, False
        while (oldest := _id_of(items_of(last)[-1])) and len(pages) < _MOST_BETWEEN:
            below = neighbour_of(last, "next") if by_links else with_cursors(request, **{name: after}, max_id=oldest)
            if below is None:
                return pages
            try:
                older = yield from send(below)
            except MastodonAPIError:  # of a server that does not take both: nothing is known about it
                return pages
            items = items_of(older)
            items[:] = takewhile(lambda item: sort_key_of(_id_of(item)) > sort_key_of(after), items)
            ignored = bool(items) and not pages and not by_links
            if self._leave_out_known(older):
                pages.append(older)
                last = older
            elif ignored:  # the same objects again: the server takes other cursors, which its links have
                by_links = True
            else:
                self._adjoins = not pages and name == "min_id"
                return pages
        self._end(request, f"{len(pages)} pages do not lead to the object that they should follow")
        return pages


def turned(page: Any, direction: Direction) -> Flow[Any]:
    """Return the neighbour of *page*, without what is on *page*; ``None`` without one."""
    request = neighbour_of(page, direction)
    if request is None:
        return None
    found = yield from send(request)
    known = {_key(item) for item in items_of(page)} - {None} if isinstance(page, Page | Entity) else set()
    items = items_of(found)
    items[:] = [item for item in items if _key(item) not in known]
    return found


def joined(pages: list[Any]) -> Any:
    """Return several pages as one: a `Page`, or an entity each of whose lists holds what they hold, once."""
    if not pages or not isinstance(pages[0], Entity):
        return Page([item for page in pages for item in page])
    whole = pages[0].copy()
    for key in list(dict.keys(whole)):  # each list once, under the name that the server sends
        if isinstance(whole[key], list):
            keyed = {_key(item) or id(item): item for page in pages for item in page.get(key) or ()}
            whole[key] = type(whole[key])(keyed.values())
    return whole


def _id_of(item: Any) -> str:
    """Return the id of an object as text, empty if it has none."""
    found = item.get("id") if isinstance(item, Mapping) else None
    return str(found) if isinstance(found, str | int) else ""


def _repeats_groups(page: Any) -> bool:
    """Return True for a page of groups of notifications: a group comes again on each page that has some of it."""
    return isinstance(page, Entity) and page.listed == "notification_groups"


def _key(item: Any) -> object:
    """Return what tells an object from the others of its list, if it has such a thing."""
    if isinstance(item, Mapping):
        return next((item[key] for key in _KEYS if isinstance(item.get(key), str | int)), None)
    return item if isinstance(item, str) else None


def _may_be_cut(request: Request[Any], page: Any) -> bool:
    """Return True if there may be more objects than are on a page; half a page is one of which some were filtered."""
    limit = parameter_of(request, "limit") or ""
    size = min(int(limit), _USUAL_SIZE) if limit.isdecimal() else _USUAL_SIZE
    return len(items_of(page)) * 2 >= size
