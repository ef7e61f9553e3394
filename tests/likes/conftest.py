"""Sandboxes that answer like each family, and clients of both kinds."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from tests.client.conftest import Connect
from tests.likes.held import Held
from trunkline import AsyncMastodon, Mastodon
from trunkline.sandbox import Sandbox
from trunkline.sandbox.likes.families import LIKES, family_of
from trunkline.sandbox.likes.family import Family

SERVERS = [None, *LIKES]


class Server:
    """A sandbox of a family.

    Attributes:
        sandbox: the sandbox.
        like: the family, `None` for Mastodon.
        held: what it holds.
    """

    def __init__(self, sandbox: Sandbox, like: str | None) -> None:
        self.sandbox, self.like = sandbox, like
        self.held = Held(sandbox, like)

    @property
    def family(self) -> Family | None:
        """The declaration of the family."""
        return None if self.like is None else family_of(self.like)

    def has(self, method: str, path: str) -> bool:
        """Return True if the family has a call, and answers it with more than one and the same."""
        family = self.family
        if family is None:
            return True
        return family.calls.has(method, path) and not any(calls.has(method, path) for calls, _ in family.fixed)


def opened(like: Any, **options: Any) -> Sandbox:
    """Return a sandbox of a family with a small community."""
    return Sandbox(**{"size": 120, "like": like, "rate_limits": 1000.0, **options})


@pytest.fixture(params=SERVERS, ids=lambda like: like or "mastodon")
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server of each family."""
    with opened(request.param) as sandbox:
        yield Server(sandbox, request.param)


@pytest.fixture(params=[Mastodon, AsyncMastodon], ids=["sync", "async"])
def connect(request: pytest.FixtureRequest, server: Server) -> Iterator[Connect]:
    """A factory of clients of one kind."""
    with asyncio.Runner() as runner:
        yield Connect(request.param, server.sandbox, runner)


@pytest.fixture
def alice(connect: Connect) -> Iterator[Any]:
    """A client of alice."""
    client = connect("alice")
    yield client
    client.close()
