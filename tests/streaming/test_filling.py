"""Live events while gaps are filled, and lists that cannot be read."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.faults.proxy import FaultProxy, untouched
from tests.streaming.conftest import QUICK, People, run
from tests.streaming.test_changes import broken
from trunkline import Mastodon
from trunkline.errors import MastodonRatelimitError
from trunkline.protocol.ratelimit import RateLimiter
from trunkline.protocol.request import HttpRequest, Request, Sleep
from trunkline.response import Response
from trunkline.sandbox import Sandbox
from trunkline.streaming import AsyncStream, Connected, Gap, GapFill, NotificationEvent, Update
from trunkline.streaming.recovery.budget import Turns, is_personal, rank, sparing
from trunkline.streaming.subscriptions import Subscription
from trunkline.streaming.wires.names import WireName
from trunkline.transport.drivers import AsyncDriver

WIRES = ["sse", "websocket"]
Answer = Callable[[HttpRequest], Awaitable[Response | None]]


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> list[Answer]:
    """Functions that may answer requests in place of the server."""
    answers: list[Answer] = []
    send = AsyncDriver._send

    async def sent(driver: AsyncDriver, request: HttpRequest) -> Response:
        for answer in answers:
            if (found := await answer(request)) is not None:
                return found
        return await send(driver, request)

    monkeypatch.setattr(AsyncDriver, "_send", sent)
    return answers


def always(part: str, status: int, body: bytes = b'{"error":"No"}', **headers: str) -> Answer:
    kind = "application/json" if body.startswith(b"{") else "text/html"

    async def answer(request: HttpRequest) -> Response | None:
        if part not in request.url:
            return None
        return Response(
            status, "", {"content-type": kind, **{k.replace("_", "-"): v for k, v in headers.items()}}, body
        )

    return answer


async def post(bob: Mastodon, text: str) -> Any:
    return await asyncio.to_thread(bob.status_post, text)


async def told(stream: AsyncStream) -> tuple[str, bool]:
    event = await anext(stream)
    assert isinstance(event, Update), event
    return event.status.id, event.recovered


@pytest.mark.parametrize("wire", WIRES)
def test_live_events_go_on_while_a_gap_is_filled(
    people: People, bob: Mastodon, proxy: FaultProxy, answered: list[Answer], wire: WireName
) -> None:
    tag = f"#slowlist{wire}"
    readable = asyncio.Event()
    settings: dict[str, Any] = {"wire": wire, "reconnect": QUICK, "gap_fill": GapFill(hold=0)}

    async def slow(request: HttpRequest) -> None:
        if "/timelines/tag/" in request.url:
            await readable.wait()

    async def scene() -> None:
        async with people.asynchronous(url=proxy.url) as alice:
            async with alice.stream(f"hashtag:{tag}", **settings) as stream:
                assert await stream.connected()
                before = await post(bob, tag)
                assert await told(stream) == (before.id, False)
                answered.append(slow)
                proxy.plan = broken
                proxy.cut_all()
                missed = [(await post(bob, tag)).id for _ in range(3)]
                proxy.plan = untouched
                while stream.state != "connected":  # noqa: ASYNC110  (nothing tells)
                    await asyncio.sleep(0.01)
                live = [(await post(bob, tag)).id for _ in range(3)]
                assert [await told(stream) for _ in live] == [(one, False) for one in live]
                cursor = stream.cursor()
                readable.set()
                assert [await told(stream) for _ in missed] == [(one, True) for one in missed]
                last = await post(bob, tag)
                assert await told(stream) == (last.id, False)
            async with alice.stream(f"hashtag:{tag}", cursor=cursor, **settings) as again:
                assert [await told(again) for _ in range(4)] == [(one, True) for one in [*missed, last.id]]

    run(scene())


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (403, b'{"error":"No"}', "refused"),
        (404, b'{"error":"No"}', "refused"),
        (404, b"<html>No</html>", "refused"),
        (500, b'{"error":"No"}', "failed"),
        (500, b"<html>No</html>", "failed"),
        (200, b"<html>Maintenance</html>", "failed"),
    ],
)
def test_a_list_that_cannot_be_read_opens_the_stream_with_a_report(
    people: People, bob: Mastodon, proxy: FaultProxy, answered: list[Answer], status: int, body: bytes, reason: str
) -> None:
    async def scene() -> None:
        tag = f"#unread{status}{len(body)}"
        answered.append(always("/timelines/tag/", status, body))
        async with (
            people.asynchronous(url=proxy.url) as alice,
            alice.stream(f"hashtag:{tag}", reconnect=QUICK, gap_fill=GapFill(edits=0)) as stream,
        ):
            for _ in range(2):
                gap = await anext(stream)
                assert isinstance(gap, Gap)
                assert (gap.reason, gap.stream) == (reason, f"hashtag:{tag[1:]}")
                while stream.state != "connected":  # noqa: ASYNC110  (nothing tells)
                    await asyncio.sleep(0.01)
                live = await post(bob, tag)
                assert await told(stream) == (live.id, False)
                proxy.cut_all()

    run(scene())


def test_the_other_lists_of_the_stream_are_read(
    people: People, bob: Mastodon, proxy: FaultProxy, answered: list[Answer]
) -> None:
    async def scene() -> None:
        answered.append(always("/timelines/home", 403))
        async with (
            people.asynchronous(url=proxy.url) as alice,
            alice.stream("user", reconnect=QUICK, gap_fill=GapFill(edits=0)) as stream,
        ):
            assert isinstance(await anext(stream), Gap)
            assert await stream.connected()
            proxy.cut_all()
            await post(bob, "@alice hello")
            assert isinstance(await anext(stream), Gap)
            while not isinstance(event := await anext(stream), NotificationEvent):
                assert isinstance(event, Update)

    run(scene())


def test_a_used_up_rate_limit_is_reported_and_live_events_come(
    people: People, bob: Mastodon, proxy: FaultProxy, answered: list[Answer]
) -> None:
    async def scene() -> None:
        async with (
            people.asynchronous(url=proxy.url) as alice,
            alice.stream("hashtag:usedup", reconnect=QUICK, gap_fill=GapFill(edits=0)) as stream,
        ):
            assert await stream.connected()
            answered.append(always("/timelines/tag/", 429, retry_after="3000"))
            proxy.cut_all()
            gap = await anext(stream)
            assert isinstance(gap, Gap)
            assert gap.reason == "limit"
            live = await post(bob, "#usedup")
            assert await told(stream) == (live.id, False)

    run(scene())


def test_what_concerns_the_person_is_read_when_the_limit_is_renewed(
    people: People, bob: Mastodon, proxy: FaultProxy, answered: list[Answer]
) -> None:
    waits: list[float] = []

    async def scene() -> None:
        async with (
            people.asynchronous(url=proxy.url) as alice,
            alice.stream("user:notification", reconnect=QUICK) as stream,
        ):
            assert await stream.connected()

            async def refuse(request: HttpRequest) -> Response | None:
                if "/notifications" not in request.url or waits:
                    return None
                waits.append(3000)
                error = MastodonRatelimitError("later")
                error.retry_after = 0.01
                raise error

            answered.append(refuse)
            proxy.cut_all()
            await post(bob, "@alice hello")
            event = await anext(stream)
            assert isinstance(event, NotificationEvent)
            assert waits

    run(scene())


# -- the budget


def headers(left: int) -> dict[str, str]:
    return {
        "x-ratelimit-limit": "300",
        "x-ratelimit-remaining": str(left),
        "x-ratelimit-reset": "2027-01-15T08:05:00.000Z",
        "date": "Fri, 15 Jan 2027 08:00:00 GMT",
    }


NOW = 1_800_000_000.0


@pytest.mark.parametrize(
    ("name", "left", "allowed"),
    [
        ("hashtag:a", None, True),
        ("hashtag:a", 200, True),
        ("hashtag:a", 91, True),
        ("hashtag:a", 89, False),
        ("public", 89, False),
        ("list:1", 89, True),
        ("user", 31, True),
        ("user", 29, False),
    ],
)
def test_filling_leaves_a_share_of_the_rate_limit(people: People, name: str, left: int | None, allowed: bool) -> None:
    state = people.sync(rate_limiter=RateLimiter()).state
    if left is not None:
        caller = state.caller(anonymous=False)
        state.limiter.observe(caller, "GET /api/v1/x", ("default",), 200, headers(left), NOW)

    def flow() -> Any:
        return (yield Request("GET", "/api/v1/timelines/home", list[Any]))

    spared = sparing(flow(), state, Subscription.parse(name))
    next(spared)
    if allowed:
        assert isinstance(spared.send(NOW), Request)
        return
    with pytest.raises(MastodonRatelimitError, match="left to others for 300 s") as caught:
        spared.send(NOW)
    assert caught.value.retry_after == 300


def test_second_looks_leave_more(people: People) -> None:
    state = people.sync(rate_limiter=RateLimiter()).state
    state.limiter.observe(state.caller(anonymous=False), "GET /api/v1/x", ("default",), 200, headers(179), NOW)

    def flow() -> Any:
        return (yield Request("GET", "/api/v1/timelines/tag/a", list[Any]))

    spared = sparing(flow(), state, Subscription("hashtag", "a"), looks=True)
    next(spared)
    with pytest.raises(MastodonRatelimitError):
        spared.send(NOW)


def test_other_steps_pass(people: People) -> None:
    def flow() -> Any:
        return (yield Sleep(1))

    spared = sparing(flow(), people.sync().state, Subscription("user"))
    assert next(spared) == Sleep(1)


def test_what_matters_is_read_first() -> None:
    names = ["public", "hashtag:a", "list:1", "user", "direct", "hashtag:local:b", "user:notification"]
    assert sorted(names, key=lambda name: rank(Subscription.parse(name))) == [
        "user",
        "direct",
        "user:notification",
        "list:1",
        "hashtag:a",
        "hashtag:local:b",
        "public",
    ]
    assert [is_personal(Subscription.parse(name)) for name in ("user", "list:1", "hashtag:a")] == [True, True, False]


def test_turns_go_by_rank_and_are_not_lost() -> None:
    async def scene() -> None:
        turns, order = Turns(1), list[int]()

        async def work(rank: int) -> None:
            async with turns.turn(rank):
                order.append(rank)
                await asyncio.sleep(0)

        tasks = [asyncio.create_task(work(rank)) for rank in (9, 3, 2, 1)]
        await asyncio.sleep(0)
        tasks[2].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert order == [9, 1, 3]
        await work(5)
        assert order[-1] == 5

    run(scene())


def test_a_turn_that_is_given_to_one_who_has_gone_goes_on() -> None:
    async def scene() -> None:
        turns = Turns(1)

        async def work() -> None:
            async with turns.turn(0):
                pass

        async with turns.turn(0):
            waiting = asyncio.create_task(work())
            await asyncio.sleep(0)
        waiting.cancel()  # its turn has come, and it has not run since
        await asyncio.gather(waiting, return_exceptions=True)
        await work()

    run(scene())


@pytest.mark.soak
def test_many_hashtags_and_breaks_stop_nothing_and_leave_a_share() -> None:
    tags = [f"tag{number}" for number in range(60)]
    gaps: list[Gap] = []

    async def scene(sandbox: Sandbox, proxy: FaultProxy) -> None:
        people = People(sandbox)
        settings: dict[str, Any] = {"reconnect": QUICK, "states": True, "gap_fill": GapFill(look=0)}
        async with (
            people.asynchronous(url=proxy.url) as alice,
            people.asynchronous("bob") as bob,
            alice.stream("user", *(f"hashtag:{tag}" for tag in tags), **settings) as stream,
        ):
            for number in range(4):
                while not isinstance(event := await anext(stream), Connected):
                    gaps.extend([event] if isinstance(event, Gap) else [])
                status = await bob.status_post(f"{number} #{tags[number]} #{tags[-1]}")
                while not isinstance(event := await anext(stream), Update) or event.status.id != status.id:
                    gaps.extend([event] if isinstance(event, Gap) else [])
                proxy.cut_all()
            state = alice.state
            left, _ = state.limiter.left(state.caller(anonymous=False), ("default",), time.time())
            assert 0.1 < left < 1

    with (
        Sandbox(size=20, seed=4, heartbeat=0.2, ordered_streams=True) as sandbox,
        FaultProxy(sandbox.url, untouched) as proxy,
    ):
        run(scene(sandbox, proxy), seconds=120)
    assert {gap.reason for gap in gaps} <= {"limit", "edits"}
    assert "user" not in {gap.stream for gap in gaps}
