"""The address of a server's streams."""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from contextlib import AsyncExitStack, nullcontext
from traceback import format_exception
from typing import Any

import pytest

from trunkline import Mastodon
from trunkline.answers.decoding import decode
from trunkline.entities import Instance, InstanceV2
from trunkline.errors import MastodonAPIError, MastodonNotFoundError, MastodonRatelimitError
from trunkline.protocol.request import Flow, Sleep
from trunkline.protocol.state import ClientState
from trunkline.sandbox import Sandbox
from trunkline.streaming.access import Access
from trunkline.streaming.address import announced_by, find_instance, streaming_url
from trunkline.streaming.wires.connection import Link
from trunkline.streaming.wires.websocket_connection import WebSocketConnection
from trunkline.transport.connections import Connections
from trunkline.transport.drivers import AsyncDriver

API = "https://m.example"


def answered(flow: Generator[Any, Any, Any], *answers: Any) -> Any:
    """The result of a flow whose requests get these answers."""
    next(flow)
    try:
        for answer in answers:
            if isinstance(answer, Exception):
                flow.throw(answer)
            else:
                flow.send(answer)
    except StopIteration as stop:
        return stop.value
    raise AssertionError("it asks for more")


def test_the_server_says_where_its_streams_are() -> None:
    instance = InstanceV2(configuration={"urls": {"streaming": "wss://s.m.example"}})
    assert announced_by(answered(find_instance(), instance)) == "wss://s.m.example"


@pytest.mark.parametrize("instance", [{}, {"configuration": None}, {"configuration": {"urls": {"streaming": ""}}}])
def test_a_server_that_does_not_say_has_them_beside_its_api(instance: dict[str, Any]) -> None:
    assert announced_by(answered(find_instance(), InstanceV2(instance))) is None


def test_older_servers_say_it_elsewhere() -> None:
    gone = MastodonNotFoundError("no")
    old = Instance(urls={"streaming_api": "wss://s.m.example"})
    assert announced_by(answered(find_instance(), gone, old)) == "wss://s.m.example"
    assert announced_by(answered(find_instance(), gone, gone, gone, gone)) is None


@pytest.mark.parametrize(
    ("announced", "url"),
    [
        (None, API),
        ("wss://s.m.example", "https://s.m.example"),
        ("wss://s.m.example/", "https://s.m.example"),
        ("wss://s.m.example:4000/sub", "https://s.m.example:4000/sub"),
        ("wss://m.example/api/v1/streaming", "https://m.example"),
        ("https://s.m.example", "https://s.m.example"),
        ("s.m.example", "https://s.m.example"),
        ("ws://s.m.example", "https://s.m.example"),
    ],
)
def test_streams_are_encrypted_as_the_api_is(announced: str | None, url: str) -> None:
    assert streaming_url(announced, API, allow_http=False) == url


@pytest.mark.parametrize(
    ("announced", "api", "url"),
    [
        ("wss://localhost:8080", "http://localhost:8080", "http://localhost:8080"),
        ("wss://localhost", "http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("wss://gts.example", "http://gts.example:8080", "http://gts.example:8080"),
        ("wss://localhost:4000", "http://localhost:8080", "https://localhost:4000"),
        ("wss://elsewhere.example", "http://localhost:8080", "https://elsewhere.example"),
        ("wss://gts.example:x", "http://gts.example", None),
    ],
)
def test_a_server_that_was_reached_by_plain_http_may_announce_itself_as_encrypted(
    announced: str, api: str, url: str | None
) -> None:
    if url is None:
        with pytest.raises(MastodonAPIError, match="cannot be used"):
            streaming_url(announced, api, allow_http=True)
    else:
        assert streaming_url(announced, api, allow_http=True) == url


def test_plain_http_stays_on_this_machine() -> None:
    assert streaming_url("ws://127.0.0.1:4000", "http://127.0.0.1:3000", allow_http=False) == "http://127.0.0.1:4000"
    with pytest.raises(MastodonAPIError, match="cannot be used"):
        streaming_url("ws://elsewhere.example", "http://127.0.0.1:3000", allow_http=False)
    with pytest.raises(MastodonAPIError, match="cannot be used"):
        streaming_url("wss://a b", API, allow_http=False)


def test_the_password_of_a_proxy_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "nonsense://user:the-password@proxy.example:1")
    state = ClientState(API, decode, streaming_url=API)
    connections = Connections()
    link = Link(Access(state, connections, AsyncDriver(connections)), API, 60.0, _nobody, _nobody, nullcontext)

    async def connect() -> None:
        async with asyncio.TaskGroup() as tasks, AsyncExitStack() as ending:
            await WebSocketConnection(link).open(tasks, ending)

    with pytest.raises(ExceptionGroup) as caught:
        asyncio.run(connect())
    shown = "".join(format_exception(caught.value))
    assert "The address of the proxy cannot be used" in shown
    assert "the-password" not in shown


async def _nobody(*_: Any) -> None:
    raise AssertionError("nothing is connected")


def test_the_health_of_the_streaming_server(sandbox: Sandbox) -> None:
    with Mastodon(api_base_url=sandbox.url) as client:
        assert client.stream_healthy() is True


def test_a_wait_for_the_rate_limit_can_be_bounded() -> None:
    def flow(seconds: float) -> Flow[str]:
        yield Sleep(seconds)
        return "done"

    connections = Connections()
    access = Access(ClientState("https://a.example", decode), connections, AsyncDriver(connections))
    assert asyncio.run(access.run(flow(0), longest_wait=10)) == "done"
    with pytest.raises(MastodonRatelimitError, match="wait 11 s"):
        asyncio.run(access.run(flow(11), longest_wait=10))
