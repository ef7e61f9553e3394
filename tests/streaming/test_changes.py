"""Edits and deletions during a break, against the sandbox."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.faults.proxy import Fault, FaultProxy, answering, is_stream, untouched
from tests.streaming.conftest import QUICK, People, run
from trunkline import Mastodon
from trunkline.entities import Notification, Status
from trunkline.protocol.request import HttpRequest
from trunkline.response import Response
from trunkline.streaming import Delete, Event, Gap, GapFill, NotificationEvent, StatusUpdate, Update
from trunkline.streaming.wires.names import WireName
from trunkline.transport.drivers import AsyncDriver

WIRES = ["sse", "websocket"]


def broken(request: bytes) -> Fault:
    """The plan of a line on which no stream can be opened."""
    return answering("502 Bad Gateway") if is_stream(request) else Fault()


def told(event: Event) -> tuple[type[Event], str, bool]:
    match event:
        case Update(status) | StatusUpdate(status):
            return type(event), status.id, event.recovered
        case Delete(status_id):
            return Delete, status_id, event.recovered
        case _:
            raise AssertionError(event)


class Scene:
    """Bob posts what alice's stream tells of, and changes some of it while the line is cut."""

    def __init__(self, bob: Mastodon, proxy: FaultProxy, tag: str) -> None:
        self.bob, self.proxy, self.tag = bob, proxy, tag

    def post(self, text: str) -> Any:
        return self.bob.status_post(f"{text} #{self.tag}")

    def change(self, kept: Any, edited: Any, deleted: Any) -> list[tuple[type[Event], str, bool]]:
        """Cut the line, change things, and mend it; return what is to be told of that."""
        self.proxy.plan = broken
        self.proxy.cut_all()
        self.bob.status_update(edited, f"second version #{self.tag}")
        self.bob.status_update(edited, f"third version #{self.tag}")
        self.bob.status_delete(deleted)
        later = self.post("later")
        self.proxy.plan = untouched
        return [(Delete, deleted.id, True), (StatusUpdate, edited.id, True), (Update, later.id, True)]


@pytest.mark.parametrize("wire", WIRES)
def test_sync(people: People, bob: Mastodon, proxy: FaultProxy, wire: WireName) -> None:
    scene = Scene(bob, proxy, f"changes{wire}")
    with people.sync(url=proxy.url).stream(f"hashtag:{scene.tag}", wire=wire, reconnect=QUICK) as stream:
        assert stream.connected()
        posts = [scene.post(str(number)) for number in range(3)]
        assert [told(next(stream)) for _ in posts] == [(Update, one.id, False) for one in posts]
        for expected in scene.change(*posts):
            event = next(stream)
            assert told(event) == expected
            if isinstance(event, StatusUpdate):
                assert "third version" in event.status.content
        bob.status_update(posts[0], f"live #{scene.tag}")
        assert told(next(stream)) == (StatusUpdate, posts[0].id, False)


@pytest.mark.parametrize("wire", WIRES)
def test_async(people: People, bob: Mastodon, proxy: FaultProxy, wire: WireName) -> None:
    tell = Scene(bob, proxy, f"achanges{wire}")

    async def scene() -> None:
        async with (
            people.asynchronous(url=proxy.url) as alice,
            alice.stream(f"hashtag:{tell.tag}", wire=wire, reconnect=QUICK) as stream,
        ):
            assert await stream.connected()
            posts = [await asyncio.to_thread(tell.post, str(number)) for number in range(3)]
            assert [told(await anext(stream)) for _ in posts] == [(Update, one.id, False) for one in posts]
            for expected in await asyncio.to_thread(tell.change, *posts):
                assert told(await anext(stream)) == expected

    run(scene())


def test_a_restarted_program_learns_what_changed_meanwhile(people: People, bob: Mastodon, proxy: FaultProxy) -> None:
    scene = Scene(bob, proxy, "restarted")
    alice = people.sync()
    with alice.stream("hashtag:restarted") as stream:
        assert stream.connected()
        posts = [scene.post(str(number)) for number in range(3)]
        for _ in posts:
            next(stream)
        cursor = stream.cursor()
    expected = scene.change(*posts)
    with alice.stream("hashtag:restarted", cursor=cursor) as stream:
        assert [told(next(stream)) for _ in expected] == expected
        live = scene.post("live")
        assert told(next(stream)) == (Update, live.id, False)


