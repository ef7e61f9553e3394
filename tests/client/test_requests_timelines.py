from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.client.cases import Case, check, rows
from trunkline.answers.page import Page
from trunkline.endpoints.timelines import Timelines
from trunkline.entities import Status, Tag
from trunkline.errors import MastodonIllegalArgumentError

T = Timelines
HOME, PUBLIC, TAG = (f"/api/v1/timelines/{name}" for name in ("home", "public", "tag"))


def page(call: Any, args: tuple[Any, ...], kwargs: dict[str, Any], path: str, query: str = "") -> Case:
    return Case(call, args, kwargs, "GET", path, Page[Status], query, pagination="id")


CASES = [
    page(T.timeline, (), {}, HOME),
    page(T.timeline, ("local",), {}, PUBLIC, "local=1"),
    page(T.timeline, ("tag/größe",), {}, f"{TAG}/gr%C3%B6%C3%9Fe"),
    page(T.timeline, ("tag/../../accounts",), {}, f"{TAG}/..%2F..%2Faccounts"),
    page(T.timeline, ("list/12", "9", "7", "8", 40, True, True), {}, "/api/v1/timelines/list/12",
         "max_id=9&min_id=7&since_id=8&limit=40&only_media=1&local=1"),
    page(T.timeline_home, ({"id": "9"},), {"limit": 40}, HOME, "max_id=9&limit=40"),
    page(T.timeline_home, (datetime(2024, 1, 1, tzinfo=UTC),), {}, HOME, "max_id=2024-01-01T00:00:00Z"),
    page(T.timeline_local, ("9", "7", "8", 5, True), {}, PUBLIC,
         "max_id=9&min_id=7&since_id=8&limit=5&only_media=1&local=1"),
    page(T.timeline_public, (), {"remote": True}, PUBLIC, "remote=1"),
    page(T.timeline_hashtag, ("#Cats", True, "9", "7", "8", 5, True), {}, f"{TAG}/Cats",
         "max_id=9&min_id=7&since_id=8&limit=5&only_media=1&local=1"),
    page(T.timeline_hashtag, (Tag({"name": "cats"}),), {"any": "dogs", "all": ["#a", "b"], "none": ["c"]},
         f"{TAG}/cats", "any[]=dogs&all[]=a&all[]=b&none[]=c"),
    page(T.timeline_list, (12,), {"min_id": 3}, "/api/v1/timelines/list/12", "min_id=3"),
    page(T.timeline_link, ("https://a.example/?b=c&d",), {"limit": 2}, "/api/v1/timelines/link",
         "url=https://a.example/?b=c&d&limit=2"),
]  # fmt: skip


@rows(CASES)
def test_request(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("name", ["", "friends", "tag", "list/", "home/1", "../accounts", "link"])
def test_unknown_timeline(name: str) -> None:
    with pytest.raises(MastodonIllegalArgumentError, match="timeline_link"):
        T.timeline.request(name)


@pytest.mark.parametrize("call", [T.timeline, T.timeline_home, T.timeline_public])
def test_local_and_remote_are_for_the_server_to_tell(call: Any) -> None:
    sent = call.request(local=True, remote=True).params
    assert sent["local"] is sent["remote"] is True


def test_naive_time_as_cursor() -> None:
    local = datetime(2024, 1, 1)
    assert T.timeline_home.request(max_id=local) == T.timeline_home.request(max_id=local.astimezone())
