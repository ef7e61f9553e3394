"""Objects as text and back: type, content and neighbouring pages survive."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from mastodon.errors import MastodonIllegalArgumentError
from mastodon.types_base import AttribAccessDict, try_cast_recurse
from trunkline.answers.decoding import decode
from trunkline.answers.entity import Entity, EntityList
from trunkline.answers.page import Page
from trunkline.answers.pagination_info import PaginationInfo, info_of, request_of
from trunkline.answers.paging import first_request, neighbour_of, paged
from trunkline.endpoints.timelines import Timelines
from trunkline.entities import Account, Status
from trunkline.ids import Id
from trunkline.protocol.request import Request
from trunkline.response import Response

BY_MASTODON_PY = """{
  "_mastopy_version": "2.0.1", "_mastopy_type": "PaginatableList[Status]",
  "_mastopy_data": [{"id": "5", "created_at": "2026-01-01T10:00:00+00:00", "account": {"id": "1"}, "card": null}],
  "_mastopy_extra_data": {
    "_pagination_next": {"limit": 1, "_pagination_method": "GET", "_pagination_endpoint": "/api/v1/timelines/home",
                         "_mastopy_type": "PaginatableList[Status]", "max_id": 5}}}"""


def a_page() -> Page[Status]:
    """A page of a timeline, as the server sends it."""
    link = '<https://other.host/api/v1/timelines/home?limit=2&types[]=a&types[]=b&max_id=5>; rel="next"'
    response = Response(
        200, "OK", {"link": link}, b'[{"id": "6"}, {"id": "5", "account": {"id": "1", "new": {"a": 1}}}]'
    )
    return decode(Timelines.timeline_home.request(limit=2), response)


def test_a_page_keeps_its_type_and_its_neighbours() -> None:
    page = a_page()
    again = Entity.from_json(page.to_json())
    assert type(again) is Page
    assert again == page
    assert isinstance(again[1].account, Account)
    assert info_of(again.next) == info_of(page.next)
    assert info_of(again.previous) == info_of(page.previous)


def test_what_mastodon_py_has_stored_is_read() -> None:
    page = Entity.from_json(BY_MASTODON_PY)
    assert page[0].created_at == datetime(2026, 1, 1, 10, tzinfo=UTC)
    assert page.next == paged("/api/v1/timelines/home", Status, {"limit": 1, "max_id": "5"})


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (Status({"id": "1"}), "Status"),
        (EntityList([Account({"id": "1"})]), "NonPaginatableList[Account]"),
        (Page([Status({"id": "1"})]), "PaginatableList[Status]"),
        (AttribAccessDict(a=1), "AttribAccessDict"),
    ],
)
def test_each_kind_names_itself(value: Entity, name: str) -> None:
    text = value.to_json(pretty=False)
    assert json.loads(text)["_mastopy_type"] == name
    assert "\n" not in text
    assert type(Entity.from_json(text)) is type(value)


@pytest.mark.parametrize("text", ['{"id": "1"}', "[]", '{"_mastopy_version": "2.0.1"}'])
def test_other_json_is_refused(text: str) -> None:
    with pytest.raises(MastodonIllegalArgumentError, match="to_json"):
        Status.from_json(text)


def test_times_that_a_program_has_put_in_are_stored() -> None:
    bag = AttribAccessDict(when=datetime(2026, 1, 1, tzinfo=UTC))
    assert "2026-01-01T00:00:00+00:00" in bag.to_json()


def test_pagination_info_can_be_read_stored_and_used() -> None:
    info = a_page()._pagination_next
    assert isinstance(info, PaginationInfo)
    assert info["max_id"] == 5
    assert info["max_id"] - 1 == int("%d" % info["max_id"]) - 1 == 4  # noqa: UP031  (as programs write)
    assert (info["limit"], info["types"]) == (2, ["a", "b"])
    stored = json.loads(json.dumps(info))
    expected = {"limit": 2, "types": ["a", "b"], "max_id": "5"}
    assert request_of(stored) == paged("/api/v1/timelines/home", Status, expected, pagination="id")
    assert neighbour_of(stored, "next") == request_of(info)


def test_pagination_info_by_offset() -> None:
    request = paged("/api/v1/directory", Account, {"offset": 40, "limit": 40}, pagination="offset")
    info = info_of(request)
    assert info is not None
    assert info["offset"] == 40
    assert request_of(info) == request


@pytest.mark.parametrize("change", [{"_pagination_method": "POST"}, {"_pagination_endpoint": "https://bad.example/"}])
def test_pagination_info_leads_to_pages_alone(change: dict[str, str]) -> None:
    with pytest.raises(MastodonIllegalArgumentError, match="no page"):
        request_of({**(a_page()._pagination_next or {}), **change})


def test_an_entity_has_pagination_too() -> None:
    assert Status({"id": "1"})._pagination_next is None
    assert Status({"id": "1"})._pagination_prev is None
    info = a_page()._pagination_prev
    assert info is not None
    assert info["min_id"] == 6


def test_what_no_class_declares_has_attributes() -> None:
    account = a_page()[1].account
    assert account.new.a == 1
    assert AttribAccessDict(a=[{"b": {"c": 2}}]).a[0].b.c == 2
    assert json.dumps(AttribAccessDict(a=[{"b": 1}])) == '{"a": [{"b": 1}]}'


def test_casting_converts_when_read() -> None:
    page = try_cast_recurse(Page[Status], [{"id": "1", "created_at": "2026-01-01T00:00:00Z"}])
    assert page[0].created_at.year == 2026
    assert isinstance(page[0].id, Id)


def test_plain_lists_are_refused() -> None:
    with pytest.raises(MastodonIllegalArgumentError, match="neighbours"):
        neighbour_of(a_page()[:1], "next")
    with pytest.raises(MastodonIllegalArgumentError, match="neighbours"):
        first_request(sorted(a_page(), key=lambda status: status.id))
    assert neighbour_of(EntityList([Account({"id": "1"})]), "next") is None


def test_request_names_survive() -> None:
    request: Request[Page[str]] = paged("/api/v1/domain_blocks", str)
    info = info_of(request)
    assert info is not None
    assert request_of(info) == request
