"""One suite for both clients: each test runs with `Mastodon` and with `AsyncMastodon`, against the sandbox."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Iterator
from typing import Any

import pytest

from trunkline import AsyncMastodon, Mastodon
from trunkline.protocol.ratelimit import RateLimiter
from trunkline.sandbox import Sandbox


class Both:
    """A client of either kind with every call made synchronous, so that a test is written once."""

    def __init__(self, client: Mastodon | AsyncMastodon, runner: asyncio.Runner) -> None:
        self.client = client
        self._runner = runner

    def __getattr__(self, name: str) -> Any:
        member = getattr(self.client, name)
        if inspect.iscoroutinefunction(member):
            return lambda *args, **kwargs: self._runner.run(member(*args, **kwargs))
        if inspect.isasyncgenfunction(member):
            return lambda *args, **kwargs: self._runner.run(_collect(member(*args, **kwargs)))
        if inspect.isgeneratorfunction(member):
            return lambda *args, **kwargs: list(member(*args, **kwargs))
        return member


async def _collect(items: Any) -> list[Any]:
    return [item async for item in items]


class Connect:
    """Factory of clients of the kind under test for accounts of a server."""

    def __init__(self, kind: type[Mastodon | AsyncMastodon], sandbox: Sandbox, runner: asyncio.Runner) -> None:
        self.kind, self.sandbox, self.runner = kind, sandbox, runner

    def __call__(self, name: str | None = None, *, scopes: str = "read write follow push", **settings: Any) -> Both:
        """Return a client for a local account, or without a token."""
        token = None if name is None else self.sandbox.token_for(name, scopes=scopes)
        settings = {"access_token": token, "api_base_url": self.sandbox.url, "rate_limiter": RateLimiter(), **settings}
        return Both(self.kind(**settings), self.runner)


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """Return a server with a small community, shared by all tests."""
    with Sandbox(size=300, seed=1, rate_limits=None) as running:
        yield running


@pytest.fixture(params=[Mastodon, AsyncMastodon], ids=["sync", "async"])
def connect(request: pytest.FixtureRequest, sandbox: Sandbox) -> Iterator[Connect]:
    """Yield a factory of clients of one kind, which are closed after the test."""
    with asyncio.Runner() as runner:
        yield Connect(request.param, sandbox, runner)


@pytest.fixture
def alice(connect: Connect) -> Iterator[Both]:
    """Return a client for the account alice."""
    client = connect("alice")
    yield client
    client.close()


@pytest.fixture
def bob(connect: Connect) -> Iterator[Both]:
    """Return a client for the account bob."""
    client = connect("bob")
    yield client
    client.close()
