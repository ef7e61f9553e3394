"""A post that comes on several streams is one event that names them."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from tests.faults.proxy import FaultProxy
from tests.streaming.conftest import QUICK, People, run
from tests.streaming.families import Family, status, take, until_topics
from tests.streaming.test_families import QUIET, client
from trunkline import Mastodon, StreamListener
from trunkline.entities import Status
from trunkline.ids import Id
from trunkline.protocol.ratelimit import RateLimiter
from trunkline.streaming import AsyncStream, Delete, NotificationEvent, StatusUpdate, Update
from trunkline.streaming.repeats import REMEMBERED, Repeats
from trunkline.streaming.wires.raw import RawEvent


def raw(name: str, payload: str, stream: str = "user") -> RawEvent:
    return RawEvent(name, payload, stream)


def edit(number: int, content: str = "a", edited: str | None = "2026-01-01T00:00:00.000Z") -> str:
    return status(number, content, edited_at=edited)


# -- what counts as the same


def test_the_second_stream_repeats_the_first() -> None:
    repeats = Repeats()
    assert not repeats.is_repeat(raw("update", status(1)), "user")
    assert repeats.is_repeat(raw("update", status(1, "seen by others")), "public")
    assert repeats.is_repeat(Update(Status({"id": "1"}), recovered=True), "hashtag:a")
    assert not repeats.is_repeat(raw("update", status(2)), "public")
    assert repeats.take(Update(Status({"id": "1"}), stream="user")) == ("public", "hashtag:a")
    assert repeats.take(Update(Status({"id": "2"}), stream="public")) == ()


def test_a_cursor_names_the_last_posts_that_the_program_has_taken() -> None:
    repeats = Repeats()
    for number in range(150):
        repeats.is_repeat(raw("update", status(number)), "user")
        if number != 149:
            repeats.take(Update(Status({"id": str(number)}), stream="user"))
    later = Repeats(repeats.to_text())
    known = [number for number in range(150) if later.is_repeat(raw("update", status(number)), "public")]
    assert known == list(range(49, 149))
    assert later.take(Update(Status({"id": "148"}), stream="public")) == ()


def test_edits_are_the_same_if_time_and_content_are() -> None:
    repeats = Repeats()
    assert not repeats.is_repeat(raw("status.update", edit(1)), "user")
    assert repeats.is_repeat(raw("status.update", edit(1)), "public")
    assert not repeats.is_repeat(raw("status.update", edit(1, "b")), "public")
    assert not repeats.is_repeat(raw("status.update", edit(1, edited=None)), "public")
    assert not repeats.is_repeat(raw("update", status(1)), "public")
    assert not repeats.is_repeat(raw("delete", "1"), "public")
    assert repeats.is_repeat(Delete(Id("1")), "user")


def test_what_comes_again_on_its_stream_is_another_event() -> None:
    repeats = Repeats()
    edited = raw("status.update", edit(1))
    assert [repeats.is_repeat(edited, name) for name in ("user", "public", "user", "public")] == [False, True] * 2


@pytest.mark.parametrize("name", ["notification", "conversation", "filters_changed", "of.the_future"])
def test_nothing_but_posts_is_compared(name: str) -> None:
    repeats = Repeats()
    assert not repeats.is_repeat(raw(name, '{"id":"1"}'), "user")
    assert not repeats.is_repeat(raw(name, '{"id":"1"}'), "user:notification")


@pytest.mark.parametrize(
    "payload", ["{", "{}", '{"id":null}', '{"id":""}', '{"id":"a b"}', '{"id":"%s"}' % ("9" * 300), "[]"]
)
def test_what_has_no_id_is_never_the_same(payload: str) -> None:
    repeats = Repeats()
    for event in ("update", "status.update"):
        assert not repeats.is_repeat(raw(event, payload), "user")
        assert not repeats.is_repeat(raw(event, payload), "public")


def test_what_is_remembered_is_bounded_and_what_is_dropped_is_forgotten() -> None:
    repeats = Repeats()
    for number in range(REMEMBERED + 1):
        repeats.is_repeat(raw("update", status(number)), "user")
    assert len(repeats._streams) == REMEMBERED
    assert not repeats.is_repeat(raw("update", status(0)), "public")
    repeats.forget(raw("update", status(5)))
    assert not repeats.is_repeat(raw("update", status(5)), "public")


# -- streams


async def until_known(stream: AsyncStream, *names: str) -> None:
    """Wait until the last post has come on all these streams."""
    known: Any = stream._engine.repeats._streams
    while not known or {*names} != {*next(reversed(known.values()))}:  # noqa: ASYNC110  (nothing tells)
        await asyncio.sleep(0)


async def call(work: Any, *arguments: Any) -> Any:
    return await asyncio.to_thread(work, *arguments)


@pytest.mark.parametrize("wire", ["sse", "websocket"])
def test_a_bot_on_two_streams_answers_once(people: People, bob: Mastodon, proxy: FaultProxy, wire: Any) -> None:
    names = ("user:notification", "hashtag:once", "public")

    async def scene() -> None:
        async with people.asynchronous(url=proxy.url) as alice:
            async with alice.stream(*names, wire=wire, reconnect=QUICK) as stream:
                assert await stream.connected()
                posted = await call(bob.status_post, "@alice #once")
                await until_known(stream, "hashtag:once", "public")
                first, second = sorted(await take(stream, 2), key=lambda event: type(event).__name__)
                assert isinstance(first, NotificationEvent)
                assert isinstance(second, Update)
                assert {*second.streams} == {"hashtag:once", "public"}
                assert (first.streams, first.also) == (("user:notification",), ())
                proxy.cut_all()
                missed = await call(bob.status_post, "@alice #once again")
                told = await take(stream, 2)
                assert [event.status.id for event in told if isinstance(event, Update)] == [missed.id]
                await call(bob.status_update, posted, "@alice #once edit")
                edited = await anext(stream)
                assert isinstance(edited, StatusUpdate)
                assert edited.status.id == posted.id
                cursor = stream.cursor()
            await call(bob.status_post, "@alice #once more")
            async with alice.stream(*names, wire=wire, cursor=cursor) as stream:
                told = await take(stream, 2)
                assert {type(event) for event in told} == {NotificationEvent, Update}
                assert all(event.recovered for event in told)
                await call(bob.status_delete, posted)
                gone = await anext(stream)
                assert isinstance(gone, Delete)
                assert gone.status_id == posted.id

    run(scene())


def test_the_first_one_is_delivered_at_once_with_what_is_known() -> None:
    async def scene() -> None:
        async with Family() as server, client(server) as mastodon, mastodon.stream("user", "public", **QUIET) as stream:
            assert await stream.connected()
            await server.publish("user", "update", status(1))
            first = await anext(stream)
            assert first.streams == ("user",)
            await server.publish("public", "update", status(1))
            await server.publish("public", "update", status(2))
            second = await anext(stream)
            assert isinstance(second, Update)
            assert second.status.id == "2"

    run(scene())


def test_what_a_slow_program_has_lost_is_not_the_first_of_two() -> None:
    async def scene() -> None:
        settings: dict[str, Any] = {**QUIET, "buffer": 1, "when_full": "drop_oldest"}
        async with (
            Family() as server,
            client(server) as mastodon,
            mastodon.stream("user", "public", **settings) as stream,
        ):
            assert await stream.connected()
            for name, number in (("user", 1), ("user", 2), ("public", 1)):
                await server.publish(name, "update", status(number))
            while stream.dropped < 2:  # noqa: ASYNC110  (nothing tells)
                await asyncio.sleep(0)
            _gap, last = await take(stream, 2)
            assert isinstance(last, Update)
            assert (last.status.id, last.stream) == ("1", "public")

    run(scene())


def test_listeners_get_each() -> None:
    class Listener(StreamListener):
        def __init__(self, calls: list[tuple[str, list[str] | None]]) -> None:
            self.calls = calls

        def on_any_event(self, name: str, data: Any = None, for_stream: list[str] | None = None) -> None:
            self.calls.append((data.id, for_stream))

    async def scene() -> None:
        calls: list[tuple[str, list[str] | None]] = []
        async with Family() as server:
            settings: dict[str, Any] = {"api_base_url": server.url, "access_token": "the-token"}
            with Mastodon(**settings, rate_limiter=RateLimiter()) as mastodon:
                handle = await call(mastodon.stream_open_websocket)
                for name in ("user", "hashtag:smcafe", "hashtag:SMCafé"):
                    await call(handle.subscribe, name, Listener(calls))
                await until_topics(server, "user", "hashtag:smcafe")
                await server.publish("user", "update", status(1))
                await server.publish("hashtag:smcafe", "update", status(1))
                while len(calls) < 3:  # noqa: ASYNC110  (nothing tells)
                    await asyncio.sleep(0.001)
                handle.close()
                await call(handle.join, 5)
        assert calls == [("1", ["user"]), ("1", ["hashtag", "smcafe"]), ("1", ["hashtag", "SMCafé"])]

    run(scene())


# -- names of one channel


@pytest.mark.parametrize("wire", ["sse", "websocket"])
def test_two_names_of_one_channel_both_get_its_events(people: People, bob: Mastodon, wire: Any) -> None:
    async def scene() -> None:
        async with (
            people.asynchronous() as alice,
            alice.stream("hashtag:smcafe", "hashtag:SMCafé", wire=wire) as stream,
        ):
            assert await stream.connected()
            assert stream.subscriptions == ["hashtag:smcafe", "hashtag:SMCafé"]
            await call(bob.status_post, "#smcafé")
            await until_known(stream, "hashtag:smcafe", "hashtag:SMCafé")
            assert {*(await anext(stream)).streams} == {"hashtag:smcafe", "hashtag:SMCafé"}
            assert [*json.loads(stream.cursor())] == [*stream.subscriptions, ""]
            await stream.unsubscribe("hashtag:smcafe")
            await call(bob.status_post, "#smcafe")
            assert (await anext(stream)).streams == ("hashtag:SMCafé",)
            await stream.unsubscribe("hashtag:SMCafé")
            await stream.subscribe("public")
            await call(bob.status_post, "#smcafe")
            assert (await anext(stream)).streams == ("public",)

    run(scene())


def test_each_stream_may_tell_of_a_post(people: People, bob: Mastodon) -> None:
    with people.sync().stream("hashtag:each", "public", joined=False) as stream:
        assert stream.connected()
        posted = bob.status_post("#each")
        events = [next(stream) for _ in range(2)]
    assert [type(event) for event in events] == [Update, Update]
    assert {event.status.id for event in events if isinstance(event, Update)} == {posted.id}
    assert {event.stream for event in events} == {"hashtag:each", "public"}
    assert all(event.streams == (event.stream,) for event in events)
