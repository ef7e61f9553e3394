"""Both clients against each trick, and every read call with every kind of wrong value."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from types import NoneType
from typing import Any

import httpx2
import pytest

from tests.contract.described import endpoints, is_flow, requests_of
from tests.hostile.server import TRICKS, Hostile
from tests.hostile.server.recorded import answers, template
from tests.hostile.touching import only, touch
from trunkline import AsyncMastodon, Mastodon
from trunkline.errors import MastodonError
from trunkline.protocol.ratelimit import RateLimiter
from trunkline.protocol.request import Request
from trunkline.protocol.retries import RetryPolicy
from trunkline.sandbox.likes.hostile.mutations import Mutation, mutations

TOKEN = "token-of-the-good-one"
MOST_REQUESTS = 120
"""Requests that a server with a trick may get for all calls together."""

STREAMING = ("/api/v1/streaming",)
SETTINGS: dict[str, Any] = {
    "client_id": "id",
    "client_secret": "secret",
    "access_token": TOKEN,
    "request_timeout": 0.5,
    "ratelimit_method": "throw",
}

CALLS: tuple[Callable[[Any], Any], ...] = (
    lambda client: client.timeline_public(limit=5),
    lambda client: client.timeline_home(limit=5),
    lambda client: client.notifications(limit=5),
    lambda client: client.statuses(["1"]),
    lambda client: client.instance(),
    lambda client: client.instance_nodeinfo(),
    lambda client: client.account_verify_credentials(),
    lambda client: client.search("x"),
)
"""Calls of every shape: pages, lists, objects, and flows of several requests."""

BOUNDED = {name for name, trick in TRICKS.items() if trick.paths != STREAMING}


def client_of(kind: Any, server: Hostile) -> Any:
    """A client with short waits, whose answers are small and soon."""
    client = kind(
        api_base_url=server.url, retry=RetryPolicy(attempts=2, base=0.0), rate_limiter=RateLimiter(), **SETTINGS
    )
    client._connections.answer_time, client._connections.answer_size = 0.2, 2 << 20
    return client


def check(server: Hostile, elsewhere: Hostile, victim: Hostile) -> None:
    assert not elsewhere.tokens
    assert not victim.tokens
    assert len(server.seen) < MOST_REQUESTS


@pytest.fixture
def running() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def play(name: str, running: ExitStack) -> tuple[Hostile, Hostile, Hostile]:
    elsewhere, victim = running.enter_context(Hostile()), running.enter_context(Hostile())
    server = running.enter_context(Hostile(name, victim=victim.url, elsewhere=elsewhere.url))
    return server, elsewhere, victim


def sync_calls(client: Mastodon) -> None:
    for call in CALLS:
        with only(MastodonError):
            touch(call(client))
    with only(MastodonError):
        for place, _ in enumerate(client.pages(client.timeline_public(limit=5))):
            if place == 3:
                break


async def async_calls(client: AsyncMastodon) -> None:
    for call in CALLS:
        with only(MastodonError):
            touch(await call(client))
    with only(MastodonError):
        place = 0
        async for _ in client.pages(await client.timeline_public(limit=5)):
            place += 1
            if place == 3:
                break


SOME = (
    "deep_object",
    "drips",
    "drips_head",
    "early_hints",
    "mad_links",
    "mad_refreshes",
    "rate_limits_that_lie",
    "redirects_nowhere",
    "nodeinfo_nowhere",
)


def both(name: str, running: ExitStack) -> None:
    for kind in (Mastodon, AsyncMastodon):
        server, elsewhere, victim = play(name, running)
        client = client_of(kind, server)
        if kind is Mastodon:
            with client:
                sync_calls(client)
        else:
            asyncio.run(_async(client))
        check(server, elsewhere, victim)


async def _async(client: AsyncMastodon) -> None:
    async with client:
        await async_calls(client)


@pytest.mark.parametrize("name", SOME)
def test_a_trick(name: str, running: ExitStack) -> None:
    both(name, running)


@pytest.mark.soak
@pytest.mark.parametrize("name", sorted(BOUNDED - {*SOME}))
def test_any_trick(name: str, running: ExitStack) -> None:
    both(name, running)


def reads() -> dict[str, Request[Any]]:
    """A request of each read call for which an answer was recorded; of those with the same answer, one."""
    found: dict[tuple[str, str], tuple[str, Request[Any]]] = {}
    for name, endpoint in endpoints().items():
        if not is_flow(endpoint) and (requests := requests_of(name)):
            request = requests[0]
            key = request.method, template(request.path)
            if request.result is not NoneType and key in answers():
                found.setdefault((str(request.result), key[1]), (name, request))
    return dict(found.values())


READS = reads()


class Answering:
    """A transport that gives one answer."""

    def __init__(self) -> None:
        self.body = b""
        self.client = httpx2.Client(transport=httpx2.MockTransport(self._answer))

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, content=self.body, headers={"Content-Type": "application/json"})


def changes(request: Request[Any]) -> list[Mutation]:
    value = json.loads(answers()[request.method, template(request.path)])
    return list(mutations(value))


def call_with(request: Request[Any], chosen: list[Mutation]) -> None:
    answering = Answering()
    client = Mastodon(api_base_url="https://a.example", session=answering.client, retry=RetryPolicy(attempts=1))
    for change in chosen:
        answering.body = json.dumps(change.value).encode()
        try:
            with only(MastodonError):
                touch(client.call(request))
        except Exception as error:
            raise AssertionError(f"{request.path}: {change.change} at {change.place}") from error


def test_some_wrong_values() -> None:
    chance = random.Random(1)
    for request in READS.values():
        call_with(request, chance.sample(found := changes(request), min(3, len(found))))


@pytest.mark.soak
@pytest.mark.parametrize("name", READS)
def test_all_wrong_values(name: str) -> None:
    call_with(READS[name], changes(READS[name]))
