"""Helpers that are no calls of the API."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest

from mastodon import (
    Mastodon,
    MastodonAPIError,
    MastodonIllegalArgumentError,
    MastodonNotFoundError,
    MastodonVersionError,
)
from mastodon.versions import api_version, max_version, parse_version_string
from trunkline.answers.page import Page
from trunkline.clients.filtering import without_filtered
from trunkline.entities import AsyncRefresh
from trunkline.ids import Id

from .conftest import Canned

Make = Callable[..., Canned]

SERVER = {"version": "4.5.2+glitch", "domain": "example.social", "api_versions": {"mastodon": 7}}
V2 = "/api/v2/instance"


def test_version_is_asked_for_and_remembered(canned: Make) -> None:
    server = canned({V2: SERVER})
    client = server.client
    assert (client.mastodon_major, client.mastodon_minor, client.mastodon_patch) == (1, 0, 0)
    assert client.verify_minimum_version("4.5.0", cached=True)
    assert not client.verify_minimum_version("4.6.0", cached=True)
    assert server.calls == [f"GET {V2}"]
    assert (client.mastodon_major, client.mastodon_minor, client.mastodon_patch) == (4, 5, 2)
    assert client.mastodon_api_version == 7
    assert client.retrieve_mastodon_version() == "4.5.2"


def test_version_of_a_server_that_does_not_answer(canned: Make) -> None:
    client = canned({}).client
    assert client.retrieve_mastodon_version() == "1.0.0"
    with pytest.raises(MastodonNotFoundError):
        client.retrieve_mastodon_version(fail_hard=True)
    with pytest.raises(MastodonIllegalArgumentError, match="no version"):
        client.verify_minimum_version("new")


def test_version_helpers() -> None:
    assert parse_version_string("4.3.1-beta.2") == (4, 3, 1)
    assert max_version("1.9.0", "1.10.0", "1.2.3") == "1.10.0"


def test_methods_that_programs_add_are_checked(canned: Make) -> None:
    class Extended(Mastodon):
        @api_version("4.6.0", "4.7.0")
        def new_call(self) -> str:
            return "called"

    def extended(mode: Any) -> Extended:
        client = canned({V2: SERVER}, version_check_mode=mode).client
        client.__class__ = Extended
        assert isinstance(client, Extended)
        return client

    assert extended("none").new_call() == "called"
    with pytest.raises(MastodonVersionError, match=r"new_call needs Mastodon 4\.6\.0"):
        extended("created").new_call()
    with pytest.raises(MastodonVersionError, match=r"4\.7\.0"):
        extended("changed").new_call()


@pytest.mark.parametrize("status", [200, 404])
def test_server_time_is_in_any_answer(canned: Make, status: int) -> None:
    answer = httpx2.Response(status, headers={"date": "Tue, 20 Jan 2026 10:00:00 GMT"})
    server = canned({"/": answer})
    assert server.client.get_approx_server_time() == datetime(2026, 1, 20, 10, tzinfo=UTC).astimezone().replace(
        tzinfo=None
    )
    assert "authorization" not in server.sent[0].headers
    with pytest.raises(MastodonAPIError, match="no Date"):
        canned({"/": httpx2.Response(200)}).client.get_approx_server_time()


def access(**feeds: tuple[str, str]) -> dict[str, Any]:
    """A server's answer with who may read its timelines, local and remote."""
    said = {name: {"local": local, "remote": remote} for name, (local, remote) in feeds.items()}
    return {V2: {**SERVER, "configuration": {"timelines_access": said}}}


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({}, True),
        ({"local": True}, True),
        ({"remote": True}, False),
        ({"remote": True, "with_auth": True}, True),
        ({"timeline": "local"}, True),
        ({"timeline": "hashtag"}, False),
        ({"timeline": "tag/cats", "with_auth": True}, False),
        ({"timeline": "home"}, True),
        ({"timeline": "link"}, True),
        ({"timeline": "unheard of"}, True),
    ],
)
def test_timelines_that_may_be_read(canned: Make, arguments: dict[str, Any], expected: bool) -> None:
    answers = access(live_feeds=("public", "authenticated"), hashtag_feeds=("disabled", "disabled"))
    assert canned(answers).client.timeline_is_available(**arguments) is expected


