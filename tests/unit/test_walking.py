"""Walks through lists of servers, each with a way of its own to number, link and repeat its pages."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest

from trunkline.answers import walking
from trunkline.answers.decoding import decode
from trunkline.answers.page import Direction, Page
from trunkline.answers.paging import items_of, paged
from trunkline.answers.walking import Walk, joined, turned
from trunkline.entities import GroupedNotificationsResults, Status
from trunkline.errors import MastodonAPIError
from trunkline.protocol.encoding import pairs
from trunkline.protocol.request import Flow, Request
from trunkline.response import Response

HOME = "/api/v1/timelines/home"
NUMBERS = range(1, 60)
MOST_REQUESTS = 200

Answer = Callable[[Mapping[str, str]], tuple[list[Any] | dict[str, Any], str]]


class Server:
    """Gives what *answer* makes of the query, and counts the requests."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.asked: list[dict[str, str]] = []

    def perform(self, flow: Flow[Any]) -> Any:
        try:
            step = next(flow)
            while True:
                assert isinstance(step, Request)
                try:
                    page = self.page(step)
                except MastodonAPIError as error:
                    step = flow.throw(error)
                else:
                    step = flow.send(page)
        except StopIteration as end:
            return end.value

    def page(self, request: Request[Any]) -> Any:
        text = request.path.partition("?")[2]
        query = {**dict(parse_qsl(text)), **dict(pairs(request.params))}
        self.asked.append(query)
        assert len(self.asked) < MOST_REQUESTS, "the walk does not end"
        body, link = self.answer(query)
        headers = {"content-type": "application/json"} | ({"link": link} if link else {})
        return decode(request, Response(200, "OK", headers, json.dumps(body).encode()))

    def pages(self, start: Any, direction: Direction = "next") -> list[Any]:
        walk = Walk(start, direction)
        found = []
        while (page := self.perform(walk.turn())) is not None:
            found.append(page)
        return found

    def ids(self, start: Any, direction: Direction = "next") -> list[int]:
        pages = self.pages(start, direction)
        ordered = [items_of(page) if direction == "next" else reversed(items_of(page)) for page in pages]
        return [int(item["id"]) for items in ordered for item in items]


def first(**params: Any) -> Request[Any]:
    return paged(HOME, Status, params, pagination="id")


def listed(query: Mapping[str, str], min_id_is_since_id: bool = False) -> list[int]:
    """What a server with NUMBERS gives, as Mastodon orders it."""
    below, above = int(query.get("max_id", 10**9)), int(query.get("min_id", query.get("since_id", 0)))
    wanted = [number for number in NUMBERS if above < number < below]
    size = int(query.get("limit", 20))
    oldest_first = "min_id" in query and not min_id_is_since_id
    return (wanted[:size] if oldest_first else wanted[-size:])[::-1]


def rows(numbers: list[int]) -> list[dict[str, str]]:
    return [{"id": f"{number:04}"} for number in numbers]


def link(**relations: Mapping[str, object]) -> str:
    """A ``Link`` header, with numbers of objects in the form of their ids."""
    named = {
        name: {key: f"{value:04}" if key.endswith("_id") else value for key, value in query.items()}
        for name, query in relations.items()
    }
    return ", ".join(f'<https://s.example{HOME}?{urlencode(query)}>; rel="{name}"' for name, query in named.items())


def mastodon(query: Mapping[str, str]) -> tuple[list[Any], str]:
    numbers = listed(query)
    if not numbers:
        return [], ""
    return rows(numbers), link(next={"max_id": numbers[-1]}, prev={"min_id": numbers[0]})


def without_links(query: Mapping[str, str]) -> tuple[list[Any], str]:
    return rows(listed(query)), ""


def without_prev(query: Mapping[str, str]) -> tuple[list[Any], str]:
    numbers = listed(query)
    return rows(numbers), link(next={"max_id": numbers[-1]}) if numbers else ""


def hollo(query: Mapping[str, str]) -> tuple[list[Any], str]:
    """Takes min_id for since_id, and names no previous page."""
    numbers = listed(query, min_id_is_since_id=True)
    return rows(numbers), link(next={"max_id": numbers[-1]}) if numbers else ""


