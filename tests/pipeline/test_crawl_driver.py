"""Crawls and clients get the same responses and errors over their two HTTP libraries."""

from __future__ import annotations

import asyncio
import gzip
import json
import socket
import threading
from typing import Any, TypeVar

import pytest

from tests.client.test_drivers import TOKEN, raw_server, reply
from trunkline import AsyncMastodon, MastodonNetworkError, MastodonReadTimeout
from trunkline.pipeline.crawling.client import WatchedMastodon
from trunkline.pipeline.watch import Watch
from trunkline.protocol.policy import exchange
from trunkline.protocol.request import Request
from trunkline.protocol.retries import RetryPolicy
from trunkline.response import Response
from trunkline.sandbox import Sandbox

T = TypeVar("T")
ME = Request("GET", "/api/v1/accounts/verify_credentials", dict)
CLIENTS = (AsyncMastodon, WatchedMastodon)


def answer_to(client_class: type[AsyncMastodon], request: Request[Any], url: str, **settings: Any) -> Response:
    """The bare answer that a client gets."""

    async def ask() -> Response:
        settings.setdefault("retry", RetryPolicy(attempts=1))
        async with client_class(api_base_url=url, access_token=TOKEN, **settings) as client:
            if isinstance(client, WatchedMastodon):
                client.watch, client.watched_as = Watch(), "server"
            return await client.run(exchange(request, client.state))

    return asyncio.run(ask())


@pytest.mark.parametrize("client_class", CLIENTS)
def test_refused(client_class: type[AsyncMastodon]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    with pytest.raises(MastodonNetworkError, match=r"Could not talk to 127\.0\.0\.1.*Check the address") as caught:
        answer_to(client_class, ME, url)
    assert not caught.value.sent


@pytest.mark.parametrize("client_class", CLIENTS)
def test_no_answer_in_time(client_class: type[AsyncMastodon]) -> None:
    given_up = threading.Event()
    with raw_server(lambda _: given_up.wait(10) and None) as (url, _):
        with pytest.raises(MastodonReadTimeout, match="did not answer in time") as caught:
            answer_to(client_class, ME, url, request_timeout=0.2)
        given_up.set()
    assert caught.value.sent
    assert TOKEN not in str(caught.value) + repr(caught.value)


@pytest.mark.parametrize("client_class", CLIENTS)
@pytest.mark.parametrize(
    "cut",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"id"',
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Encoding: gzip\r\n\r\nhello",
        b"hello\r\n\r\n",
    ],
)
def test_no_whole_answer(client_class: type[AsyncMastodon], cut: bytes) -> None:
    with raw_server(reply(cut)) as (url, requests), pytest.raises(MastodonNetworkError) as caught:
        answer_to(client_class, ME, url, retry=RetryPolicy(attempts=2, base=0.001))
    assert len(requests) in {2, 4}, "aiohttp itself asks once more where a connection ends without any answer"
    assert f"Bearer {TOKEN}".encode() in requests[0]
    assert TOKEN not in str(caught.value) + repr(caught.value)


@pytest.mark.parametrize("client_class", CLIENTS)
def test_what_comes_back(client_class: type[AsyncMastodon]) -> None:
    body = gzip.compress(b'{"id": "1"}')
    head = (
        b"HTTP/1.1 200 Fine\r\nContent-Encoding: gzip\r\nLink: <a>\r\nlink: <b>\r\nContent-Type: application/json\r\n"
    )
    with raw_server(reply(head + b"Content-Length: %d\r\n\r\n" % len(body) + body)) as (url, _):
        answer = answer_to(client_class, ME, url)
    assert (answer.status, answer.reason, answer.body) == (200, "Fine", b'{"id": "1"}')
    assert answer.headers["link"] == "<a>, <b>"


@pytest.mark.parametrize("client_class", CLIENTS)
def test_paths_stay_as_they_are(client_class: type[AsyncMastodon]) -> None:
    request = Request("GET", "/api/v1/search%2Fx?q=a%20b", dict)
    with raw_server(reply(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")) as (url, requests):
        answer_to(client_class, request, url)
    assert requests[0].startswith(b"GET /api/v1/search%2Fx?q=a%20b HTTP/1.1\r\n")


@pytest.mark.parametrize("client_class", CLIENTS)
def test_forms(client_class: type[AsyncMastodon]) -> None:
    uris = ["https://a.test", "https://b.test"]
    request = Request("POST", "/api/v1/apps", dict, form={"client_name": "ä & b", "redirect_uris": uris})
    with Sandbox(size=0) as sandbox:
        app = json.loads(answer_to(client_class, request, sandbox.url).body)
    assert (app["name"], app["redirect_uris"]) == ("ä & b", uris)


@pytest.mark.parametrize("client_class", CLIENTS)
def test_a_proxy_of_the_environment_is_not_asked_for_servers_on_this_machine(
    client_class: type[AsyncMastodon], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with raw_server(reply(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")) as (url, _):
        assert answer_to(client_class, ME, url).body == b"{}"
