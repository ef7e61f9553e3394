"""Both clients against the sandbox `like="hostile"`: each call ends with a result or a `MastodonError`."""

from __future__ import annotations

import asyncio
import tracemalloc
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.contract.described import calls_of, endpoints
from tests.hostile.hurried import Hurry
from tests.hostile.touching import only, touch
from trunkline import AsyncMastodon, Mastodon
from trunkline.answers.entity import Entity
from trunkline.answers.page import Page
from trunkline.errors import MastodonError
from trunkline.protocol.ratelimit import RateLimiter
from trunkline.sandbox import Sandbox
from trunkline.sandbox.sandbox import ALL_SCOPES

pytestmark = pytest.mark.filterwarnings("ignore::trunkline.errors.MastodonDeprecationWarning")

NOW = datetime(2026, 3, 4, tzinfo=UTC)
MOST_STEPS = 300
"""Requests and waits of one call."""

MOST_PAGES = 5
MOST_MEMORY = 400 << 20
"""Bytes that a client may take for a call and for reading its result; an answer has at most 32 MB."""

NAMES = sorted(endpoints())
LISTS = ("timeline_home", "timeline_public", "notifications", "bookmarks", "account_statuses", "grouped_notifications")

calls = st.lists(
    st.tuples(st.one_of(st.sampled_from(NAMES), st.sampled_from(LISTS)), st.integers(0, 1_000), st.integers(0, 1_000)),
    min_size=1,
    max_size=6,
)
"""Names of calls, which of their variations, and which ids in place of the samples."""

seeds = st.integers(0, 2**32)

COUNTED: Counter[str] = Counter()
"""Outcomes by kind, of all examples."""


class Fuzz:
    """A hostile server, and what is known of it."""

    def __init__(self, sandbox: Sandbox, hurry: Hurry) -> None:
        self.sandbox, self.hurry = sandbox, hurry
        self.ids = [sandbox.post("alice", "A post that is there.").id, sandbox.post("bob", "Another one.").id]
        self.ids += list(sandbox.accounts.values())[:2]
        sandbox.checkpoint()

    def begin(self, seed: int) -> None:
        """Make the server what it was, with another seed."""
        self.sandbox.reset()
        self.sandbox.damage(seed=seed)
        self.hurry.now = NOW.timestamp()

    def client(self, kind: Any, name: str) -> Any:
        """A client of a person that may do it."""
        token = self.sandbox.token_for("admin" if name.startswith("admin_") else "alice", ALL_SCOPES)
        return kind(api_base_url=self.sandbox.url, access_token=token, rate_limiter=RateLimiter(), request_timeout=20)

    def arguments(self, name: str, variation: int, place: int) -> dict[str, Any]:
        """Arguments of a call, with ids of the server in place of the samples."""
        given = calls_of(name)
        chosen = given[variation % len(given)]
        known = self.ids[place % len(self.ids)]
        return {key: known if value == "7" else [known] if value == ["7"] else value for key, value in chosen.items()}


@pytest.fixture(scope="module")
def fuzz() -> Iterator[Fuzz]:
    hurry = Hurry(NOW.timestamp(), MOST_STEPS)
    with (
        Sandbox(like="hostile", size=40, now=NOW, rate_limits=None, process=True) as sandbox,
        pytest.MonkeyPatch.context() as monkeypatch,
    ):
        hurry.install(monkeypatch)
        yield Fuzz(sandbox, hurry)


def run(fuzz: Fuzz, seed: int, made: list[tuple[str, int, int]]) -> None:
    """Make calls with the synchronous client."""
    fuzz.begin(seed)
    for name, variation, place in made:
        bounded(fuzz, name, partial(one_call, fuzz, name, fuzz.arguments(name, variation, place)))


def one_call(fuzz: Fuzz, name: str, arguments: dict[str, Any]) -> Any:
    """Make a call, and go through its pages."""
    with fuzz.client(Mastodon, name) as client:
        return read(client, getattr(client, name)(**arguments))


def use(result: Any) -> None:
    """Use a result as a program would, be it an entity, several in an object, or a plain value."""
    if is_dataclass(result):
        for one in fields(result):
            use(getattr(result, one.name))
    elif isinstance(result, (Entity, list)):
        touch(result)
    else:
        repr(result)


def bounded(fuzz: Fuzz, name: str, call: Callable[[], Any]) -> None:
    """Make a call, use its result, and check what it took."""
    fuzz.hurry.begin()
    tracemalloc.reset_peak()
    before = tracemalloc.get_traced_memory()[0]
    kind = "result"
    with only(MastodonError):
        try:
            use(call())
        except MastodonError as error:
            kind = type(error).__name__
            raise
    COUNTED[kind] += 1
    COUNTED["requests"] += fuzz.hurry.requests
    taken = tracemalloc.get_traced_memory()[1] - before
    assert taken < MOST_MEMORY, f"{name} took {taken >> 20} MB"


def read(client: Mastodon, result: Any) -> Any:
    """Go through some pages, both ways, and all that remain, of a list."""
    if isinstance(result, Page):
        for direction in ("next", "previous"):
            for place, page in enumerate(client.pages(result, direction)):
                touch(page)
                if place == MOST_PAGES:
                    break
        touch(client.fetch_remaining(result))
    return result


async def aread(client: AsyncMastodon, result: Any) -> Any:
    """The same with the asynchronous client."""
    if isinstance(result, Page):
        for direction in ("next", "previous"):
            place = 0
            async for page in client.pages(result, direction):
                touch(page)
                place += 1
                if place > MOST_PAGES:
                    break
        touch(await client.fetch_remaining(result))
    return result


def arun(fuzz: Fuzz, seed: int, made: list[tuple[str, int, int]]) -> None:
    """Make calls with the asynchronous client."""
    fuzz.begin(seed)
    for name, variation, place in made:
        call = partial(one_asynchronous_call, fuzz, name, fuzz.arguments(name, variation, place))
        bounded(fuzz, name, partial(run_in_a_loop, call))


def run_in_a_loop(call: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    """Make an asynchronous call in an event loop of its own."""
    return asyncio.run(call())


async def one_asynchronous_call(fuzz: Fuzz, name: str, arguments: dict[str, Any]) -> Any:
    """Make a call, and go through its pages."""
    async with fuzz.client(AsyncMastodon, name) as client:
        return await aread(client, await getattr(client, name)(**arguments))


@pytest.fixture(autouse=True)
def traced() -> Iterator[None]:
    tracemalloc.start()
    yield
    tracemalloc.stop()


@settings(max_examples=15)
@given(seed=seeds, made=calls)
def test_some_calls(fuzz: Fuzz, seed: int, made: list[tuple[str, int, int]]) -> None:
    run(fuzz, seed, made)


@settings(max_examples=10)
@given(seed=seeds, made=calls)
def test_some_asynchronous_calls(fuzz: Fuzz, seed: int, made: list[tuple[str, int, int]]) -> None:
    arun(fuzz, seed, made)


@pytest.mark.soak
@pytest.mark.timeout(3_600)
@settings(max_examples=600)
@given(seed=seeds, made=calls)
def test_many_calls(fuzz: Fuzz, seed: int, made: list[tuple[str, int, int]]) -> None:
    run(fuzz, seed, made)


@pytest.mark.soak
@pytest.mark.timeout(3_600)
@settings(max_examples=300)
@given(seed=seeds, made=calls)
def test_many_asynchronous_calls(fuzz: Fuzz, seed: int, made: list[tuple[str, int, int]]) -> None:
    arun(fuzz, seed, made)
