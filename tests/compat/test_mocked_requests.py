"""Tests of programs that replace ``requests``: nothing goes out for real."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, ClassVar
from unittest.mock import MagicMock, patch

import pytest
import requests
import requests_mock as mocking
import responses
from responses.matchers import urlencoded_params_matcher

from mastodon import Mastodon, MastodonAPIError, MastodonNetworkError, MastodonRatelimitError

POSTED = {"id": "7", "content": "<p>Hi</p>"}
STATUSES = "https://m.example/api/v1/statuses"


@pytest.fixture
def client() -> Iterator[Mastodon]:
    """A client as programs make it, of a server that is not there."""
    with Mastodon(access_token="token", api_base_url="https://m.example", mastodon_version="4.5.0") as made:
        yield made


@responses.activate
def test_responses(client: Mastodon) -> None:
    responses.post(
        STATUSES,
        json=POSTED,
        match=[urlencoded_params_matcher({"status": "Hi", "sensitive": "0", "visibility": "unlisted"})],
    )
    assert client.status_post("Hi", visibility="unlisted").id == "7"
    assert responses.calls[0].request.headers["Authorization"] == "Bearer token"
    assert responses.calls[0].request.body == "status=Hi&sensitive=0&visibility=unlisted"
    assert len(responses.calls) == 1


@responses.activate
def test_what_a_mock_does_not_know_goes_nowhere(client: Mastodon) -> None:
    with pytest.raises(MastodonNetworkError):
        client.status("7")
    assert len(responses.calls) == 1


@responses.activate
def test_only_what_the_program_asks_for_goes_to_a_mock() -> None:
    responses.post(STATUSES, json=POSTED)
    asking = Mastodon(access_token="token", api_base_url="https://m.example", lang="de")
    assert asking.status_post("Hi", poll=asking.make_poll(["a", "b"], 300)).id == "7"
    assert len(responses.calls) == 1
    body = responses.calls[0].request.body
    assert isinstance(body, bytes)
    assert json.loads(body)["poll"]["options"] == ["a", "b"]


@responses.activate
def test_addresses_with_a_slash_at_the_end() -> None:
    responses.get("https://m.example/api/v1/instance/", json={"version": "3.5.0", "uri": "m.example"})
    responses.get("https://m.example/api/v1/conversations/", json=[])
    responses.post("https://m.example/api/v1/reports/", json={"id": "4"})
    client = Mastodon(access_token="token", api_base_url="https://m.example")
    assert client.conversations() == []
    assert client.report("5").id == "4"
    assert client.instance().uri == "m.example"
    assert client.retrieve_mastodon_version() == "3.5.0"


def test_whatever_a_patched_session_raises_is_an_error_of_the_network(client: Mastodon) -> None:
    with patch("requests.Session.request", side_effect=RuntimeError("no")), pytest.raises(MastodonNetworkError):
        client.status(7)


def test_requests_mock(client: Mastodon) -> None:
    with mocking.Mocker() as mocker:
        mocker.get(f"{STATUSES}/7", json=POSTED)
        mocker.get(f"{STATUSES}/8", status_code=404, json={"error": "Record not found"})
        assert client.status(7).content == "<p>Hi</p>"
        with pytest.raises(MastodonAPIError, match="Record not found"):
            client.status(8)
    assert [one.method for one in mocker.request_history] == ["GET", "GET"]


def test_a_patched_session(client: Mastodon) -> None:
    with patch("requests.Session.request") as request:
        request.return_value.status_code = 200
        request.return_value.headers = {}
        request.return_value.json.return_value = POSTED
        assert client.toot("Hi").id == "7"
    assert request.call_args.args == ("POST", STATUSES)
    assert request.call_args.kwargs["data"] == "status=Hi&sensitive=0"


def test_a_session_that_is_a_mock() -> None:
    session = MagicMock()
    session.request.return_value.json.return_value = POSTED
    client = Mastodon(access_token="token", api_base_url="https://m.example", mastodon_version="4.5.0", session=session)
    assert client.status_post("Hi").id == "7"
    session.request.assert_called_once()


def test_a_session_with_a_made_up_response() -> None:
    class Answer:
        status_code = 422
        headers: ClassVar[dict[str, str]] = {"Content-Type": "application/json"}
        ok = False
        content = json.dumps({"error": "no"}).encode()

    session = requests.Session()
    with patch.object(session, "request", return_value=Answer()), pytest.raises(MastodonAPIError, match="no"):
        Mastodon(access_token="token", api_base_url="https://m.example", session=session).status(1)


def test_without_a_mock_requests_is_not_used(client: Mastodon, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Any] = []
    monkeypatch.setattr(requests.Session, "__init__", lambda *_: made.append(True))
    http = client._driver.http
    assert http is client._driver.http
    assert made == []


KEYS = {"client_id": "foo", "client_secret": "bar"}


def _answering(said: Any) -> Any:
    return MagicMock(**{"json.return_value": said, "status_code": 200})


@pytest.mark.parametrize("of_session", [True, False])
def test_registering_goes_through_a_replaced_post(of_session: bool) -> None:
    session = MagicMock(**{"post.return_value": _answering(KEYS)})
    with patch("requests.post", return_value=_answering(KEYS)) as post:
        made = Mastodon.create_app(
            "app",
            redirect_uris=["https://a.example", "https://b.example"],
            api_base_url="m.example",
            user_agent="own",
            session=session if of_session else None,
        )
    assert made == ("foo", "bar")
    called = (session.post if of_session else post).call_args
    assert called.args == ("https://m.example/api/v1/apps",)
    assert called.kwargs["data"]["redirect_uris"] == "https://a.example\nhttps://b.example"
    assert called.kwargs["headers"]["User-Agent"] == "own"


def test_registering_through_a_session() -> None:
    sent: list[Any] = []

    class Session(requests.Session):
        def request(self, method: str, url: str, **settings: Any) -> Any:  # type: ignore[override]
            sent.append((method, url, settings["data"]["client_name"]))
            return _answering(KEYS)

    assert Mastodon.create_app("app", api_base_url="m.example", session=Session()) == ("foo", "bar")
    assert sent == [("POST", "https://m.example/api/v1/apps", "app")]


def test_limits_of_a_mock_are_forgotten() -> None:
    refusing = MagicMock()
    refusing.request.return_value = MagicMock(
        status_code=429, headers={"Retry-After": "300"}, **{"json.return_value": {"error": "Too many requests"}}
    )
    settings: dict[str, Any] = {
        "access_token": "token",
        "api_base_url": "https://m.example",
        "ratelimit_method": "throw",
    }
    with pytest.raises(MastodonRatelimitError):
        Mastodon(session=refusing, **settings).status("7")
    working = MagicMock(**{"request.return_value": _answering(POSTED)})
    assert Mastodon(session=working, **settings).status("7").id == "7"


def test_registering_may_give_up_at_once() -> None:
    refused = MagicMock(status_code=429, headers={"Retry-After": "540"}, **{"json.return_value": {"error": "no"}})
    with patch("requests.post", return_value=refused) as post, pytest.raises(MastodonRatelimitError) as caught:
        Mastodon.create_app("app", api_base_url="m.example", ratelimit_method="throw")
    assert caught.value.retry_after == 540
    post.assert_called_once()


def test_a_refusal_without_a_time_keeps_nobody_who_waits_by_himself() -> None:
    session = MagicMock()
    refused = MagicMock(status_code=429, headers={}, **{"json.return_value": {"error": "Too many requests"}})
    session.request.side_effect = [refused, _answering(POSTED)]
    client = Mastodon(access_token="token", api_base_url="https://m.example", ratelimit_method="throw", session=session)
    with pytest.raises(MastodonRatelimitError):
        client.status("7")
    assert client.status("7").id == "7"


@pytest.mark.parametrize("mode", ["created", "none"])
def test_the_version_is_asked_for_where_it_is_checked(mode: Any) -> None:
    session = MagicMock(**{"request.return_value": _answering({"version": "4.3.1", "api_versions": {"mastodon": 2}})})
    client = Mastodon(api_base_url="https://m.example", version_check_mode=mode, session=session)
    known = (client.mastodon_major, client.mastodon_minor, client.mastodon_patch, client.mastodon_api_version)
    assert known == ((4, 3, 1, 2) if mode == "created" else (1, 0, 0, 0))
    assert session.request.call_count == (mode == "created")