def hollo_without_links(query: Mapping[str, str]) -> tuple[list[Any], str]:
    return rows(listed(query, min_id_is_since_id=True)), ""


def hollo_with_links(query: Mapping[str, str]) -> tuple[list[Any], str]:
    numbers = listed(query, min_id_is_since_id=True)
    return rows(numbers), link(next={"max_id": numbers[-1]}, prev={"min_id": numbers[0]}) if numbers else ""


def snac(query: Mapping[str, str]) -> tuple[list[Any], str]:
    """Leads back with since_id, which gives the newest objects."""
    numbers = listed(query)
    return rows(numbers), link(next={"max_id": numbers[-1]}, prev={"since_id": numbers[0]}) if numbers else ""


def filtered(query: Mapping[str, str]) -> tuple[list[Any], str]:
    """Leaves out nine of ten after it has counted."""
    numbers = listed(query)
    kept = [number for number in numbers if number % 30 == 0]
    return rows(kept), link(next={"max_id": numbers[-1]}, prev={"min_id": numbers[0]}) if numbers else ""


DOWN, UP = list(reversed(NUMBERS)), list(NUMBERS)


@pytest.mark.parametrize("answer", [mastodon, without_links, hollo, hollo_without_links, hollo_with_links])
def test_every_object_comes_once_towards_older_ones(answer: Answer) -> None:
    assert Server(answer).ids(first()) == DOWN
    assert Server(answer).ids(first(max_id="31")) == DOWN[-30:]


@pytest.mark.parametrize(
    "answer", [mastodon, without_links, without_prev, hollo, hollo_without_links, hollo_with_links, snac]
)
def test_every_object_comes_once_towards_newer_ones(answer: Answer, caplog: pytest.LogCaptureFixture) -> None:
    assert Server(answer).ids(first(min_id="3"), "previous") == UP[3:]
    assert Server(answer).ids(first(min_id="55"), "previous") == UP[55:]
    assert not caplog.records


def test_the_page_after_an_object_is_looked_at_once() -> None:
    server = Server(mastodon)
    server.ids(first(min_id="3"), "previous")
    assert sum("max_id" in query for query in server.asked) == 1
    server = Server(mastodon)
    server.ids(first(min_id="55"), "previous")
    assert not any("max_id" in query for query in server.asked)


def test_a_server_that_takes_no_two_cursors_is_believed() -> None:
    def answer(query: Mapping[str, str]) -> tuple[list[Any], str]:
        if {"max_id", "min_id"} <= query.keys():
            raise MastodonAPIError("Mastodon API returned error", 400, "Bad Request", "one of them")
        return mastodon(query)

    assert Server(answer).ids(first(min_id="3"), "previous") == UP[3:]


def test_newer_objects_without_end_are_not_read_for_ever(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walking, "_MOST_BETWEEN", 5)
    server = Server(lambda _: (rows([10**6 - len(server.asked) * 40 - n for n in range(40)]), ""))
    walk = Walk(first(min_id="0003"), "previous")
    assert server.perform(walk.turn()) is not None
    assert len(server.asked) == 6
    assert "do not lead to" in caplog.text


@pytest.mark.parametrize("odd", [None, 7, "text", {}, {"id": None}, {"id": [1]}, {"id": 5}])
def test_odd_objects_where_ids_are_needed(odd: Any) -> None:
    server = Server(lambda _: ([*rows(listed({})), odd], ""))
    request = replace(first(min_id="0003"), result=Page[dict[str, Any]])
    assert len(server.pages(request, "previous")) >= 1


def test_a_server_that_forgets_min_id_beside_max_id_gives_nothing_older() -> None:
    def answer(query: Mapping[str, str]) -> tuple[list[Any], str]:
        return mastodon({"max_id": query["max_id"]} if "max_id" in query else query)

    assert Server(answer).ids(first(min_id="0030"), "previous") == UP[30:]


def test_an_empty_page_does_not_end_a_list() -> None:
    assert Server(filtered).ids(first(limit=5)) == [30]
    assert Server(filtered).ids(first(limit=5, min_id="1"), "previous") == [30]


