"""Fixtures of the tests of streams: a server, people, and a guard against leaks."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from typing import Any, TypeVar

import pytest

from tests.faults.proxy import FaultProxy, untouched
from trunkline import AsyncMastodon, Mastodon
from trunkline.protocol.ratelimit import RateLimiter
from trunkline.protocol.retries import RetryPolicy
from trunkline.sandbox import Sandbox
from trunkline.streaming import ReconnectPolicy

T = TypeVar("T")

QUICK = ReconnectPolicy(base=0.01, longest=0.05)
"""For tests that reconnect."""


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """A server, shared by all tests. Events keep their order; `test_overtaking` is about those that do not."""
    with Sandbox(size=60, seed=1, rate_limits=None, heartbeat=0.2, ordered_streams=True) as running:
        # Alice follows bob, and is told of his posts by their mentions alone.
        running.request("alice", "POST", f"/api/v1/accounts/{running.accounts['bob']}/follow", notify=False)
        yield running


@pytest.fixture
def proxy(sandbox: Sandbox) -> Iterator[FaultProxy]:
    """A line to the server, good until a test makes it bad."""
    with FaultProxy(sandbox.url, untouched) as running:
        yield running


class People:
    """Makes clients, and closes them."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._clients: list[Mastodon] = []

    def sync(self, name: str = "alice", url: str | None = None, **settings: Any) -> Mastodon:
        client = Mastodon(**self._settings(name, url, settings))
        self._clients.append(client)
        return client

    def asynchronous(self, name: str = "alice", url: str | None = None, **settings: Any) -> AsyncMastodon:
        """To be used with ``async with``."""
        return AsyncMastodon(**self._settings(name, url, settings))

    def _settings(self, name: str, url: str | None, settings: dict[str, Any]) -> dict[str, Any]:
        return {
            "api_base_url": url or self._sandbox.url,
            "access_token": self._sandbox.token_for(name),
            "rate_limiter": RateLimiter(),
            "retry": RetryPolicy(base=0.01),
            **settings,
        }

    def close(self) -> None:
        for client in self._clients:
            client.close()


@pytest.fixture
def people(sandbox: Sandbox) -> Iterator[People]:
    """Clients of the server."""
    made = People(sandbox)
    yield made
    made.close()


@pytest.fixture
def bob(people: People) -> Mastodon:
    """Somebody who posts."""
    return people.sync("bob")


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Iterator[None]:
    """No test may leave a thread of a stream running."""
    yield
    left = [thread for thread in threading.enumerate() if thread.name in ("trunkline-stream", "trunkline-listener")]
    for thread in left:
        thread.join(5)  # close() does not wait for the thread, which may be the one that called it
    assert not [thread for thread in left if thread.is_alive()]


def run(scene: Coroutine[Any, Any, T], seconds: float = 20) -> T:
    """Run a scene in a loop of its own; it must leave no task behind."""

    async def bounded() -> T:
        async with asyncio.timeout(seconds):
            result = await scene
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        assert not rest, rest
        return result

    return asyncio.run(bounded())