def test_timelines_of_a_server_that_does_not_say(canned: Make) -> None:
    client = canned({V2: SERVER}).client
    assert client.timeline_is_available()
    with pytest.raises(MastodonAPIError, match="does not say"):
        client.timeline_is_available(fail_hard=True)
    with pytest.raises(MastodonIllegalArgumentError, match="no timeline 'unheard of'"):
        client.timeline_is_available("unheard of", fail_hard=True)


CONTEXT: dict[str, list[Any]] = {"ancestors": [], "descendants": []}
ANNOUNCED = {"mastodon-async-refresh": 'id="abc", retry=0, result_count=2'}


def test_work_that_a_server_announces_is_awaited(canned: Make) -> None:
    answers: dict[str, Any] = {
        "/api/v1/statuses/1/context": httpx2.Response(200, json=CONTEXT, headers=ANNOUNCED),
        "/api/v1_alpha/async_refreshes/abc": {"async_refresh": {"id": "abc", "status": "finished", "result_count": 3}},
    }
    server = canned(answers)
    context = server.client.status_context("1")
    assert server.client.get_async_refresh_info(context) == (
        AsyncRefresh({"id": "abc", "status": "running", "result_count": 2}),
        0,
    )
    assert server.client.get_async_refresh_status(context).result_count == 3
    assert server.client.await_async_refresh(context) == context
    assert server.calls[-2:] == ["GET /api/v1_alpha/async_refreshes/abc", "GET /api/v1/statuses/1/context"]


def test_work_that_takes_too_long_is_given_up(canned: Make) -> None:
    running = {"async_refresh": {"id": "abc", "status": "running", "result_count": 3}}
    answers = {
        "/api/v1/statuses/1/context": httpx2.Response(200, json=CONTEXT, headers=ANNOUNCED),
        "/api/v1_alpha/async_refreshes/abc": running,
    }
    client = canned(answers).client
    assert client.await_async_refresh(client.status_context("1"), max_attempts=1) is None


def test_nothing_announced_is_nothing_to_wait_for(canned: Make) -> None:
    server = canned({"/api/v1/statuses/1/context": CONTEXT})
    context = server.client.status_context("1")
    assert server.client.get_async_refresh_info(context) is None
    assert server.client.await_async_refresh(context) is context
    assert len(server.sent) == 1


NOW = datetime(2026, 1, 1, tzinfo=UTC)
PHRASE = {"phrase": "cats", "context": ["home"], "whole_word": True, "expires_at": None}
FILTER = {"context": ["home"], "filter_action": "hide", "keywords": [{"keyword": "cats", "whole_word": False}]}


@pytest.mark.parametrize(
    ("changes", "left"),
    [
        ({}, ["2", "8"]),
        ({"whole_word": False}, ["8"]),
        ({"context": ["public"]}, ["1", "2", "3", "4", "5", "6", "7", "8"]),
        ({"expires_at": "2025-01-01T00:00:00Z"}, ["1", "2", "3", "4", "5", "6", "7", "8"]),
        ({"phrase": "c.ts"}, ["1", "2", "3", "4", "5", "6", "7", "8"]),
    ],
)
def test_phrases_hide_statuses(changes: dict[str, Any], left: list[str]) -> None:
    statuses: list[dict[str, Any]] = [
        {"id": "1", "content": "<p>All Cats are grey</p>"},
        {"id": "2", "content": "<p>Concatsenate</p>"},
        {"id": "3", "content": "", "spoiler_text": "cats"},
        {"id": "4", "content": "", "reblog": {"id": "40", "content": "cats"}},
        {"id": "5", "content": "", "poll": {"options": [{"title": "dogs"}, {"title": "cats"}]}},
        {"id": "6", "content": "", "media_attachments": [{"description": "two cats"}]},
        {"id": "7", "content": "<p>c<b>ats</b></p>"},
        {"id": "8", "content": '<a href="https://cats.example">dogs</a>'},
    ]
    found = without_filtered(statuses, [{**PHRASE, **changes}], "home", NOW)
    assert [one["id"] for one in found] == left


@pytest.mark.parametrize(("changes", "left"), [({}, []), ({"filter_action": "warn"}, ["1", "2"])])
def test_filters_of_the_second_kind(changes: dict[str, Any], left: list[str]) -> None:
    filters = [{**FILTER, "statuses": [{"status_id": "2"}], **changes}]
    posts: list[dict[str, Any]] = [{"id": "1", "content": "concats"}, {"id": "2", "content": ""}]
    found = without_filtered(posts, filters, "home", NOW)
    assert [one["id"] for one in found] == left