def test_empty_pages_without_end_do(caplog: pytest.LogCaptureFixture) -> None:
    server = Server(lambda query: ([], link(next={"max_id": int(query.get("max_id", 10**6)) - 1})))
    assert server.pages(first()) == []
    assert "pages in a row are empty" in caplog.text


@pytest.mark.parametrize("direction", ["next", "previous"])
def test_a_page_that_leads_to_itself(direction: Direction, caplog: pytest.LogCaptureFixture) -> None:
    itself = link(next={"max_id": 4}, prev={"max_id": 4})
    server = Server(lambda _: (rows([5, 4]), itself))
    assert server.ids(first(max_id="0004"), direction) == ([5, 4] if direction == "next" else [4, 5])
    assert len(server.asked) == 1
    assert "leads to one that has been read" in caplog.text


def test_a_server_that_ignores_max_id(caplog: pytest.LogCaptureFixture) -> None:
    assert Server(lambda _: (rows([5, 4]), "")).ids(first()) == [5, 4]
    moving = Server(lambda query: (rows([5, 4]), link(next={"max_id": int(query.get("max_id", 99)) - 1})))
    assert moving.ids(first()) == [5, 4]
    assert caplog.text.count("brings nothing new") == 2
    caplog.clear()
    assert Server(lambda _: (rows([5, 4]), "")).ids(first(max_id="0004")) == [5, 4]
    assert not caplog.records


def test_a_link_that_leaves_out_an_object_is_corrected() -> None:
    """Hollo names the first object of the next page, and then leaves it out."""

    def hollo(query: Mapping[str, str]) -> tuple[list[Any], str]:
        numbers = listed({**query, "limit": "3"})
        below = listed({"max_id": str(numbers[-1])}) if numbers else []
        return rows(numbers), link(next={"max_id": below[0]}) if below else ""

    assert Server(hollo).ids(first()) == sorted(NUMBERS, reverse=True)


def test_what_lies_between_is_read_by_links_where_cursors_are_ignored() -> None:
    """Hollo's notifications take neither ``min_id`` nor ``max_id``, but a cursor that its links have."""

    def hollo(query: Mapping[str, str]) -> tuple[list[Any], str]:
        numbers = listed({"max_id": query.get("older_than", "99999999"), "limit": "3"})
        return rows(numbers), link(next={"older_than": numbers[-1]}) if numbers else ""

    newest_first = sorted(NUMBERS, reverse=True)
    after = f"{newest_first[10]:04}"
    found = Server(hollo).ids(first(min_id=after, limit=3), "previous")
    assert sorted(found) == sorted(newest_first[:10])


def test_names_that_repeat_end_a_list_too(caplog: pytest.LogCaptureFixture) -> None:
    server = Server(lambda query: (["a.example"], link(next={"max_id": int(query.get("max_id", 99)) - 1})))
    request = paged("/api/v1/domain_blocks", str)
    assert server.pages(request) == [["a.example"]]
    assert "brings nothing new" in caplog.text


def test_what_comes_again_is_left_out() -> None:
    """GoToSocial repeats some posts of the page before."""

    def answer(query: Mapping[str, str]) -> tuple[list[Any], str]:
        body, link = mastodon(query)
        return [*rows([int(query["max_id"])] if "max_id" in query else []), *body], link

    assert Server(answer).ids(first()) == DOWN


def test_an_empty_page_keeps_its_own_request_for_newer_objects() -> None:
    request = first(min_id="59", limit=5)
    page = Server(mastodon).page(request)
    assert (page, page.next, page.previous) == ([], None, request)


def test_parameters_that_a_link_leaves_out_stay() -> None:
    """Mastodon's links of a hashtag timeline repeat neither all, any nor none."""
    server = Server(mastodon)
    server.ids(paged(HOME, Status, {"all": ["x", "y"], "limit": 40, "since_id": "1"}, pagination="id"))
    assert [query["all[]"] for query in server.asked[1:]] == ["y"] * (len(server.asked) - 1)
    assert all(query["limit"] == "40" and "since_id" not in query for query in server.asked[1:])


