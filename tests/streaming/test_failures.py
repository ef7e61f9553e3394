"""Each way in which a connection can fail, and that nothing is left behind by any."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.faults.proxy import Fault, FaultProxy, answering, is_stream
from tests.streaming.conftest import QUICK, People, run
from trunkline import Mastodon
from trunkline.errors import MastodonNetworkError, MastodonRatelimitError
from trunkline.protocol.request import HttpRequest
from trunkline.response import Response
from trunkline.sandbox import Sandbox
from trunkline.streaming import AsyncStream, Connected, Disconnected, Heartbeat, Update
from trunkline.streaming.wires.names import WireName
from trunkline.transport.drivers import AsyncDriver

WIRES = ["sse", "websocket"]


async def _lost(stream: AsyncStream) -> Disconnected:
    """The next report that there is no connection."""
    while True:
        event = await anext(stream)
        if isinstance(event, Disconnected):
            return event
        assert isinstance(event, Connected | Heartbeat)


async def _receives(stream: AsyncStream, bob: Mastodon) -> None:
    """It is connected (again), and events come."""
    while not isinstance(await anext(stream), Connected):
        pass
    posted: Any = await asyncio.to_thread(bob.status_post, "@alice still there?")
    while True:
        event = await anext(stream)
        if isinstance(event, Update):
            assert event.status.id == posted.id
            return


def _settings(wire: WireName) -> dict[str, Any]:
    return {"wire": wire, "reconnect": QUICK, "states": True}


@pytest.mark.parametrize("wire", WIRES)
def test_nobody_listens_at_the_address(sandbox: Sandbox, people: People, bob: Mastodon, wire: WireName) -> None:
    async def scene() -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            closed = f"http://127.0.0.1:{taken.getsockname()[1]}"
        async with people.asynchronous() as alice, alice.stream("user", **_settings(wire)) as stream:
            alice.state.streaming_url = closed
            lost = await _lost(stream)
            assert isinstance(lost.error, MastodonNetworkError)
            alice.state.streaming_url = sandbox.url
            await _receives(stream, bob)

    run(scene())


@pytest.mark.parametrize("wire", WIRES)
def test_the_name_of_the_server_is_not_found(
    sandbox: Sandbox, people: People, bob: Mastodon, monkeypatch: pytest.MonkeyPatch, wire: WireName
) -> None:
    real = socket.getaddrinfo
    known = False

    def resolve(host: Any, *arguments: Any, **settings: Any) -> Any:
        if host in ("streams.localhost", b"streams.localhost"):
            if not known:
                raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
            host = "127.0.0.1"
        return real(host, *arguments, **settings)

    async def scene() -> None:
        nonlocal known
        async with people.asynchronous() as alice, alice.stream("user", **_settings(wire)) as stream:
            alice.state.streaming_url = f"http://streams.localhost:{urlsplit(sandbox.url).port}"
            lost = await _lost(stream)
            assert "streams.localhost" in str(lost.error)
            known = True
            await _receives(stream, bob)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    run(scene())


@pytest.mark.parametrize("wire", WIRES)
def test_a_rate_limit_is_waited_for(people: People, proxy: FaultProxy, wire: WireName) -> None:
    limited = answering("429 Too Many Requests", headers="Retry-After: 120\r\n")

    async def scene() -> None:
        proxy.plan = lambda request: limited if is_stream(request) else Fault()
        async with people.asynchronous(url=proxy.url) as alice, alice.stream("user", **_settings(wire)) as stream:
            lost = await _lost(stream)
            assert isinstance(lost.error, MastodonRatelimitError)
            assert lost.retry_in == 120

    run(scene())


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize("kind", ["drop", "reset", "half_close"])
def test_the_connection_ends(people: People, bob: Mastodon, proxy: FaultProxy, kind: Any, wire: WireName) -> None:
    async def scene() -> None:
        proxy.plan = lambda request: Fault(kind, after_seconds=0.3) if is_stream(request) else Fault()
        async with people.asynchronous(url=proxy.url) as alice, alice.stream("user", **_settings(wire)) as stream:
            lost = await _lost(stream)
            assert isinstance(lost.error, MastodonNetworkError)
            proxy.plan = lambda _: Fault()
            await _receives(stream, bob)

    run(scene())


@pytest.mark.parametrize("wire", WIRES)
def test_it_stops_while_it_looks_for_what_was_missed(
    people: People, proxy: FaultProxy, monkeypatch: pytest.MonkeyPatch, wire: WireName
) -> None:
    async def scene() -> None:
        async with people.asynchronous(url=proxy.url) as alice:
            stream = alice.stream("user", **_settings(wire))
            assert await stream.connected()
            searching = asyncio.Event()

            async def sent(_driver: AsyncDriver, _request: HttpRequest) -> Response:
                searching.set()
                await asyncio.Event().wait()
                raise AssertionError

            monkeypatch.setattr(AsyncDriver, "_send", sent)
            proxy.cut_all()
            await searching.wait()
            assert stream.state == "reconnecting"
            async with asyncio.timeout(1.0):
                await stream.close()

    run(scene())


def _sockets() -> set[str]:
    """The sockets that this process has open."""
    found = set()
    for entry in Path("/proc/self/fd").iterdir():
        try:
            found.add(os.readlink(entry))
        except OSError:
            continue  # closed meanwhile
    return {name for name in found if name.startswith("socket:")}


async def _soon(is_so: Callable[[], bool]) -> None:
    """The server may notice a little later."""
    async with asyncio.timeout(5):
        while not is_so():  # noqa: ASYNC110  (nothing tells)
            await asyncio.sleep(0)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc")
@pytest.mark.parametrize("wire", WIRES)
def test_no_socket_is_left_open(people: People, proxy: FaultProxy, wire: WireName) -> None:
    async def scene() -> None:
        async with people.asynchronous(url=proxy.url) as alice:
            for _ in range(5):
                async with alice.stream("user", "public", **_settings(wire)) as stream:
                    assert await stream.connected()
                    proxy.cut_all()
                    await _lost(stream)

    before = _sockets()
    run(scene())
    asyncio.run(_soon(lambda: _sockets() - before <= _of_this_loop()))


def _of_this_loop() -> set[str]:
    """Each event loop wakes itself up through a pair of sockets."""
    loop: Any = asyncio.get_running_loop()
    return {os.readlink(f"/proc/self/fd/{one.fileno()}") for one in (loop._ssock, loop._csock)}
