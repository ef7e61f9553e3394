"""Streams of the sandbox `like="hostile"`: good events, signs of what is missing, or a `MastodonError`."""

from __future__ import annotations

import asyncio
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.hostile.hurried import Hurry
from tests.hostile.touching import only
from trunkline import AsyncMastodon
from trunkline.errors import MastodonError
from trunkline.protocol.ratelimit import RateLimiter
from trunkline.sandbox import Sandbox
from trunkline.streaming import AsyncStream, ReconnectPolicy

NOW = datetime(2026, 3, 4, tzinfo=UTC)
STREAMS = ("user", "public", "user:notification", "hashtag:fuzz", "list:1", "direct")
MOST_EVENTS = 200
PATIENCE = 0.3
"""Seconds after which a stream that has nothing more to say has been listened to long enough."""

MOST_MEMORY = 400 << 20
COUNTED: Counter[str] = Counter()
"""Events and errors by kind, of all examples."""

wires = st.sampled_from(("sse", "websocket", "auto"))
chosen = st.lists(st.sampled_from(STREAMS), min_size=1, max_size=3, unique=True)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(like="hostile", size=20, now=NOW, rate_limits=None, process=True) as sandbox:
        yield sandbox


@pytest.fixture(autouse=True, scope="module")
def hurried() -> Iterator[None]:
    """Let nobody wait: neither clients for requests, nor streams between attempts."""
    sleep = asyncio.sleep

    async def shortly(seconds: float, result: Any = None) -> Any:
        return await sleep(min(seconds, 0.01), result)

    with pytest.MonkeyPatch.context() as monkeypatch:
        Hurry(NOW.timestamp(), 1_000_000).install(monkeypatch)
        monkeypatch.setattr(asyncio, "sleep", shortly)
        tracemalloc.start()
        yield
        tracemalloc.stop()


async def listen(sandbox: Sandbox, streams: list[str], wire: Literal["sse", "websocket", "auto"]) -> None:
    """Listen until there are many events, an error, or nothing more."""
    policy = ReconnectPolicy(attempts=3, base=0.0, longest=0.0)
    client = AsyncMastodon(
        api_base_url=sandbox.url, access_token=sandbox.token_for("alice"), rate_limiter=RateLimiter(), request_timeout=5
    )
    async with client, client.stream(*streams, wire=wire, reconnect=policy, states=True) as stream:
        try:
            with only(MastodonError):
                async with asyncio.timeout(PATIENCE):
                    await read(sandbox, stream)
        except TimeoutError:
            COUNTED["quiet"] += 1


async def read(sandbox: Sandbox, stream: AsyncStream) -> None:
    """Post, and read events."""
    try:
        await stream.connected()
        for text in ("@alice one #fuzz", "@alice two #fuzz", "@alice three #fuzz"):
            await asyncio.to_thread(sandbox.post, "bob", text)
        seen = 0
        async for event in stream:
            repr(event)
            COUNTED[type(event).__name__] += 1
            seen += 1
            if seen == MOST_EVENTS:
                break
    except MastodonError as error:
        COUNTED[type(error).__name__] += 1
        raise


def check(sandbox: Sandbox, seed: int, streams: list[str], wire: Literal["sse", "websocket", "auto"]) -> None:
    sandbox.reset()
    sandbox.damage(seed=seed)
    tracemalloc.reset_peak()
    before = tracemalloc.get_traced_memory()[0]
    asyncio.run(listen(sandbox, streams, wire))
    assert tracemalloc.get_traced_memory()[1] - before < MOST_MEMORY


@settings(max_examples=6)
@given(seed=st.integers(0, 2**32), streams=chosen, wire=wires)
def test_some_streams(
    sandbox: Sandbox, seed: int, streams: list[str], wire: Literal["sse", "websocket", "auto"]
) -> None:
    check(sandbox, seed, streams, wire)


@pytest.mark.soak
@pytest.mark.timeout(3_600)
@settings(max_examples=200)
@given(seed=st.integers(0, 2**32), streams=chosen, wire=wires)
def test_many_streams(
    sandbox: Sandbox, seed: int, streams: list[str], wire: Literal["sse", "websocket", "auto"]
) -> None:
    check(sandbox, seed, streams, wire)
