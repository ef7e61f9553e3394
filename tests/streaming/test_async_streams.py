"""Streams of `AsyncMastodon`, against the sandbox."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from tests.faults.proxy import Fault, FaultProxy, answering, is_stream, untouched
from tests.streaming.conftest import QUICK, People, run
from trunkline import Mastodon
from trunkline.errors import MastodonError, MastodonIllegalArgumentError, MastodonUnauthorizedError
from trunkline.protocol.request import HttpRequest
from trunkline.response import Response
from trunkline.sandbox import Sandbox
from trunkline.streaming import (
    AsyncStream,
    Connected,
    ConversationEvent,
    Delete,
    Disconnected,
    Event,
    Gap,
    GapFill,
    Heartbeat,
    NotificationEvent,
    ReconnectPolicy,
    StatusUpdate,
    Update,
)
from trunkline.streaming.wires.names import WireName
from trunkline.transport.drivers import AsyncDriver

WIRES = ["sse", "websocket"]


async def take(stream: AsyncStream, count: int) -> list[Event]:
    """The next events."""
    return [await anext(stream) for _ in range(count)]


async def _until(is_so: Callable[[], bool]) -> None:
    """Let other tasks run until something is so."""
    while not is_so():  # noqa: ASYNC110  (nothing tells)
        await asyncio.sleep(0)


async def post(client: Mastodon, text: str, **settings: Any) -> Any:
    return await asyncio.to_thread(partial(client.status_post, text, **settings))


@pytest.mark.parametrize("wire", WIRES)
def test_events_of_several_streams(people: People, bob: Mastodon, wire: WireName) -> None:
    async def scene() -> None:
        async with people.asynchronous() as alice, alice.stream("user", "hashtag:Kiwi", "direct", wire=wire) as stream:
            assert await stream.connected()
            assert stream.state == "connected"
            status = await post(bob, "@alice a #kiwi")
            told = {type(event) for event in await take(stream, 2)}
            assert told == {Update, NotificationEvent}
            await asyncio.to_thread(bob.status_update, status, "@alice b #kiwi")
            told = {type(event) for event in await take(stream, 2)}  # twice on "user": followed, and mentioned
            assert told == {StatusUpdate}
            await asyncio.to_thread(bob.status_delete, status)
            deleted = await anext(stream)
            assert isinstance(deleted, Delete)
            assert deleted.status_id == status.id
            await post(bob, "@alice psst", visibility="direct")
            psst = {(type(event), event.stream) for event in await take(stream, 3)}
            assert (ConversationEvent, "direct") in psst
        assert stream.state == "stopped"  # type: ignore[comparison-overlap]

    run(scene())


@pytest.mark.parametrize("wire", WIRES)
def test_what_was_missed_comes_first_and_once(people: People, bob: Mastodon, proxy: FaultProxy, wire: WireName) -> None:
    async def scene() -> None:
        settings: dict[str, Any] = {"wire": wire, "reconnect": QUICK, "states": True}
        async with people.asynchronous(url=proxy.url) as alice, alice.stream("user", **settings) as stream:
            assert await stream.connected()
            proxy.plan = lambda request: answering("502 Bad Gateway") if is_stream(request) else Fault()
            proxy.cut_all()
            assert isinstance(await _next(stream, Disconnected), Disconnected)
            missed = [(await post(bob, f"@alice {number}")).id for number in range(3)]
            assert stream.state == "reconnecting"
            assert isinstance(stream.error, MastodonError)
            proxy.plan = untouched
            events = [await _next(stream, Update | NotificationEvent) for _ in range(6)]
            updates = [event for event in events if isinstance(event, Update)]
            assert [(event.status.id, event.recovered) for event in updates] == [(one, True) for one in missed]
            await _next(stream, Connected)
            assert (stream.reconnects, stream.error) == (1, None)  # type: ignore[comparison-overlap]
            live = await post(bob, "@alice live")
            update = await _next(stream, Update)
            assert (update.status.id, update.recovered) == (live.id, False)

    run(scene())


async def _next(stream: AsyncStream, kind: Any) -> Any:
    """The next event of that kind; heartbeats and other states are passed over."""
    while True:
        event = await anext(stream)
        if isinstance(event, kind):
            return event
        assert isinstance(event, Heartbeat | Connected | Disconnected | NotificationEvent)


@pytest.mark.parametrize("wire", WIRES)
def test_connections_too_short_to_read_a_list_are_long_enough(
    people: People, bob: Mastodon, proxy: FaultProxy, monkeypatch: pytest.MonkeyPatch, wire: WireName
) -> None:
    """The line breaks whenever a list is asked for; what the list holds arrives all the same."""

    async def scene() -> None:
        settings: dict[str, Any] = {"wire": wire, "reconnect": QUICK}
        async with people.asynchronous(url=proxy.url) as alice, alice.stream("hashtag:short", **settings) as stream:
            assert await stream.connected()
            send = AsyncDriver._send

            async def sent(driver: AsyncDriver, request: HttpRequest) -> Response:
                if "/timelines/tag/" in request.url:
                    while stream._engine._connection is not None:  # one that is being made may escape a cut
                        proxy.cut_all()
                        await asyncio.sleep(0)
                return await send(driver, request)

            monkeypatch.setattr(AsyncDriver, "_send", sent)
            proxy.cut_all()
            for number in range(3):
                posted = await post(bob, f"{number} #short")
                event = await anext(stream)
                assert isinstance(event, Update)
                assert (event.status.id, event.recovered) == (posted.id, True)
            assert stream.state == "reconnecting"

    run(scene())


@pytest.mark.parametrize("wire", WIRES)
def test_a_stream_that_the_scopes_do_not_allow_is_an_error(sandbox: Sandbox, people: People, wire: WireName) -> None:
    async def scene() -> None:
        token = sandbox.token_for("alice", scopes="read:notifications")
        async with people.asynchronous(access_token=token) as alice:
            stream = alice.stream("user", wire=wire)
            gap = await anext(stream)
            assert isinstance(gap, Gap)
            assert (gap.reason, gap.stream) == ("refused", "user")
            with pytest.raises(MastodonError, match="does not have the required scopes"):
                await anext(stream)

    run(scene())


def test_a_program_continues_where_it_was(people: People, bob: Mastodon) -> None:
    async def scene() -> None:
        async with people.asynchronous() as alice:
            async with alice.stream("user:notification") as stream:
                assert await stream.connected()
                await post(bob, "@alice one")
                await post(bob, "@alice two")
                first = await anext(stream)
                cursor = stream.cursor()
            await post(bob, "@alice three")
            async with alice.stream("user:notification", cursor=cursor) as stream:
                told = await take(stream, 2)
                await post(bob, "@alice four")
                told += await take(stream, 1)
        mentions = [event.notification.status for event in [first, *told] if isinstance(event, NotificationEvent)]
        texts = [status.content for status in mentions if status]
        assert [text.split()[-1].removesuffix("</p>") for text in texts] == ["one", "two", "three", "four"]
        assert [event.recovered for event in told] == [True, True, False]

    run(scene())


def test_more_may_be_missed_than_the_buffer_holds(people: People, bob: Mastodon) -> None:
    async def scene() -> None:
        posted = [(await post(bob, "#many")).id for _ in range(6)]
        cursor = json.dumps({"hashtag:many": {"statuses": posted[0]}})
        async with people.asynchronous() as alice, alice.stream("hashtag:many", buffer=2, cursor=cursor) as stream:
            assert await stream.connected()
            events = await take(stream, 5)
            assert [event.status.id for event in events if isinstance(event, Update)] == posted[1:]

    run(scene())


def test_streams_are_added_and_dropped_while_it_runs(sandbox: Sandbox, people: People, bob: Mastodon) -> None:
    async def scene() -> None:
        async with people.asynchronous() as alice, alice.stream("hashtag:a1", wire="websocket") as stream:
            assert await stream.connected()
            await stream.subscribe("hashtag:a2", "hashtag:a1")
            assert stream.subscriptions == ["hashtag:a1", "hashtag:a2"]
            await post(bob, "#a2")
            assert (await anext(stream)).stream == "hashtag:a2"
            await stream.unsubscribe("hashtag:a1")
            await post(bob, "#a1")
            await post(bob, "#a2")
            assert (await anext(stream)).stream == "hashtag:a2"
            with pytest.raises(MastodonIllegalArgumentError):
                await stream.subscribe("nonsense")

    run(scene())


def test_a_stream_that_is_dropped_while_it_is_full_does_not_hold_up_the_others(
    people: People, bob: Mastodon, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene() -> None:
        settings: dict[str, Any] = {"wire": "websocket", "buffer": 2, "gap_fill": GapFill(hold=60)}
        async with people.asynchronous() as alice, alice.stream("hashtag:e1", **settings) as stream:
            assert await stream.connected()
            send = AsyncDriver._send

            async def sent(driver: AsyncDriver, request: HttpRequest) -> Response:
                if "/timelines/home" in request.url and "limit=40" in request.url:
                    await asyncio.Event().wait()
                return await send(driver, request)

            monkeypatch.setattr(AsyncDriver, "_send", sent)
            adding = asyncio.create_task(stream.subscribe("user"))
            await _until(lambda: any(one.held == 0 and one.name == "user" for one in stream._engine.channels))
            while not any(one.held >= 2 for one in stream._engine.channels):
                await post(bob, "#e2")
            await post(bob, "#e2")
            connection: Any = stream._engine._connection
            await _until(lambda: not connection._socket._reading)
            await stream.unsubscribe("user")
            await adding
            posted = await post(bob, "#e1")
            event = await anext(stream)
            assert isinstance(event, Update)
            assert (event.status.id, event.stream, event.recovered) == (posted.id, "hashtag:e1", False)

    run(scene())


def test_subscriptions_are_restored(people: People, bob: Mastodon, proxy: FaultProxy) -> None:
    async def scene() -> None:
        settings: dict[str, Any] = {"wire": "websocket", "reconnect": QUICK}
        async with people.asynchronous(url=proxy.url) as alice, alice.stream("hashtag:b1", **settings) as stream:
            assert await stream.connected()
            await stream.subscribe("hashtag:b2")
            proxy.cut_all()
            await post(bob, "#b1")
            await post(bob, "#b2")
            assert {event.stream for event in await take(stream, 2)} == {"hashtag:b1", "hashtag:b2"}

    run(scene())


@pytest.mark.parametrize("wire", [*WIRES, "auto"])
def test_a_token_that_is_not_accepted_is_an_error(people: People, wire: Any) -> None:
    async def scene() -> None:
        async with people.asynchronous(access_token="s3cret") as client:
            stream = client.stream("user", wire=wire, gap_fill=None)
            with pytest.raises(MastodonUnauthorizedError) as caught:
                await anext(stream)
            assert "s3cret" not in str(caught.value) + repr(caught.value)
            assert stream.state == "stopped"
            await stream.close()

    run(scene())


def log_in(sandbox: Sandbox, url: str) -> Mastodon:
    """A client with a token of its own application."""
    keys = Mastodon.create_app("test", ["read"], api_base_url=url)
    client = Mastodon(*keys, api_base_url=url)
    login = client.authorization(["read"])
    client.log_in(code=sandbox.authorize(login.url, "alice"), code_verifier=login.code_verifier, scopes=["read"])
    return client


@pytest.mark.parametrize("wire", WIRES)
def test_a_token_that_is_revoked_ends_the_stream(sandbox: Sandbox, people: People, wire: WireName) -> None:
    async def scene() -> None:
        with log_in(sandbox, sandbox.url) as client:
            settings: dict[str, Any] = {"wire": wire, "reconnect": QUICK}
            token = client.access_token
            async with people.asynchronous(access_token=token) as alice, alice.stream("user", **settings) as stream:
                assert await stream.connected()
                client.revoke_access_token()
                with pytest.raises(MastodonUnauthorizedError):
                    await anext(stream)

    run(scene())


@pytest.mark.parametrize("wire", WIRES)
def test_a_token_that_has_expired_is_renewed(wire: WireName) -> None:
    async def scene(sandbox: Sandbox, proxy: FaultProxy) -> None:
        with log_in(sandbox, proxy.url) as client:
            old = client.access_token or ""
            expired = answering("401 Unauthorized")
            proxy.plan = lambda request: expired if is_stream(request) and old.encode() in request else Fault()
            stream = client.stream("user", wire=wire, gap_fill=None)
            assert await asyncio.to_thread(stream.connected)
            assert client.access_token not in (None, old)
            stream.close()

    with (
        Sandbox(size=10, rate_limits=None, token_lifetime=3600) as sandbox,
        FaultProxy(sandbox.url, untouched) as proxy,
    ):
        run(scene(sandbox, proxy))


@pytest.mark.parametrize(
    ("missing", "works"),
    [(b"Upgrade: websocket", "sse"), (b"text/event-stream", "websocket")],
)
def test_a_server_without_one_wire_is_listened_to_on_the_other(
    people: People, bob: Mastodon, proxy: FaultProxy, missing: bytes, works: str
) -> None:
    def plan(request: bytes) -> Fault:
        return answering("404 Not Found") if is_stream(request) and missing in request else Fault()

    async def scene() -> None:
        proxy.plan = plan
        async with people.asynchronous(url=proxy.url) as alice, alice.stream("user") as stream:
            assert await stream.connected()
            await post(bob, "@alice hello")
            assert isinstance(await anext(stream), Update)

    run(scene())
    other = "sse" if works == "websocket" else "websocket"

    async def refused() -> None:
        async with people.asynchronous(url=proxy.url) as alice:
            with pytest.raises(MastodonError, match="404"):
                await anext(alice.stream("user", wire=other))  # type: ignore[arg-type]

    run(refused())


@pytest.mark.parametrize("wire", WIRES)
def test_a_dead_connection_is_noticed(people: People, bob: Mastodon, proxy: FaultProxy, wire: WireName) -> None:
    async def scene() -> None:
        proxy.plan = lambda request: Fault("stall", after_seconds=0.3) if is_stream(request) else Fault()
        settings: dict[str, Any] = {"wire": wire, "reconnect": QUICK, "silence": 0.5, "states": True}
        async with people.asynchronous(url=proxy.url) as alice, alice.stream("user", **settings) as stream:
            assert await stream.connected()
            lost = await _next(stream, Disconnected)
            assert "for 0.5 s, not even a sign of life" in str(lost.error)
            proxy.plan = untouched
            await post(bob, "@alice are you there?")
            assert isinstance(await _next(stream, Update), Update)

    run(scene())


@pytest.mark.parametrize("wire", WIRES)
def test_a_connection_with_nothing_but_signs_of_life_is_kept(people: People, proxy: FaultProxy, wire: WireName) -> None:
    async def scene() -> None:
        settings: dict[str, Any] = {"wire": wire, "silence": 0.5, "gap_fill": None}
        async with people.asynchronous(url=proxy.url) as alice, alice.stream("user", **settings) as stream:
            assert await stream.connected()
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(1.5):
                    await anext(stream)
            assert (stream.state, stream.reconnects) == ("connected", 0)

    run(scene())


@pytest.mark.parametrize("wire", WIRES)
def test_a_slow_program_loses_the_oldest_and_is_told(people: People, bob: Mastodon, wire: WireName) -> None:
    async def scene() -> None:
        settings: dict[str, Any] = {"wire": wire, "buffer": 3, "when_full": "drop_oldest"}
        async with people.asynchronous() as alice, alice.stream("hashtag:slow", **settings) as stream:
            assert await stream.connected()
            posted = [(await post(bob, "#slow")).id for _ in range(8)]
            await _until(lambda: stream.dropped == 5)
            gap, *rest = await take(stream, 4)
            assert (gap.reason, gap.lost) == ("slow", 5) if isinstance(gap, Gap) else False
            assert [event.status.id for event in rest if isinstance(event, Update)] == posted[-3:]
            named = json.loads(stream.cursor())["hashtag:slow"]["statuses"].split()
            assert {f"+{one}" for one in posted} <= set(named)  # the lost are not looked for

    run(scene())


@pytest.mark.parametrize("wire", WIRES)
def test_a_slow_program_can_make_the_server_wait(people: People, bob: Mastodon, wire: WireName) -> None:
    async def scene() -> None:
        async with people.asynchronous() as alice, alice.stream("hashtag:wait", wire=wire, buffer=2) as stream:
            assert await stream.connected()
            posted = [(await post(bob, "#wait")).id for _ in range(8)]
            events = await take(stream, 8)
            assert [event.status.id for event in events if isinstance(event, Update)] == posted

    run(scene())


@pytest.mark.parametrize("wire", WIRES)
def test_a_stream_is_added_while_more_events_wait_than_allowed(people: People, bob: Mastodon, wire: WireName) -> None:
    async def scene() -> None:
        async with people.asynchronous() as alice, alice.stream("hashtag:full", wire=wire, buffer=1) as stream:
            assert await stream.connected()
            posted = [(await post(bob, "#full")).id for _ in range(40)]  # more than the library of WebSockets takes in
            await stream.subscribe("hashtag:more")
            posted.append((await post(bob, "#more")).id)
            events = await take(stream, len(posted))
            assert sorted(event.status.id for event in events if isinstance(event, Update)) == posted

    run(scene())


@pytest.mark.parametrize("wire", WIRES)
def test_a_slow_program_loses_nothing_when_the_connection_breaks(
    people: People, bob: Mastodon, proxy: FaultProxy, wire: WireName
) -> None:
    async def scene() -> None:
        settings: dict[str, Any] = {"wire": wire, "buffer": 2, "reconnect": QUICK}
        async with people.asynchronous(url=proxy.url) as alice, alice.stream("user", **settings) as stream:
            assert await stream.connected()
            posted = []
            for _ in range(4):
                posted += [(await post(bob, "@alice slow")).id for _ in range(3)]
                proxy.cut_all()
            events = [await _next(stream, Update | NotificationEvent) for _ in range(24)]
            assert [event.status.id for event in events if isinstance(event, Update)] == posted

    run(scene())


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize("level", ["trunkline", ""])
def test_no_log_shows_the_token(people: People, caplog: pytest.LogCaptureFixture, wire: WireName, level: str) -> None:
    async def scene() -> None:
        async with people.asynchronous(debug_requests=True) as alice:
            token = alice.access_token or ""
            async with alice.stream("user", wire=wire) as stream:
                assert await stream.connected()
                assert token not in repr(stream)
            assert token not in caplog.text

    with caplog.at_level(logging.DEBUG, logger=level):
        run(scene())


# -- stopping


async def _stops_at_once(stream: AsyncStream) -> None:
    async with asyncio.timeout(1.0):
        await stream.close()
    assert stream.state == "stopped"
    assert [event async for event in stream if not isinstance(event, Update)] == []


def test_it_stops_before_it_has_started(people: People) -> None:
    async def scene() -> None:
        async with people.asynchronous() as alice:
            stream = alice.stream("user")
            await stream.close()
            with pytest.raises(StopAsyncIteration):
                await anext(stream)

    run(scene())


@pytest.mark.parametrize("wire", WIRES)
def test_it_stops_while_connecting(people: People, proxy: FaultProxy, wire: WireName) -> None:
    async def scene() -> None:
        proxy.plan = lambda request: Fault("stall", after_bytes=0) if is_stream(request) else Fault()
        async with people.asynchronous(url=proxy.url) as alice:
            stream = alice.stream("user", wire=wire)
            waiting = asyncio.ensure_future(anext(stream))
            await _until(lambda: proxy.faults["stall"] > 0)
            assert stream.state == "connecting"
            waiting.cancel()
            await _stops_at_once(stream)

    run(scene())


def test_it_stops_while_waiting_for_the_next_attempt(people: People, proxy: FaultProxy) -> None:
    async def scene() -> None:
        proxy.plan = lambda request: answering("503 Service Unavailable") if is_stream(request) else Fault()
        policy = ReconnectPolicy(base=1000, longest=1000)
        async with people.asynchronous(url=proxy.url) as alice:
            stream = alice.stream("user", reconnect=policy)
            assert not await stream.connected()
            assert stream.state == "connecting"
            await _stops_at_once(stream)

    run(scene())


@pytest.mark.parametrize("wire", WIRES)
def test_it_stops_while_the_program_keeps_it_waiting(people: People, bob: Mastodon, wire: WireName) -> None:
    async def scene() -> None:
        async with people.asynchronous() as alice:
            stream = alice.stream("hashtag:full", wire=wire, buffer=1)
            assert await stream.connected()
            for _ in range(5):
                await post(bob, "#full")
            await _stops_at_once(stream)

    run(scene())


@pytest.mark.parametrize("wire", WIRES)
def test_a_stream_that_nobody_holds_stops(people: People, sandbox: Sandbox, wire: WireName) -> None:
    async def scene() -> None:
        async with people.asynchronous() as alice:
            stream = alice.stream("user", wire=wire)
            assert await stream.connected()
            task = stream._task
            assert task is not None
            del stream
            await asyncio.wait([task])
            assert task.cancelled() or task.done()

    run(scene())


def test_a_cancelled_wait_loses_nothing(people: People, bob: Mastodon) -> None:
    async def scene() -> None:
        async with people.asynchronous() as alice, alice.stream("hashtag:patience") as stream:
            assert await stream.connected()
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.01):
                    await anext(stream)
            posted = await post(bob, "#patience")
            event = await anext(stream)
            assert isinstance(event, Update)
            assert event.status.id == posted.id

    run(scene())


# -- arguments


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"wire": "pigeon"}, "'auto', 'websocket' or 'sse'"),
        ({"buffer": 0}, "at least one event"),
        ({"when_full": "panic"}, "'wait' or 'drop_oldest'"),
        ({"silence": 0}, "above 0"),
        ({"cursor": "x"}, "not a cursor"),
        ({"cursor": '{"user": 3}'}, "not a cursor"),
        ({"cursor": '{"user": {"home": 3}}'}, "not a cursor"),
    ],
)
def test_errors_in_settings_say_what_to_pass(people: People, settings: dict[str, Any], says: str) -> None:
    async def scene() -> None:
        async with people.asynchronous() as alice:
            with pytest.raises(MastodonIllegalArgumentError, match=says):
                alice.stream("user", **settings)

    run(scene())
