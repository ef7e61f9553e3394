"""Times in place of ids as cursors: `TimeCursor` in the parameters of a request. No I/O of its own.

Where a server writes times into its ids, the smallest id of the time is sent. Elsewhere the list is read from its
beginning, page by page, up to that time.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from trunkline.answers.cursors import with_cursors
from trunkline.answers.paging import items_of, neighbour_of
from trunkline.answers.storing import Neighbouring
from trunkline.answers.walking import Walk, joined
from trunkline.errors import MastodonAPIError, MastodonIllegalArgumentError, MastodonVersionError
from trunkline.ids import Id, TimeCursor
from trunkline.protocol.id_layouts import layout_of
from trunkline.protocol.policy import software_of_server
from trunkline.protocol.request import Flow, Request, Step, as_it_is, relay, send
from trunkline.protocol.software import Software
from trunkline.protocol.state import ClientState

T = TypeVar("T")

_MOST_PAGES = 500
"""Pages that are read on the way to a time."""

_CLOSE = timedelta(days=1)
"""Greatest difference between the time in an id and that of its object: posts of other servers come late."""

_UNKNOWN = Software("", "", None)
_CURSORS = frozenset({"max_id", "min_id", "since_id"})
_TIMES = ("created_at", "latest_page_notification_at")

Times = Mapping[str, TimeCursor]
"""Cursors of a request, by the names of the parameters."""


def with_times(flow: Generator[Step, Any, T], state: ClientState) -> Flow[T]:
    """Return *flow* with each request that has a time as a cursor replaced by those for the objects of that time.

    Raises:
        MastodonIllegalArgumentError: the server's list cannot be read by time.
    """

    def through(step: Step) -> Flow[Any]:
        times = _times_of(step) if isinstance(step, Request) and step.params else None
        return _by_time(step, times, state) if isinstance(step, Request) and times else as_it_is(step)

    return relay(flow, through)


def _times_of(request: Request[Any]) -> Times:
    return {name: value for name, value in request.params.items() if isinstance(value, TimeCursor)}


def _by_time(request: Request[Any], times: Times, state: ClientState) -> Flow[Any]:
    in_ids = all(one.in_ids for one in times.values())
    in_objects = all(one.in_objects for one in times.values())
    software = (yield from _software(state)) if in_ids else _UNKNOWN
    layout = layout_of(software)
    answer = None
    if layout is not None:
        answer = yield from send(_with(request, {name: layout(one.when) for name, one in times.items()}))
        if not in_objects or _is_within(items_of(answer), times):
            return answer
    if not in_objects:
        raise MastodonIllegalArgumentError(
            f"{request.path}: {software.name or 'this server'} writes no times into ids; pass an id in place of one."
        )
    known_otherwise = layout is None and bool(software.name)
    return (yield from _walked(request, times, answer, provable=in_ids and not known_otherwise))


def _software(state: ClientState) -> Flow[Software]:
    try:
        return (yield from software_of_server(state))
    except (MastodonAPIError, MastodonVersionError):
        return _UNKNOWN


def _walked(request: Request[Any], times: Times, answer: Any, *, provable: bool) -> Flow[Any]:
    """Read pages from the newest one on, up to the time that is farthest back or, for ``max_id`` alone, up to that.

    Whole pages decide when that time is reached: single objects may be out of order.

    Args:
        request: the request.
        times: its times.
        answer: what the server has given for ids of a layout that its objects do not prove yet.
        provable: go by ids after all if those of the newest objects hold the times of these.
    """
    if any(request.params.get(name) is not None for name in _CURSORS - times.keys()):
        raise MastodonIllegalArgumentError(
            f"{request.path}: this server's list is read by time from its beginning, so that a time and an id do not "
            "go together as cursors. Pass times alone, or ids alone."
        )
    first = _with(request, dict.fromkeys(times))
    walk = Walk(first, "next")
    bounds = [one.when for name, one in times.items() if name != "since_id" or len(times) == 1]
    goal = min(bounds)
    pages: list[Any] = []
    page: Any = None
    for _ in range(_MOST_PAGES):
        page = yield from walk.turn()
        if page is None:
            break
        items = items_of(page)
        if provable and not pages:
            example = _example_of_layout(items)
            if example is not None:
                same = {name: example.at_same_layout(one.when) for name, one in times.items()}
                return answer if answer is not None else (yield from send(_with(request, same)))
            provable = False
        dates = [when for when in map(_time_of, items) if when is not None]
        if not dates:
            raise MastodonIllegalArgumentError(
                f"{request.path}: the objects of this list say no time, so that a time is no place in it. Pass an id."
            )
        items[:] = [item for item in items if _is_between(item, times)]
        pages.append(page)
        if "min_id" in times:
            _keep_last(pages, request)
        if 2 * sum(when < goal for when in dates) >= len(dates):
            return _whole(pages, first, page, times)
    else:
        raise MastodonIllegalArgumentError(
            f"{request.path}: {_MOST_PAGES} pages do not lead back to {goal.isoformat()}. Pass an id, or a later time."
        )
    return _whole(pages, first, None, times)


def _whole(pages: list[Any], first: Request[Any], last: Any, times: Times) -> Any:
    """Return what was found as one page.

    Args:
        pages: the pages that were read, of which only the objects wanted are left.
        first: the request for the newest page.
        last: the page read last, unless the list has ended there.
        times: the times asked for.
    """
    found = [page for page in pages if items_of(page)] or pages[-1:]
    whole = joined(found) if found else first.result()
    following = neighbour_of(last, "next") if last is not None and "since_id" not in times else None
    newest = items_of(whole)[0] if items_of(whole) else None
    previous: Request[Any] | None = first
    if newest is not None and first.pagination == "id":
        previous = with_cursors(first, min_id=str(newest.get("id")))
    elif found and newest is not None:
        previous = neighbour_of(found[0], "previous")
    if isinstance(whole, Neighbouring):
        whole._set_neighbours((following, previous))
    return whole


def _keep_last(pages: list[Any], request: Request[Any]) -> None:
    """Drop pages from the beginning that are not among the last objects, as many as one page has."""
    size = request.params.get("limit") or max(len(items_of(page)) for page in pages)
    while len(pages) > 1 and sum(len(items_of(page)) for page in pages[1:]) >= size:
        del pages[0]
    if request.pagination == "id":
        items = items_of(pages[0])
        del items[: max(sum(len(items_of(page)) for page in pages) - size, 0)]


def _with(request: Request[Any], cursors: Mapping[str, str | None]) -> Request[Any]:
    return replace(request, params={**request.params, **cursors})


def _time_of(item: Any) -> datetime | None:
    """Return the time of an object, of a conversation that of its last status."""
    if not isinstance(item, Mapping):
        return None
    dated = item["last_status"] if isinstance(item.get("last_status"), Mapping) else item
    found = next((dated[key] for key in _TIMES if isinstance(dated.get(key), datetime)), None)
    return found if found is None or found.tzinfo is not None else None


def _is_between(item: Any, times: Times) -> bool:
    when = _time_of(item)
    return when is None or all(when < one.when if name == "max_id" else when >= one.when for name, one in times.items())


def _is_within(items: list[Any], times: Times) -> bool:
    """Return True if most objects are of the times asked for; False also without any."""
    dates = [when for when in map(_time_of, items) if when is not None]
    fit = [
        all(when < one.when + _CLOSE if name == "max_id" else when > one.when - _CLOSE for name, one in times.items())
        for when in dates
    ]
    return bool(items) and 2 * sum(fit) >= len(fit)


def _example_of_layout(items: list[Any]) -> Id | None:
    """Return an id that holds about the time of its object, if those of most objects do."""
    pairs = [(Id(item["id"]), when) for item in items if (when := _time_of(item)) and isinstance(item.get("id"), str)]
    close = [id for id, when in pairs if (held := id.created_at) is not None and abs(held - when) < _CLOSE]  # noqa: A001
    return close[0] if 2 * len(close) > len(items) else None