def test_notifications_are_filtered_by_their_status(canned: Make) -> None:
    mention = {"id": "1", "type": "mention", "status": {"id": "9", "content": "cats"}}
    told: list[dict[str, Any]] = [mention, {"id": "2", "type": "follow"}]
    assert [one["id"] for one in canned({}).client.filters_apply(told, [PHRASE], "home")] == ["2"]
    assert len(canned({}).client.filters_apply(told, [], "home")) == 2


def test_debugging_shows_requests_and_no_secrets(canned: Make, caplog: pytest.LogCaptureFixture) -> None:
    client = canned({"/api/v1/statuses": {"id": "1"}}, debug_requests=True).client
    assert client.debug_requests
    with caplog.at_level(logging.DEBUG, logger="trunkline"):
        client.status_post("a private text")
    assert "POST https://example.social/api/v1/statuses: 200" in caplog.text
    assert "a-secret-token" not in caplog.text
    assert "a private text" not in caplog.text


def test_log_in_as_text(canned: Make) -> None:
    client = canned({}).client
    with pytest.raises(MastodonIllegalArgumentError, match="client_id"):
        client.persistable_login_credentials()
    client.client_id, client.client_secret = "id", "secret"
    assert client.persistable_login_credentials() == "a-secret-token\nhttps://example.social\nid\nsecret\n"


def test_settings_can_be_read_and_changed(canned: Make) -> None:
    server = canned({"/api/v1/statuses/1": {"id": "1"}})
    client = server.client
    client.lang, client.user_agent, client.access_token = "de", "mine", "another"
    client.ratelimit_method, client.ratelimit_pacefactor, client.version_check_mode = "throw", 0.9, "none"
    client.status("1")
    headers = server.sent[0].headers
    assert (headers["accept-language"], headers["user-agent"]) == ("de", "mine")
    assert headers["authorization"] == "Bearer another"
    assert (client.ratelimit_method, client.ratelimit_pacefactor, client.lang) == ("throw", 0.9, "de")
    client.request_timeout = 7
    assert client.request_timeout == 7


def test_what_the_server_says_of_its_limits(canned: Make) -> None:
    said = {"x-ratelimit-limit": "300", "x-ratelimit-remaining": "42", "x-ratelimit-reset": "2026-01-01T00:00:00Z"}
    client = canned({"/api/v1/statuses/1": httpx2.Response(200, json={"id": "1"}, headers=said)}).client
    assert (client.ratelimit_limit, client.ratelimit_remaining, client.ratelimit_reset) == (300, 300, None)
    assert client.ratelimit_lastcall is None
    client.status("1")
    assert (client.ratelimit_limit, client.ratelimit_remaining) == (300, 42)
    assert client.ratelimit_reset == NOW.timestamp()
    assert client.ratelimit_lastcall is not None


def test_caches_are_forgotten(canned: Make) -> None:
    client = canned({}).client
    client.state.streaming_url = "https://streaming.example"
    client.clear_caches()
    assert client.state.streaming_url is None


def test_length_of_a_status() -> None:
    assert Mastodon.get_status_length("see https://example.com/a/long/path/beyond/all @bob@example.com", "cw") == 34


def test_supported_version() -> None:
    assert Mastodon.get_supported_version() == "4.7.3"


def test_old_id_helpers() -> None:
    aware = datetime(2026, 1, 1, 12, tzinfo=UTC)
    made = Id(aware)
    assert made.created_at == aware
    assert made.to_datetime() == aware.astimezone().replace(tzinfo=None)
    assert Id("9").to_datetime() is None
    assert made < aware + timedelta(seconds=1)


def test_lists_without_pages_are_whole(canned: Make) -> None:
    client = canned({"/api/v1/lists": [{"id": "1", "title": "Friends"}]}).client
    lists: Any = client.lists()
    assert [one.title for one in client.fetch_remaining(lists)] == ["Friends"]
    assert client.fetch_next(lists) is None


def test_walks_refuse_unknown_directions(canned: Make) -> None:
    with pytest.raises(MastodonIllegalArgumentError, match="'next' or 'previous'"):
        next(canned({}).client.pagination_iterator(Page(), "sideways"))


def test_the_text_helpers_are_found_here_too() -> None:
    from mastodon import utility
    from trunkline import text

    for name in text.__all__:
        assert getattr(utility, name) is getattr(text, name)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = utility.nothing  # type: ignore[attr-defined]
