"""Whatever bytes answer a request: the outcome is a result or a `MastodonError`, soon, with few requests and bytes."""

from __future__ import annotations

import asyncio
import tracemalloc
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.hostile.touching import touch
from tests.hostile.wire import Wire, answers
from trunkline import AsyncMastodon, Mastodon, MastodonError
from trunkline.protocol.ratelimit import RateLimiter
from trunkline.protocol.retries import RetryPolicy

MOST_REQUESTS = 30
MOST_BYTES = 30_000_000
LARGEST_ANSWER = 2_000_000
SETTINGS: dict[str, Any] = {
    "client_id": "id",
    "client_secret": "very-secret",
    "access_token": "token",
    "ratelimit_method": "throw",
    "request_timeout": 2,
    "largest_answer": LARGEST_ANSWER,
}
CALLS: tuple[Callable[[Any], Any], ...] = (
    lambda client: client.timeline_public(),
    lambda client: client.me(),
    lambda client: client.instance(),
    lambda client: client.instance_nodeinfo(),
    lambda client: client.instance_health(),
    lambda client: client.grouped_notifications(),
    lambda client: client.statuses(["1", "2"]),
    lambda client: client.search("x"),
    lambda client: client.status_post("hello", idempotency_key="x"),
    lambda client: client.status_delete("1"),
    lambda client: client.media_post(b"bytes", mime_type="image/png"),
    lambda client: client.log_in(code="code"),
    lambda client: client.revoke_access_token(),
    lambda client: client.auth_request_url(),
)


@pytest.fixture(scope="module")
def wire() -> Iterator[Wire]:
    with Wire() as running:
        yield running


def client_of(kind: Any, url: str) -> Any:
    return kind(api_base_url=url, retry=RetryPolicy(attempts=1), rate_limiter=RateLimiter(), **SETTINGS)


def ask(url: str, call: Callable[[Any], Any]) -> None:
    with client_of(Mastodon, url) as client:
        try:
            result = call(client)
            touch(result)
            if isinstance(result, list):
                touch(list(islice(client.pages(result), 3)))
        except MastodonError as error:
            str(error)


async def ask_async(url: str, call: Callable[[Any], Any]) -> None:
    async with client_of(AsyncMastodon, url) as client:
        try:
            result = await call(client)
            touch(result)
            if isinstance(result, list):
                pages = client.pages(result)
                for _ in range(3):
                    touch(await anext(pages, None))
        except MastodonError as error:
            str(error)


def check(wire: Wire, answer: bytes, call: Callable[[Any], Any], *, with_async: bool) -> None:
    wire.answer, wire.requests = answer, 0
    tracemalloc.reset_peak()
    before = tracemalloc.get_traced_memory()[0]
    if with_async:
        asyncio.run(ask_async(wire.url, call))
    else:
        ask(wire.url, call)
    assert wire.requests <= MOST_REQUESTS
    assert tracemalloc.get_traced_memory()[1] - before < MOST_BYTES


@pytest.fixture
def _traced(wire: Wire) -> Iterator[None]:
    wire.answer = b""
    for call in CALLS:  # what is imported at the first call does not count
        ask(wire.url, call)
    tracemalloc.start()
    yield
    tracemalloc.stop()


FEW = settings(max_examples=40, suppress_health_check=list(HealthCheck))


@pytest.mark.timeout(120)
@pytest.mark.usefixtures("_traced")
@pytest.mark.parametrize("with_async", [False, True])
@FEW
@given(answer=answers, call=st.sampled_from(CALLS))
def test_one_answer(wire: Wire, with_async: bool, answer: bytes, call: Callable[[Any], Any]) -> None:
    check(wire, answer, call, with_async=with_async)


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.usefixtures("_traced")
@pytest.mark.parametrize("with_async", [False, True])
@settings(FEW, max_examples=600)
@given(answer=answers, call=st.sampled_from(CALLS))
def test_any_answer(wire: Wire, with_async: bool, answer: bytes, call: Callable[[Any], Any]) -> None:
    check(wire, answer, call, with_async=with_async)
