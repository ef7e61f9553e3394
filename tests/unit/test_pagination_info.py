"""The position of a page as a mapping, whatever a server's link has."""

from __future__ import annotations

from typing import Any

import pytest

from trunkline.answers.cursors import moved_to
from trunkline.answers.page import Page
from trunkline.answers.pagination_info import info_of, request_of
from trunkline.entities import Status
from trunkline.protocol.request import Request

PATH = "/api/v1/bookmarks"


def info(query: str) -> dict[str, Any]:
    found = info_of(Request("GET", f"{PATH}?{query}", Page[Status], pagination="link"))
    assert found is not None
    return {name: value for name, value in found.items() if not name.startswith("_")}


@pytest.mark.parametrize("number", ["abc", "9" * 5_000, "", "1.5"])
def test_a_number_that_is_none_is_a_text(number: str) -> None:
    query = f"limit={number}&offset=7"
    assert info(query).get("limit", "") == number
    assert info(query)["offset"] == 7


def test_a_parameter_that_is_a_list_too() -> None:
    assert info("limit=5&limit[]=7&all[]=x&all[]=y") == {"limit": 5, "all": ["x", "y"]}


def test_a_link_does_not_change_what_the_position_is_about() -> None:
    found = info_of(Request("GET", f"{PATH}?_pagination_endpoint=/api/v1/other&max_id=3", Page[Status]))
    assert found is not None
    assert request_of(found).path == PATH


@pytest.mark.parametrize("by", ["link", "offset"])
def test_a_link_of_a_server_in_a_folder(by: Any) -> None:
    first = Request("GET", PATH, Page[Status], pagination=by)
    moved = moved_to(first, f"https://m.example/social{PATH}?offset=40")
    found = info_of(moved)
    assert found is not None
    assert (found["_pagination_endpoint"], str(found["offset"])) == (PATH, "40")