def test_the_parameters_of_a_link_win() -> None:
    page = Server(lambda _: (rows([5]), link(next={"max_id": 5, "limit": 2}))).page(first(limit=40, local=True))
    assert page.next.path == f"{HOME}?max_id=0005&limit=2"
    assert page.next.params == {"local": True}


def test_a_link_by_offset_keeps_the_path() -> None:
    """Mastodon's links to further collections have the name of the account in place of its id."""
    named = "https://m.example/api/v1/accounts/ann/collections?limit=1&offset=1"
    page = Server(lambda _: (rows([5]), f'<{named}>; rel="next"')).page(first())
    assert page.next.path == f"{HOME}?limit=1&offset=1"


def test_the_path_of_an_address_is_not_doubled() -> None:
    below = "https://s.example/friendica/api/v1/timelines/home?max_id=0005"
    page = Server(lambda _: (rows([5]), f'<{below}>; rel="next"')).page(first())
    assert page.next.path == f"{HOME}?max_id=0005"


def groups(query: Mapping[str, str]) -> tuple[dict[str, Any], str]:
    """Mastodon's groups: the last of a full page begins the next one."""
    numbers = [number for number in range(6, 0, -1) if number <= int(query.get("max_id", 6))][:3]
    body = {
        "accounts": [{"id": "7"}, {"id": f"1{numbers[0]}"}],
        "statuses": [{"id": f"2{number}"} for number in numbers],
        "notification_groups": [{"group_key": f"g-{number}"} for number in numbers],
    }
    return body, link(next={"max_id": numbers[-1]}) if len(numbers) > 1 else ""


def test_groups_come_once_and_in_one_result() -> None:
    server = Server(groups)
    request: Request[Any] = Request("GET", "/api/v2/notifications", GroupedNotificationsResults, pagination="link")
    start = server.page(request)
    following = server.perform(turned(start, "next"))
    assert [group.group_key for group in following.notification_groups] == ["g-3", "g-2"]
    whole = joined(server.pages(start))
    assert type(whole) is GroupedNotificationsResults
    assert [group.group_key for group in whole.notification_groups] == [f"g-{number}" for number in range(6, 0, -1)]
    assert [account.id for account in whole.accounts] == ["7", "16", "14", "12"]
    assert len({status.id for status in whole.statuses}) == len(whole.statuses) == 6


def test_a_page_is_given_as_it_is_first() -> None:
    server = Server(mastodon)
    page: Page[Any] = server.page(first())
    assert server.pages(page)[0] is page


def test_a_long_walk_remembers_what_it_read_last(caplog: pytest.LogCaptureFixture) -> None:
    def answer(query: Mapping[str, str]) -> tuple[list[Any], str]:
        below = int(query.get("max_id", 60_000))
        numbers = list(range(below - 1, max(below - 2_001, 0), -1))
        return [{"id": str(number)} for number in numbers], link(next={"max_id": numbers[-1]}) if below > 2_001 else ""

    with caplog.at_level(logging.WARNING):
        walk, server = Walk(first(), "next"), Server(answer)
        while server.perform(walk.turn()) is not None:
            assert len(walk._seen) <= 10_000
    assert not caplog.records


def test_groups_that_come_again_do_not_end_a_list(caplog: pytest.LogCaptureFixture) -> None:
    """Each page names the groups of its own notifications, so that the second has only one of the first."""
    of_pages = {"9": ["favourite-1"], "6": ["favourite-1"], "3": ["mention-2"], "0": []}

    def grouped(query: Mapping[str, str]) -> tuple[dict[str, Any], str]:
        number = query.get("max_id", "0009")[-1]
        groups = [{"group_key": key, "page_min_id": number} for key in of_pages[number]]
        body = {"accounts": [], "statuses": [], "notification_groups": groups}
        return body, link(next={"max_id": int(number) - 3}) if groups else ""

    request = Request("GET", "/api/v2/notifications", GroupedNotificationsResults, pagination="link")
    pages = Server(grouped).pages(request)
    assert [one.group_key for page in pages for one in page.notification_groups] == ["favourite-1", "mention-2"]
    assert not caplog.text
