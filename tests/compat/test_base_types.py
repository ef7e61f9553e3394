"""What programs ask of results: their base types, and what the modules of the old library hand on."""

from __future__ import annotations

import json
from collections import OrderedDict
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import pytest

from mastodon.return_types import Account, AsyncRefresh, Collection, InstanceThumbnailVersions, Preferences, Status
from mastodon.types_base import (
    AttribAccessDict,
    EmptyResponse,
    Entity,
    NonPaginatableList,
    PaginatableList,
    PaginationInfo,
    try_cast_recurse,
)
from trunkline.answers.decoding import decode
from trunkline.answers.paging import paged
from trunkline.protocol.request import Request
from trunkline.response import Response


def stored(kind: str, data: Any, **extra: Any) -> str:
    """Text as `to_json` of Mastodon.py 2.3.3 writes it."""
    parts = {"version": "2.0.1", "type": kind, "data": data, "extra_data": extra}
    return json.dumps({f"_mastopy_{name}": part for name, part in parts.items()})


@pytest.mark.parametrize("value", [Status({}), PaginatableList([]), NonPaginatableList([]), EmptyResponse()])
def test_every_result_is_an_entity(value: Any) -> None:
    assert isinstance(value, Entity)
    assert type(Entity.from_json(value.to_json())) is type(value)


def test_names_of_types() -> None:
    status = Status({"id": "1"})
    assert status._mastopy_type == vars(status)["_mastopy_type"] == "Status"
    assert NonPaginatableList([status])._mastopy_type == "NonPaginatableList[Status]"
    assert AttribAccessDict()._mastopy_type == "AttribAccessDict"


def test_only_pages_and_objects_have_neighbours() -> None:
    assert not hasattr(NonPaginatableList([]), "_pagination_next")
    page = decode(
        paged("/api/v1/bookmarks", Status), Response(200, "", {"link": '</api/v1/x?max_id=5>; rel="next"'}, b"[]")
    )
    info = page._pagination_next
    assert isinstance(info, OrderedDict)
    assert isinstance(info, PaginationInfo)
    again = PaginatableList[Status]()
    again._pagination_next = info
    assert again._pagination_next == info
    again._pagination_next = None
    assert again.next is None


def test_files_of_mastodonpy_are_read() -> None:
    status = Entity.from_json(
        stored(
            "Status",
            {
                "id": "109",
                "created_at": "2024-05-06T07:08:09+00:00",
                "poll": None,
                "account": {"last_status_at": "2024-05-06T00:00:00", "bot": False, "moved": None},
            },
        )
    )
    assert isinstance(status, Status)
    assert status.created_at == datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
    assert status.account.last_status_at == datetime(2024, 5, 6)
    preferences: Any = Entity.from_json(stored("Preferences", {"posting_default_language": "de"}))
    assert isinstance(preferences, Preferences)
    assert preferences.posting_default_language == preferences["posting:default:language"] == "de"
    versions: Any = Entity.from_json(stored("InstanceThumbnailVersions", {"at1x": "https://a.example/1"}))
    assert isinstance(versions, InstanceThumbnailVersions)
    assert versions.at1x == "https://a.example/1"


def test_files_have_the_names_that_servers_send() -> None:
    data = json.loads(Collection({"items": [{"id": "2"}]}).to_json())["_mastopy_data"]
    assert data["items"][0]["id"] == "2"
    assert "collection_items" not in data


def test_days_come_back_as_days() -> None:
    account = Account({"last_status_at": "2024-05-06"})
    assert Entity.from_json(account.to_json()).last_status_at == datetime(2024, 5, 6)


def test_announced_work_is_a_mapping_that_is_stored() -> None:
    sent = {"mastodon-async-refresh": 'id="abc", result_count=2'}
    context = decode(Request("GET", "/api/v1/statuses/1/context", AsyncRefresh), Response(200, "", sent, b"{}"))
    expected = {
        "id": "abc",
        "result_count": 2,
        "_method": "GET",
        "_endpoint": "/api/v1/statuses/1/context",
        "_mastopy_type": "AsyncRefresh",
        "_params": {},
    }
    assert context._async_refresh == expected
    assert Entity.from_json(context.to_json())._async_refresh == expected
    context._async_refresh = {"id": "def"}
    assert context._async_refresh == {"id": "def"}
    assert not hasattr(Status({}), "_async_refresh")


def test_calls_without_an_answer_return_an_empty_response() -> None:
    request = Request("DELETE", "/api/v1/collections/1", EmptyResponse)
    for body in (b"", b"{}"):
        found = decode(request, Response(200, "", {}, body))
        assert type(found) is EmptyResponse
        assert not found


def test_types_by_name() -> None:
    assert type(try_cast_recurse("Status", {"id": "1"})) is Status


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("mastodon.internals", "json"),
        ("mastodon.streaming", "json"),
        ("mastodon.Mastodon", "datetime"),
        ("mastodon.compat", "urlparse"),
        ("mastodon.compat", "blurhash"),
        ("mastodon.internals", "Account"),
    ],
)
def test_modules_hand_on_what_they_import(module: str, name: str) -> None:
    assert hasattr(import_module(module), name)
    with pytest.raises(AttributeError, match=f"'{module}' has no attribute 'nothing'"):
        import_module(module).nothing  # noqa: B018
