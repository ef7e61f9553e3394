"""Measure the sandbox's streams under load: 500 listeners over both wires, and 200 people who post for 20 seconds.

``python benchmarks/streaming_load.py``; ``--quick`` is a smoke test of a few seconds, ``--posts`` lets everybody post
that often instead of for a time. The listeners and the people who
post are in a process of their own, the sandbox in another. Each status has to reach each listener of the public stream
once. The yardstick is the same posting with nobody listening, in the same run.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from typing import Any, Self

import httpx2
from websockets.asyncio.client import ClientConnection, connect

from trunkline.sandbox import Sandbox
from trunkline.streaming.wires.sse import SseDecoder

STREAM = "/api/v1/streaming"
PATIENCE = 300.0
"""Seconds that deliveries may take after the last status was posted."""


@dataclass
class Listener:
    """What one listener of the public stream has received: how often each status came."""

    received: Counter[str] = field(default_factory=Counter)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def has_all(self, wanted: set[str]) -> None:
        """Return when all of *wanted* have come."""
        while wanted - self.received.keys():
            self.arrived.clear()
            await self.arrived.wait()

    async def socket(self, connection: ClientConnection) -> None:
        """Read a WebSocket until it is closed."""
        async for text in connection:
            self._note(json.loads(text)["payload"])

    async def event_source(self, chunks: AsyncIterator[bytes]) -> None:
        """Read server-sent events until they end."""
        decoder = SseDecoder()
        async for chunk in chunks:
            for event in decoder.feed(chunk):
                if event.payload is not None:
                    self._note(bytes(event.payload).decode())

    def _note(self, payload: str) -> None:
        self.received[payload[:40].split('"')[3]] += 1  # the id comes first
        self.arrived.set()


@dataclass
class Outcome:
    """Result of one run.

    Attributes:
        posted: ids of all statuses.
        seconds: time in which they were posted.
        delivered: number of deliveries.
        behind: seconds from the last post to the last delivery.
        lost: number of deliveries that did not come.
        repeated: number of deliveries that came again.
    """

    posted: list[str]
    seconds: float
    delivered: int = 0
    behind: float = 0.0
    lost: int = 0
    repeated: int = 0


async def posting(sandbox: Sandbox, tokens: list[str], seconds: float, most: int | None = None) -> list[str]:
    """Let everybody post for a time, or *most* statuses each; return the ids."""
    posted: list[str] = []
    end = time.perf_counter() + seconds
    limits = httpx2.Limits(max_connections=50)

    async def post(client: httpx2.AsyncClient, token: str) -> None:
        number = 0
        while time.perf_counter() < end and (most is None or number < most):
            number += 1
            headers = {"Authorization": f"Bearer {token}"}
            answer = await client.post("/api/v1/statuses", json={"status": f"number {number}"}, headers=headers)
            posted.append(answer.raise_for_status().json()["id"])

    async with httpx2.AsyncClient(base_url=sandbox.url, limits=limits, timeout=PATIENCE) as client:
        await asyncio.gather(*(post(client, token) for token in tokens))
    return posted


async def listen(sandbox: Sandbox, stack: AsyncExitStack, token: str, count: int) -> list[Listener]:
    """Open *count* listeners, half of them WebSockets."""
    limits = httpx2.Limits(max_connections=None)
    headers = {"Authorization": f"Bearer {token}"}
    client = await stack.enter_async_context(
        httpx2.AsyncClient(base_url=sandbox.url, limits=limits, timeout=PATIENCE, headers=headers)
    )
    tasks = await stack.enter_async_context(_Tasks())
    listeners = [Listener() for _ in range(count)]
    for number, listener in enumerate(listeners):
        if number % 2:
            response = await stack.enter_async_context(client.stream("GET", f"{STREAM}/public"))
            chunks = response.raise_for_status().aiter_raw()
            await anext(chunks)  # the greeting: from now on the stream is open
            tasks.start(listener.event_source(chunks))
        else:
            url = f"{sandbox.url.replace('http', 'ws')}{STREAM}"
            connecting = connect(url, additional_headers=headers, max_queue=None, ping_interval=None)
            connection = await stack.enter_async_context(connecting)
            await connection.send(json.dumps({"type": "subscribe", "stream": "public"}))
            await connection.send(json.dumps({"type": "subscribe", "stream": "nonsense"}))
            await connection.recv()  # the refusal of the second: the first is open
            tasks.start(listener.socket(connection))
    return listeners


class _Tasks:
    """Tasks that end with the block."""

    def __init__(self) -> None:
        self._tasks: list[asyncio.Task[None]] = []

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.append(asyncio.create_task(work))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def run(sandbox: Sandbox, tokens: list[str], listeners: int, seconds: float, most: int | None = None) -> Outcome:
    """Post while *listeners* listen, and wait until each has received everything, or for `PATIENCE`."""
    async with AsyncExitStack() as stack:
        open_ones = await listen(sandbox, stack, tokens[0], listeners)
        begun = time.perf_counter()
        posted = await posting(sandbox, tokens, seconds, most)
        outcome = Outcome(posted, time.perf_counter() - begun)
        ended = time.perf_counter()
        wanted = set(posted)
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await asyncio.gather(*(one.has_all(wanted) for one in open_ones))
        outcome.behind = time.perf_counter() - ended
        outcome.lost = sum(len(wanted - one.received.keys()) for one in open_ones)
        outcome.delivered = sum(sum(one.received.values()) for one in open_ones)
        outcome.repeated = sum(sum(one.received.values()) - len(one.received) for one in open_ones)
        return outcome


def measure(*, listeners: int, people: int, seconds: float, most: int | None = None) -> tuple[Outcome, Outcome]:
    """Run with nobody listening, then with *listeners*, on a fresh sandbox; return both outcomes."""
    with Sandbox(size=0, rate_limits=None, process=True) as sandbox:
        tokens = [sandbox.person(f"person{number}").token for number in range(people)]
        alone = asyncio.run(run(sandbox, tokens, 0, seconds, most))
        return alone, asyncio.run(run(sandbox, tokens, listeners, seconds, most))


def main() -> None:
    """Measure, print, and fail if anything was lost."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--listeners", type=int, default=500)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--posts", type=int, help="posts of each person, instead of as many as 20 seconds allow")
    options = parser.parse_args()
    listeners, people = (20, 10) if options.quick else (options.listeners, options.people)
    seconds = PATIENCE if options.posts else 2.0 if options.quick else 20.0
    alone, heard = measure(listeners=listeners, people=people, seconds=seconds, most=options.posts)
    speed, base = len(heard.posted) / heard.seconds, len(alone.posted) / alone.seconds
    print(f"{people} people post, nobody listens     {base:8,.0f} posts/s")
    print(f"{people} people post, {listeners} streams are open {speed:8,.0f} posts/s   {speed / base:.2f} x")
    rate = heard.delivered / (heard.seconds + heard.behind)
    print(f"{heard.delivered:,} deliveries, {rate:,.0f}/s, the last {heard.behind:.1f} s after the last post")
    print(f"posted: {len(heard.posted)}, lost: {heard.lost}, repeated: {heard.repeated}")
    if heard.lost or heard.repeated:
        raise SystemExit("not every listener received every status once")


if __name__ == "__main__":
    main()
