"""Link headers, neighbours and cursors."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline import MastodonIllegalArgumentError, Page
from trunkline.answers.cursors import from_cursor, to_cursor
from trunkline.answers.decoding import decode
from trunkline.answers.paging import neighbour_of, paged, parse_link_header
from trunkline.entities import GroupedNotificationsResults, Status
from trunkline.protocol.request import Request
from trunkline.response import Response

LINK = (
    '<https://m.example/api/v1/timelines/home?limit=2&max_id=8>; rel="next", '
    '<https://m.example/api/v1/timelines/home?limit=2&min_id=9>; rel="prev"'
)


def answer(body: object, link: str = "") -> Response:
    headers = {"content-type": "application/json", **({"link": link} if link else {})}
    return Response(200, "OK", headers, json.dumps(body).encode())


def test_a_page_knows_its_neighbours() -> None:
    page = decode(paged("/api/v1/timelines/home", Status, {"limit": 2}), answer([{"id": "9"}, {"id": "8"}], LINK))
    assert [s.id for s in page] == ["9", "8"]
    assert page.next is not None
    assert page.next.path == "/api/v1/timelines/home?limit=2&max_id=8"
    assert page.previous is not None
    assert page.previous.path == "/api/v1/timelines/home?limit=2&min_id=9"


def test_the_last_page_has_no_next_and_is_asked_again_for_newer_objects() -> None:
    request = paged("/api/v1/timelines/home", Status)
    page = decode(request, answer([]))
    assert (page.next, page.previous, page.cursor()) == (None, request, None)


def test_links_to_another_host_keep_only_path_and_query() -> None:
    link = '<https://evil.example/api/v1/x?max_id=1>; rel="next"'
    page = decode(paged("/api/v1/x", Status), answer([{"id": "1"}], link))
    assert page.next is not None
    assert page.next.path == "/api/v1/x?max_id=1"


def test_an_entity_can_be_a_page() -> None:
    request = Request("GET", "/api/v2/notifications", GroupedNotificationsResults, pagination="link")
    result = decode(request, answer({"accounts": [], "statuses": [], "notification_groups": []}, LINK))
    following = neighbour_of(result, "next")
    assert following is not None
    assert following.result is GroupedNotificationsResults


def test_offsets_advance_by_what_came() -> None:
    request = paged("/api/v1/directory", Status, {"offset": 40, "limit": 20}, pagination="offset")
    page = decode(request, answer([{"id": "1"}] * 20))
    assert page.next is not None
    assert page.previous is not None
    assert (page.next.params["offset"], page.previous.params["offset"]) == (60, 20)
    assert decode(page.next, answer([])).next is None


@pytest.mark.parametrize("direction", ["next", "previous"])
def test_a_cursor_outlives_the_process(direction: str) -> None:
    page = decode(paged("/api/v1/timelines/home", Status), answer([{"id": "9"}], LINK))
    stored = page.cursor(direction)  # type: ignore[arg-type]
    assert stored is not None
    assert from_cursor(stored) == neighbour_of(page, direction)  # type: ignore[arg-type]


def test_a_cursor_by_offset_continues() -> None:
    request = paged("/api/v1/directory", Status, {"order": "new", "offset": 40, "limit": 20}, pagination="offset")
    again = from_cursor(to_cursor(request))
    page = decode(again, answer([{"id": "1"}] * 20))
    assert page.next is not None
    assert page.next.params == {"order": "new", "offset": 60, "limit": "20"}


@pytest.mark.parametrize("pagination", ["link", "offset"])
def test_flags_stay_flags_in_a_cursor(pagination: Any) -> None:
    params = {"local": True, "remote": False, "limit": 20}
    again = from_cursor(to_cursor(paged("/api/v1/timelines/public", Status, params, pagination=pagination)))
    assert {name: value for name, value in again.params.items() if name != "limit"} == {"local": True, "remote": False}
    assert "local" not in again.path


@pytest.mark.parametrize(
    "wrong",
    ["", "{}", "[]", "null", "next", '{"get": "https://evil.example/", "of": "Status", "paged": true, "by": "link"}',
     '{"get": "/api/v1/x", "of": "NoSuch", "paged": true, "by": "link"}',
     '{"get": "/api/v1/x", "of": "Status", "paged": true, "by": "link", "flags": {"local": "1"}}'],
)  # fmt: skip
def test_what_is_no_cursor(wrong: str) -> None:
    with pytest.raises(MastodonIllegalArgumentError, match="not a cursor"):
        from_cursor(wrong)


URLS = st.text(st.characters(codec="ascii", exclude_characters='<>"\\', min_codepoint=33), min_size=1)


@given(st.dictionaries(st.sampled_from(["next", "prev", "first", "last"]), URLS, min_size=1), st.booleans())
def test_link_headers_read_back(links: dict[str, str], quoted: bool) -> None:
    mark = '"' if quoted else ""
    header = ", ".join(f"<{url}>; rel={mark}{rel}{mark}" for rel, url in links.items())
    assert parse_link_header(header) == links


@given(st.text())
def test_any_text_is_survived_as_a_link_header(text: str) -> None:
    assert isinstance(parse_link_header(text), dict)


def test_link_parameters_in_any_order() -> None:
    assert parse_link_header('<a>; title="x, rel=no"; REL=next') == {"next": "a"}


def test_pages_are_lists() -> None:
    page = Page([1, 2])
    assert page == [1, 2]
    assert page[0] == 1
