"""Streams of hostile servers, over both wires and by both clients: good events still arrive, or the stream ends."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from tests.hostile.server import TRICKS, Hostile
from tests.hostile.server.tricks.streams import STREAM, post
from trunkline import AsyncMastodon, Mastodon
from trunkline.errors import MastodonError
from trunkline.protocol.ratelimit import RateLimiter
from trunkline.protocol.retries import RetryPolicy
from trunkline.streaming import ReconnectPolicy, Update
from trunkline.streaming.events import Event
from trunkline.streaming.wires import sse_connection, websocket

TOKEN = "token-of-the-good-one"
GOOD = str(post(1)["id"])
MOST = 400
"""Events after which a test has seen enough of a stream that never ends."""

MOST_CONNECTIONS = 8
"""Connections that a server gets which ends each of them."""

ARRIVES = {"events_of_every_kind", "streams_of_every_name", "evil_posts", "posts_of_control_characters"}
"""Tricks that end with a good post, which is to arrive."""

ENDLESS = {"heartbeats_only", "dripping_event", "endless_empty_lines"}
"""Tricks that keep the connection as it is: the program decides how long it waits.

An empty line ends an event that is none, and an empty message is the keepalive of Pleroma.
"""

STREAMS = sorted(name for name, trick in TRICKS.items() if trick.paths == (STREAM,))
ADDRESSES = ("streams_nowhere", "instance_of_another_server")

OPTIONS: dict[str, Any] = {
    "gap_fill": None,
    "reconnect": ReconnectPolicy(attempts=3, base=0.0, longest=0.0),
    "silence": 2.0,
}


def client_of(kind: Any, server: Hostile) -> Any:
    policy = RetryPolicy(attempts=1)
    return kind(
        access_token=TOKEN, api_base_url=server.url, retry=policy, rate_limiter=RateLimiter(), request_timeout=2
    )


@pytest.fixture
def running() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


class Seen:
    """What has arrived so far."""

    def __init__(self) -> None:
        self.events = 0
        self.good = False
        self.error: MastodonError | None = None

    def enough(self, event: Event) -> bool:
        repr(event)
        self.events += 1
        self.good = isinstance(event, Update) and event.status.id == GOOD
        return self.good or self.events >= MOST


def listen(server: Hostile, wire: Any, name: str) -> Seen:
    seen = Seen()
    with client_of(Mastodon, server) as client, client.stream("public", wire=wire, **OPTIONS) as stream:
        stream.connected()
        try:
            if name not in ENDLESS:
                for event in stream:
                    if seen.enough(event):
                        break
        except MastodonError as error:
            seen.error = error
    return seen


async def listen_async(server: Hostile, wire: Any, name: str) -> Seen:
    seen = Seen()
    async with client_of(AsyncMastodon, server) as client, client.stream("public", wire=wire, **OPTIONS) as stream:
        await stream.connected()
        try:
            if name not in ENDLESS:
                async for event in stream:
                    if seen.enough(event):
                        break
        except MastodonError as error:
            seen.error = error
    return seen


def check(name: str, wire: str, running: ExitStack, *, with_async: bool) -> None:
    elsewhere = running.enter_context(Hostile())
    server = running.enter_context(Hostile(name, elsewhere=elsewhere.url))
    seen = asyncio.run(listen_async(server, wire, name)) if with_async else listen(server, wire, name)
    assert seen.good or name not in ARRIVES
    assert seen.good or seen.error is not None or seen.events >= MOST or name in ENDLESS
    assert seen.error is None or str(seen.error)
    assert not elsewhere.tokens
    assert len(server.requests(STREAM)) <= MOST_CONNECTIONS


SOME = ("events_of_every_kind", "streams_of_every_name", "evil_posts", "frame_of_100_mb", "stream_redirects_elsewhere")


@pytest.mark.parametrize("wire", ["sse", "websocket"])
@pytest.mark.parametrize("name", SOME)
def test_a_stream(name: str, wire: str, running: ExitStack) -> None:
    check(name, wire, running, with_async=True)


@pytest.mark.soak
@pytest.mark.parametrize("with_async", [False, True])
@pytest.mark.parametrize("wire", ["sse", "websocket", "auto"])
@pytest.mark.parametrize("name", STREAMS)
def test_any_stream(
    name: str, wire: str, running: ExitStack, with_async: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for connection in (sse_connection, websocket):
        monkeypatch.setattr(connection, "_OPEN_TIMEOUT", 2.0)
    check(name, wire, running, with_async=with_async)


@pytest.mark.parametrize("wire", ["sse", "websocket"])
@pytest.mark.parametrize("name", ADDRESSES)
def test_addresses_of_streams(name: str, wire: str, running: ExitStack) -> None:
    """A stream that is said to be elsewhere either fails, or goes there without the token."""
    elsewhere = running.enter_context(Hostile("closes_at_once"))
    server = running.enter_context(Hostile(name, elsewhere=elsewhere.url))
    for _ in range(14 if name == "streams_nowhere" else 1):
        seen = listen(server, wire, name)
        assert seen.error is not None
        assert not elsewhere.tokens
