"""Events between the moment in which a server confirms a subscription and the one in which it sends for it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.faults.proxy import FaultProxy
from tests.streaming.conftest import QUICK, People, run
from trunkline import Mastodon
from trunkline.sandbox import Sandbox
from trunkline.streaming import AsyncStream, GapFill, Update
from trunkline.streaming.recovery.recovery import Recovery
from trunkline.streaming.wires.names import WireName

WIRES = ["sse", "websocket"]


@pytest.fixture
def unsent(sandbox: Sandbox, bob: Mastodon, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A function that posts something of which no stream tells."""

    def post(text: str) -> str:
        with monkeypatch.context() as silence:
            silence.setattr(sandbox.hub, "publish", lambda *_: None)
            posted: Any = bob.status_post(text)
        return str(posted.id)

    return post


async def told(stream: AsyncStream) -> tuple[str, bool]:
    while True:
        event = await anext(stream)
        if isinstance(event, Update):
            return event.status.id, event.recovered


@pytest.mark.parametrize("wire", WIRES)
def test_what_was_made_before_the_server_sends_is_found_when_an_event_shows_that_it_does(
    people: People, bob: Mastodon, unsent: Any, wire: WireName
) -> None:
    async def scene() -> None:
        tag = f"#window{wire}"
        async with (
            people.asynchronous() as alice,
            alice.stream(f"hashtag:{tag}", wire=wire, gap_fill=GapFill(look=0)) as stream,
        ):
            assert await stream.connected()
            lost = await asyncio.to_thread(unsent, tag)
            live: Any = await asyncio.to_thread(bob.status_post, tag)
            assert {await told(stream), await told(stream)} == {(live.id, False), (lost, True)}
            later: Any = await asyncio.to_thread(bob.status_post, tag)
            assert await told(stream) == (later.id, False)

    run(scene())


@pytest.mark.parametrize("wire", WIRES)
def test_the_lists_are_read_once_more_although_nothing_comes(
    people: People, bob: Mastodon, proxy: FaultProxy, unsent: Any, monkeypatch: pytest.MonkeyPatch, wire: WireName
) -> None:
    tag = f"#again{wire}"
    look_again, lost = Recovery.look_again, list[str]()

    async def look(*arguments: Any) -> Any:
        lost.append(await asyncio.to_thread(unsent, tag))
        return await look_again(*arguments)

    async def scene() -> None:
        async with (
            people.asynchronous(url=proxy.url) as alice,
            alice.stream(f"hashtag:{tag}", wire=wire, reconnect=QUICK, gap_fill=GapFill(look=0)) as stream,
        ):
            assert await told(stream) == (lost[0], True)
            proxy.cut_all()
            assert await told(stream) == (lost[1], True)

    monkeypatch.setattr(Recovery, "look_again", look)
    run(scene())


def test_a_list_that_shows_a_post_later_than_it_was_made_loses_none(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [datetime.now(UTC).replace(microsecond=0)]
    look_again, made = Recovery.look_again, asyncio.Event()

    async def look(*arguments: Any) -> Any:
        await made.wait()
        now[0] += timedelta(seconds=2)
        return await look_again(*arguments)

    async def scene(sandbox: Sandbox) -> None:
        people = People(sandbox)
        async with (
            people.asynchronous() as alice,
            people.asynchronous("bob") as bob,
            alice.stream("user", gap_fill=GapFill(look=0)) as stream,
        ):
            monkeypatch.setattr(sandbox.hub, "publish", lambda *_: None)
            posted: Any = await bob.status_post("not in the timeline yet")
            assert posted.id not in {one.id for one in await alice.timeline_home()}
            made.set()
            assert await told(stream) == (posted.id, True)

    monkeypatch.setattr(Recovery, "look_again", look)
    with Sandbox(size=5, seed=3, rate_limits=None, clock=lambda: now[0], quirks=["home-lag"]) as sandbox:
        sandbox.request("alice", "POST", f"/api/v1/accounts/{sandbox.accounts['bob']}/follow")
        run(scene(sandbox))
