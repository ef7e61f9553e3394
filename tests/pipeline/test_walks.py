"""Walks through pages, and the memory of cursors, without a server."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from trunkline import Page
from trunkline.answers.paging import paged
from trunkline.endpoints.statuses import Statuses
from trunkline.entities import Status
from trunkline.ids import Id
from trunkline.pipeline.crawling.limits import Limits, newest_of
from trunkline.pipeline.crawling.memory import KNOWN, Memory
from trunkline.pipeline.crawling.walks import in_bulk, newer, older, oldest_id, until_known
from trunkline.protocol.request import Request

Json = dict[str, Any]


class Pages:
    """Stands for a server: a list of objects, newest first, cut into pages."""

    def __init__(self, items: list[Json]) -> None:
        self.items = items
        self.asked: list[dict[str, Any]] = []
        self.client = SimpleNamespace(state=SimpleNamespace(offered={}))

    async def run(self, flow: Any) -> Any:
        try:
            request = next(flow)
            while True:
                request = flow.send(await self.page(request))
        except StopIteration as end:
            return end.value

    async def page(self, request: Request[Any]) -> Page[Json]:
        self.asked.append(dict(request.params))
        if "id" in request.params:
            return Page(item for item in self.items if item["id"] in request.params["id"])
        size, after = request.params["limit"], request.params.get("min_id")
        found = [item for item in self.items if after is None or int(item["id"]) > int(after)]
        return Page(found[:size] if after is None else found[-size:])

    async def pages(self, request: Request[Any], direction: str = "next") -> Any:
        size = request.params["limit"]
        if direction == "previous":
            while page := await self.page(request):
                yield page
                request = replace(request, params={**request.params, "min_id": page[0]["id"]})
            return
        before = request.params.get("max_id")
        behind = [item for item in self.items if before is None or Id(item["id"]) < before]
        for start in range(0, len(behind), size):
            self.asked.append(dict(request.params))
            yield Page(behind[start : start + size])


def call(*, limit: int, min_id: str | None = None, max_id: str | None = None) -> Request[Page[Status]]:
    return paged("/list", Status, {"min_id": min_id, "max_id": max_id, "limit": limit})


def numbered(newest: int, oldest: int = 1) -> list[Json]:
    return [{"id": str(n), "created_at": f"2026-01-{n:02}T00:00:00.000Z"} for n in range(newest, oldest - 1, -1)]


def gathered(walk: Any) -> list[list[Json]]:
    async def gather() -> list[list[Json]]:
        return [items async for items in walk]

    return asyncio.run(gather())


def ids(walk: Any) -> list[list[int]]:
    return [[int(item["id"]) for item in items] for items in gathered(walk)]


def test_upwards_from_the_newest() -> None:
    server = Pages(numbered(12))
    assert ids(newer(server, call, "9", 2, None)) == [[11, 10], [12]]  # type: ignore[arg-type]
    assert [asked["min_id"] for asked in server.asked] == ["9", "11", "12"]


def test_upwards_with_a_limit_takes_the_oldest() -> None:
    server = Pages(numbered(12))
    assert ids(newer(server, call, "1", 4, 6)) == [[5, 4, 3, 2], [7, 6]]  # type: ignore[arg-type]


def test_upwards_on_a_server_that_ignores_the_cursor() -> None:
    server = Pages(numbered(12))

    async def page(request: Request[Any]) -> Page[Json]:
        return Page(server.items[:5])

    server.page = page  # type: ignore[method-assign]
    assert ids(newer(server, call, "12", 5, None)) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("since", "limit", "expected"),
    [
        (None, None, [[9, 8, 7, 6], [5, 4, 3, 2], [1]]),
        (None, 5, [[9, 8, 7, 6], [5]]),
        ("7", None, [[9, 8, 7]]),
        (datetime(2026, 1, 4, tzinfo=UTC), None, [[9, 8, 7, 6], [5, 4]]),
        ("10", None, []),
    ],
)
def test_downwards(since: Any, limit: int | None, expected: list[list[int]]) -> None:
    assert ids(older(Pages(numbered(9)), call, None, Limits(since), 4, limit)) == expected  # type: ignore[arg-type]


def test_single_objects_out_of_order_end_no_walk_and_have_their_place() -> None:
    items = numbered(12)
    items.insert(2, {"id": "99", "created_at": "2020-01-01T00:00:00.000Z"})
    since: Any = datetime(2026, 1, 4, tzinfo=UTC)
    walk = older(Pages(items), call, None, Limits(since), 4, None)  # type: ignore[arg-type]
    assert [one for page in ids(walk) for one in page] == [12, 11, 99, 10, 9, 8, 7, 6, 5, 4]


def test_ids_tell_the_time_of_arrival_where_they_have_one() -> None:
    when = [datetime(2026, 1, day, 12, tzinfo=UTC) for day in range(12, 0, -1)]
    items = [{"id": str(Id.at(moment)), "created_at": moment.isoformat()} for moment in when]
    for late in (*items[4:8], items[10]):  # a whole page was delivered late, and one post after the limit
        late["created_at"] = "2020-01-01T00:00:00.000Z"
    since: Any = datetime(2026, 1, 4, tzinfo=UTC)
    walk = older(Pages(items), call, None, Limits(since), 4, None)  # type: ignore[arg-type]
    assert [item["id"] for page in gathered(walk) for item in page] == [item["id"] for item in items[:9]]


def test_upwards_on_a_server_whose_ids_do_not_order() -> None:
    """A boost of snac has an id with the time of the boosted post."""
    boosted = [{"id": "1795895599ff"}, {"id": "1795000000aa"}, {"id": "1795895527aa"}]

    class Snac(Pages):
        async def page(self, request: Request[Any]) -> Page[Json]:
            places = [item["id"] for item in self.items]
            after = request.params["min_id"]
            return Page(self.items[: places.index(after)])

    walk = newer(Snac(boosted), call, "1795895527aa", 4, None)  # type: ignore[arg-type]
    assert [[item["id"] for item in page] for page in gathered(walk)] == [["1795895599ff", "1795000000aa"]]


def test_up_to_what_is_known() -> None:
    server = Pages([{"id": n} for n in ("7", "3", "9", "5", "1", "2")])
    request = call(limit=2)
    assert ids(until_known(server, request, {"5", "1"}, None)) == [[7, 3], [9]]  # type: ignore[arg-type]
    assert ids(until_known(server, request, set(), 3)) == [[7, 3], [9]]  # type: ignore[arg-type]


def test_in_bulk() -> None:
    server = Pages(numbered(30))
    wanted = [str(n) for n in range(1, 26)]
    found = in_bulk(server, listed, Statuses.status.request, wanted, 20)  # type: ignore[arg-type]
    assert [len(items) for items in gathered(found)] == [20, 5]


def listed(some: list[str]) -> Request[Page[Status]]:
    return paged("/list", Status, {"id": some})


def test_the_order_is_that_of_the_list() -> None:
    assert newest_of([{"other": 1}, {"id": "9"}, {"id": "10"}, {"other": 1}]) == "9"
    assert oldest_id([{"id": "9"}, {"id": "10"}, {"other": 1}]) == "10"
    assert newest_of([{"other": 1}]) is None
    assert newest_of([{"id": "7", "created_at": "2999-01-01T00:00:00Z"}, {"id": "6"}]) == "6", "not one of the future"


def test_memory_is_kept_by_server_and_subject() -> None:
    state: dict[str, Any] = {}
    memory = Memory(state, "one.test")
    memory.reached("home", "9")
    memory.reached("home", "3")
    memory.reached("public", None)
    assert (memory.newest("home"), memory.newest("public")) == ("9", None)
    assert Memory(state, "one.test").newest("home") == "9"
    assert Memory(state, "two.test").newest("home") is None


def test_memory_of_the_top_of_a_list() -> None:
    memory = Memory({}, "one.test")
    memory.found_on_top("1", [str(n) for n in range(KNOWN)])
    memory.found_on_top("1", ["new", "3"])
    assert memory.top("1")[:3] == ["new", "3", "0"]
    assert len(memory.top("1")) == KNOWN


def test_memory_of_rows() -> None:
    memory = Memory({}, "one.test")
    first = [memory.print_of({"id": n, "n": 1}, ["id"]) for n in "12"]
    memory.remember_prints(found for found in first if found)
    assert memory.print_of({"id": "1", "n": 1}, ["id"]) is None
    assert memory.print_of({"id": "2", "n": 2}, ["id"]) is not None


def test_memory_of_a_walk_back() -> None:
    memory = Memory({}, "one.test")
    memory.went_back("home", "9", "5", "")
    memory.went_back("home", "4", "3", "")
    assert (memory.newest("home"), memory.oldest("home"), memory.goal("home")) == ("9", "3", "")
    assert memory.back_to("home") is None
    memory.is_back("home", "")
    assert (memory.goal("home"), memory.back_to("home")) == (None, "")


def dated(days: int, *, ids_have_times: bool) -> list[Json]:
    """A post of each day, the newest first."""
    times = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day) for day in reversed(range(days))]
    return [
        {"id": str(Id.at(when)) if ids_have_times else str(days - place), "created_at": when.isoformat()}
        for place, when in enumerate(times)
    ]


@pytest.mark.parametrize(
    ("ids_have_times", "until", "requests"),
    [
        (True, datetime(2026, 1, 5, tzinfo=UTC), 1 + 2),
        (True, str(Id.at(datetime(2026, 1, 5, tzinfo=UTC))), 1 + 2),
        (True, datetime(2020, 1, 1, tzinfo=UTC), 30),
        (False, datetime(2026, 1, 5, tzinfo=UTC), 30),
    ],
    ids=["time", "id", "before the list begins", "ids without time"],
)
def test_what_is_newer_than_wanted_is_passed_with_one_request(
    ids_have_times: bool, until: datetime | str, requests: int
) -> None:
    server = Pages(dated(90, ids_have_times=ids_have_times))
    walk = older(server, call, None, Limits(until=until), 3, None)  # type: ignore[arg-type]
    found = [item["created_at"][:10] for page in gathered(walk) for item in page]
    expected = [] if until == datetime(2020, 1, 1, tzinfo=UTC) else [f"2026-01-0{day}" for day in (5, 4, 3, 2, 1)]
    assert (found, len(server.asked)) == (expected, requests)