@pytest.fixture
def statuses(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The HTTP statuses with which the next requests for statuses by their ids are answered, instead of being sent."""
    answers: list[int] = []
    send = AsyncDriver._send

    async def sent(driver: AsyncDriver, request: HttpRequest) -> Response:
        if not answers or request.method != "GET" or "/api/v1/statuses" not in request.url:
            return await send(driver, request)
        return Response(answers.pop(0), "", {"content-type": "application/json"}, b'{"error":"No"}')

    monkeypatch.setattr(AsyncDriver, "_send", sent)
    return answers


def test_it_can_be_switched_off(people: People, bob: Mastodon, proxy: FaultProxy, statuses: list[int]) -> None:
    scene = Scene(bob, proxy, "changesoff")
    statuses.append(404)
    settings: dict[str, Any] = {"reconnect": QUICK, "gap_fill": GapFill(edits=0)}
    with people.sync(url=proxy.url).stream("hashtag:changesoff", **settings) as stream:
        assert stream.connected()
        for number in range(2):
            proxy.cut_all()
            posted = scene.post(str(number))
            assert told(next(stream))[:2] == (Update, posted.id)
    assert statuses == [404]


def test_a_server_without_the_call_is_asked_one_by_one(
    people: People, bob: Mastodon, proxy: FaultProxy, statuses: list[int]
) -> None:
    scene = Scene(bob, proxy, "oldserver")
    with people.sync(url=proxy.url).stream("hashtag:oldserver", reconnect=QUICK) as stream:
        assert stream.connected()
        first = scene.post("first")
        assert told(next(stream)) == (Update, first.id, False)
        statuses.append(404)
        for text in ("second", "third"):
            proxy.cut_all()
            bob.status_update(first, f"{text} #oldserver")
            assert told(next(stream)) == (StatusUpdate, first.id, True)
            live = scene.post("live")
            assert told(next(stream))[:2] == (Update, live.id)
    assert not statuses


def test_what_cannot_be_found_after_one_break_is_found_after_the_next(
    people: People, bob: Mastodon, proxy: FaultProxy, statuses: list[int]
) -> None:
    scene = Scene(bob, proxy, "failing")
    with people.sync(url=proxy.url).stream("hashtag:failing", reconnect=QUICK) as stream:
        assert stream.connected()
        posts = [scene.post(str(number)) for number in range(3)]
        for _ in posts:
            next(stream)
        statuses += [500, 500]
        deleted, edited, later = scene.change(*posts)
        gap = next(stream)
        assert isinstance(gap, Gap)
        assert gap.reason == "edits"
        assert told(next(stream)) == later
        proxy.cut_all()
        assert [told(next(stream)), told(next(stream))] == [deleted, edited]


def test_a_version_that_lacks_the_call_is_asked_one_by_one(people: People, bob: Mastodon, proxy: FaultProxy) -> None:
    scene = Scene(bob, proxy, "oldversion")
    alice = people.sync(url=proxy.url, mastodon_version="4.2.0", version_check_mode="created")
    with alice.stream("hashtag:oldversion", reconnect=QUICK) as stream:
        assert stream.connected()
        first = scene.post("first")
        next(stream)
        proxy.cut_all()
        bob.status_update(first, "second #oldversion")
        assert told(next(stream)) == (StatusUpdate, first.id, True)


def test_whoever_is_muted_has_deleted_nothing_and_mentions_are_watched(
    people: People, bob: Mastodon, proxy: FaultProxy
) -> None:
    alice, eve = people.sync(url=proxy.url), people.sync("carol")
    with alice.stream("user", reconnect=QUICK) as stream:
        assert stream.connected()
        hidden = bob.status_post("still there")
        mentions: list[Any] = [eve.status_post(f"@alice {number}") for number in range(2)]
        taken = set[str]()
        while not taken >= {hidden.id, *(one.id for one in mentions)}:
            match next(stream):
                case Update(status) if status.id == hidden.id:
                    taken.add(status.id)
                case NotificationEvent(Notification(status=Status() as status)):
                    taken.add(status.id)
        proxy.plan = broken
        proxy.cut_all()
        people.sync().account_mute(hidden.account.id)
        eve.status_update(mentions[0], "@alice edited")
        eve.status_delete(mentions[1])
        proxy.plan = untouched
        try:
            changes = list[tuple[type[Event], str, bool]]()
            while len(changes) < 2:
                event = next(stream)
                changes += [told(event)] if isinstance(event, Delete | StatusUpdate) else []
            assert changes == [(Delete, mentions[1].id, True), (StatusUpdate, mentions[0].id, True)]
        finally:
            people.sync().account_unmute(hidden.account.id)
