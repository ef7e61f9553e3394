"""Streams that a server refuses: told by name, and the others go on."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.faults.proxy import Fault, FaultProxy, answering, is_stream, untouched
from tests.streaming.conftest import QUICK, People, run
from tests.streaming.families import Refusing, ending, status, take, until_topics
from tests.streaming.test_families import QUIET, client
from trunkline import Mastodon, StreamListener
from trunkline.errors import (
    MastodonAPIError,
    MastodonNotFoundError,
    MastodonStreamRefusedError,
    MastodonUnauthorizedError,
)
from trunkline.protocol.ratelimit import RateLimiter
from trunkline.sandbox import Sandbox
from trunkline.streaming import AsyncStream, Gap, Refused, Update, options
from trunkline.streaming.wires import inquiry

WIRES = ["sse", "websocket", "websockets"]


@pytest.fixture(autouse=True)
def quick_inquiries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inquiry, "_QUIET", 0.05)
    monkeypatch.setattr(inquiry, "_ANSWER", 0.2)


@pytest.fixture(params=WIRES)
def wire(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Any:
    if request.param == "websockets":
        monkeypatch.setitem(options._WIRES, "websocket", (request.param,))
        return "websocket"
    return request.param


async def refusal(stream: AsyncStream) -> Refused:
    while isinstance(event := await anext(stream), Gap):  # a stream that is refused has a list that is refused
        assert event.reason == "refused"
    assert isinstance(event, Refused)
    return event


async def post(bob: Mastodon, text: str) -> Any:
    return await asyncio.to_thread(bob.status_post, text)


def test_a_refused_stream_is_named_and_the_others_go_on(people: People, bob: Mastodon, wire: Any) -> None:
    async def scene() -> None:
        async with people.asynchronous() as alice, alice.stream("hashtag:r1", "list:999", wire=wire) as stream:
            refused = await refusal(stream)
            assert refused.stream == "list:999"
            assert isinstance(refused.error, MastodonUnauthorizedError)
            assert "Not authorized to stream this list. The server accepts the token" in str(refused.error)
            assert await stream.connected()
            assert stream.subscriptions == ["hashtag:r1"]
            posted = await post(bob, "#r1")
            update = await anext(stream)
            assert isinstance(update, Update)
            assert update.status.id == posted.id

    run(scene())


def test_a_stream_that_is_added_can_be_refused(people: People, bob: Mastodon, wire: Any) -> None:
    async def scene() -> None:
        async with people.asynchronous() as alice, alice.stream("hashtag:r2", wire=wire) as stream:
            assert await stream.connected()
            await stream.subscribe("list:999")
            assert (await refusal(stream)).stream == "list:999"
            await post(bob, "#r2")
            assert isinstance(await anext(stream), Update)
            await stream.subscribe("list:999")  # asked anew
            assert (await refusal(stream)).stream == "list:999"

    run(scene())


def test_a_list_that_was_deleted_ends_no_other_stream(
    people: People, bob: Mastodon, proxy: FaultProxy, wire: Any
) -> None:
    async def scene() -> None:
        async with people.asynchronous(url=proxy.url) as alice:
            made = await alice.list_create("soon gone")
            names = ("hashtag:r3", f"list:{made.id}")
            async with alice.stream(*names, wire=wire, reconnect=QUICK) as stream:
                assert await stream.connected()
                await alice.list_delete(made)
                proxy.cut_all()
                events = await take(stream, 1)
                while not isinstance(events[-1], Refused):
                    events += await take(stream, 1)
                assert events[-1].stream == f"list:{made.id}"
                proxy.cut_all()  # and it is not asked for again
                await post(bob, "#r3")
                assert isinstance(await anext(stream), Update)
                assert stream.subscriptions == ["hashtag:r3"]

    run(scene())


@pytest.mark.parametrize("names", [("list:999",), ("list:998", "list:999")])
def test_if_all_are_refused_the_stream_ends_with_the_reason(people: People, wire: Any, names: Any) -> None:
    async def scene() -> None:
        async with people.asynchronous() as alice:
            stream = alice.stream(*names, wire=wire, reconnect=QUICK)
            error = await ending(stream)
            assert isinstance(error, MastodonUnauthorizedError)
            assert "Not authorized to stream this list" in str(error)
            assert stream.state == "stopped"
            assert stream.reconnects == 0

    run(scene())


@pytest.mark.parametrize("code", ["400 Bad Request", "403 Forbidden", "404 Not Found"])
def test_if_the_last_one_is_refused_after_a_break_the_stream_ends(people: People, proxy: FaultProxy, code: str) -> None:
    async def scene() -> None:
        async with (
            people.asynchronous(url=proxy.url) as alice,
            alice.stream("hashtag:r4", wire="sse", reconnect=QUICK) as stream,
        ):
            assert await stream.connected()
            refused = answering(code, headers="Content-Type: application/json\r\n", body='{"error":"No such tag"}')
            proxy.plan = lambda request: refused if is_stream(request) else Fault()
            proxy.cut_all()
            error = await ending(stream)
            assert isinstance(error, MastodonAPIError)
            assert "No such tag" in str(error)

    run(scene())


def test_the_page_of_a_proxy_is_no_refusal_of_the_last_stream(people: People, bob: Mastodon, proxy: FaultProxy) -> None:
    async def scene() -> None:
        async with (
            people.asynchronous(url=proxy.url) as alice,
            alice.stream("hashtag:r5", wire="sse", reconnect=QUICK) as stream,
        ):
            assert await stream.connected()
            proxy.plan = lambda request: answering("404 Not Found") if is_stream(request) else Fault()
            proxy.cut_all()
            while not isinstance(stream.error, MastodonNotFoundError):  # noqa: ASYNC110  (nothing tells)
                await asyncio.sleep(0)
            proxy.plan = untouched
            await post(bob, "#r5")
            assert isinstance(await anext(stream), Update)

    run(scene())


# -- refusals without a name


def test_which_of_several_streams_is_meant_is_found_by_asking_again() -> None:
    async def scene() -> None:
        async with (
            Refusing("list:2", "list:4") as server,
            client(server) as mastodon,
            mastodon.stream("list:1", "list:2", "list:3", "list:4", "user", **QUIET) as stream,
        ):
            told = {(await refusal(stream)).stream, (await refusal(stream)).stream}
            assert told == {"list:2", "list:4"}
            assert stream.subscriptions == ["list:1", "list:3", "user"]
            for name in stream.subscriptions:
                await server.publish(name, "update", status(1, name))
            assert {(await anext(stream)).stream} == {"list:1"}
            assert len(server.upgrades) == 1

    run(scene())


def test_a_stream_that_has_sent_something_is_not_meant() -> None:
    async def scene() -> None:
        async with (
            Refusing("hashtag:b", said="Forbidden", status=403) as server,
            client(server) as mastodon,
            mastodon.stream("hashtag:a", **QUIET) as stream,
        ):
            assert await stream.connected()
            await server.publish("hashtag:a", "update", status(1))
            await anext(stream)
            await stream.subscribe("hashtag:b")
            assert (await refusal(stream)).stream == "hashtag:b"
            assert [one["tag"] for one in server.messages] == ["a", "b"]

    run(scene())


def test_a_refusal_that_comes_only_once_is_told_without_a_name() -> None:
    class Once(Refusing):
        async def told(self, socket: Any, said: Any) -> None:
            await super().told(socket, said)
            self.refused.clear()

    async def scene() -> None:
        async with (
            Once("list:1") as server,
            client(server) as mastodon,
            mastodon.stream("list:1", "list:2", **QUIET) as stream,
        ):
            refused = await refusal(stream)
            assert (refused.stream, stream.subscriptions) == ("", ["list:1", "list:2"])

    run(scene())


def test_a_fault_of_the_server_is_no_refusal() -> None:
    async def scene() -> None:
        async with (
            Refusing("user", said="An unexpected error occurred", status=500) as server,
            client(server) as mastodon,
            mastodon.stream("user", "public", **QUIET) as stream,
        ):
            while len(server.upgrades) < 2:  # noqa: ASYNC110  (nothing tells)
                await asyncio.sleep(0)
            server.refused.clear()
            await until_topics(server, "user", "public")
            assert stream.subscriptions == ["user", "public"]

    run(scene())


# -- listeners


def test_listeners_of_a_websocket_are_told_which_stream_is_refused(people: People) -> None:
    from queue import Queue

    told: Queue[tuple[Any, list[str] | None]] = Queue()

    class Listener(StreamListener):
        def on_websocket_error(self, error: MastodonAPIError, for_stream: list[str] | None = None) -> None:
            told.put((error, for_stream))

    with people.sync().stream_open_websocket(Listener()) as handle:
        home = handle.subscribe("user")
        gone = handle.subscribe("list", list="999")
        error, for_stream = told.get(timeout=10)
        assert (error.server_message, for_stream) == ("Not authorized to stream this list", ["list", "999"])
        assert not gone.is_alive()
        assert handle.subscriptions() == [home]
        assert handle.is_receiving()


def test_a_list_that_is_not_there_is_raised_as_ever(people: People) -> None:
    with pytest.raises(MastodonStreamRefusedError, match="Not authorized to stream this list"):
        people.sync().stream_list(999, StreamListener())
    with pytest.raises(MastodonStreamRefusedError, match="Not authorized to stream this list"):
        people.sync().stream_list(999, StreamListener(), run_async=True, reconnect_async=True)


def test_a_token_without_scopes_for_one_stream(sandbox: Sandbox, wire: Any) -> None:
    async def scene() -> None:
        token = sandbox.token_for("alice", scopes="read:notifications")
        settings: dict[str, Any] = {"api_base_url": sandbox.url, "rate_limiter": RateLimiter()}
        from trunkline import AsyncMastodon

        async with (
            AsyncMastodon(access_token=token, **settings) as alice,
            alice.stream("user:notification", "user", wire=wire, gap_fill=None) as stream,
        ):
            assert (await refusal(stream)).stream == "user"
            assert stream.subscriptions == ["user:notification"]

    run(scene())
