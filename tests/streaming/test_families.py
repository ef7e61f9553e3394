"""Streams of other software than Mastodon."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.streaming.conftest import QUICK, run
from tests.streaming.families import (
    TOKEN,
    Akkoma,
    Family,
    GoToSocial,
    Pleroma,
    Without,
    answer,
    ending,
    status,
    take,
    until_topics,
)
from trunkline import AsyncMastodon, Mastodon, StreamListener
from trunkline.errors import (
    MastodonAPIError,
    MastodonForbiddenError,
    MastodonNotFoundError,
    MastodonUnauthorizedError,
)
from trunkline.protocol.ratelimit import RateLimiter
from trunkline.protocol.retries import RetryPolicy
from trunkline.streaming import Heartbeat, Refused, Unknown, Update


def client(server: Family, **settings: Any) -> AsyncMastodon:
    return AsyncMastodon(
        api_base_url=server.url,
        rate_limiter=RateLimiter(),
        retry=RetryPolicy(attempts=1),
        **{"access_token": TOKEN, **settings},
    )


QUIET: dict[str, Any] = {"gap_fill": None, "reconnect": QUICK}


@pytest.mark.parametrize("family", [Pleroma, Akkoma, GoToSocial])
def test_each_stream_has_a_websocket_with_the_token_as_subprotocol(family: type[Family]) -> None:
    async def scene() -> None:
        async with (
            family() as server,
            client(server) as mastodon,
            mastodon.stream("user", "hashtag:a", "user:notification", **QUIET) as stream,
        ):
            assert await stream.connected()
            assert sorted(server.upgrades) == ["stream=hashtag&tag=a", "stream=user", "stream=user%3Anotification"]
            assert all("protocol" in where for where in server.tokens)
            assert not server.messages
            await server.publish("hashtag:a", "update", status(1), named=False)
            assert (await anext(stream)).stream == "hashtag:a"
            await server.publish("user", "update", status(2))
            assert (await anext(stream)).stream == "user"
            await stream.subscribe("public")
            await server.publish("public", "update", status(3), named=False)
            assert (await anext(stream)).stream == "public"
            await stream.unsubscribe("user")
            while any("user" in topics for topics in server.topics.values()):  # noqa: ASYNC110  (nothing tells)
                await asyncio.sleep(0)

    run(scene())


@pytest.mark.parametrize("family", [Pleroma, Akkoma])
def test_a_server_that_is_not_recognised_shows_what_it_needs(family: type[Family]) -> None:
    async def scene() -> None:
        async with family() as server, client(server) as mastodon:
            server.instance = {"version": "odd"}
            async with mastodon.stream("user", "public", **QUIET) as stream:
                assert await stream.connected()
                assert sorted(server.upgrades) == ["", "stream=public", "stream=user"]
                await server.publish("user", "update", status(1))
                assert (await anext(stream)).stream == "user"

    run(scene())


def test_a_guest_sends_no_token() -> None:
    async def scene() -> None:
        async with (
            Akkoma() as server,
            client(server, access_token=None) as mastodon,
            mastodon.stream("public", **QUIET) as stream,
        ):
            assert await stream.connected()
            assert server.tokens == [set()]

    run(scene())


@pytest.mark.parametrize("family", [Pleroma, Akkoma])
def test_a_token_that_is_not_accepted_is_an_error_after_one_try(family: type[Pleroma]) -> None:
    class Closed(family):  # type: ignore[valid-type, misc]
        def verdict(self, asked: Any, token_in: Any) -> Any:
            return answer(403)

    async def scene() -> None:
        async with Closed() as server, client(server) as mastodon:
            error = await ending(mastodon.stream("user", **QUIET))
            assert isinstance(error, MastodonForbiddenError)
            assert server.upgrades == ["stream=user"]

    run(scene())


def test_what_only_keeps_a_connection_open_is_no_event() -> None:
    async def scene() -> None:
        async with Pleroma() as server, client(server) as mastodon, mastodon.stream("user", **QUIET) as stream:
            assert await stream.connected()
            for text in ("", "{}", ":thump", "thump", '{"event":"ping"}', '{"event":"ping","payload":""}'):
                await server.send("user", text)
            await next(iter(server.topics)).ping()
            await server.publish("user", "pleroma:respond", '{"result":"success","type":"subscribe"}')
            await server.publish("user", "pleroma:chat_update", "{}")
            await server.publish("user", "update", status(1))
            chat, update = await take(stream, 2)
            assert isinstance(chat, Unknown)
            assert isinstance(update, Update)
            assert stream.reconnects == 0

    run(scene())


def test_signs_of_life_are_told_with_states() -> None:
    async def scene() -> None:
        async with (
            Pleroma() as server,
            client(server) as mastodon,
            mastodon.stream("user", states=True, **QUIET) as stream,
        ):
            assert await stream.connected()
            await server.send("user", "")
            await anext(stream)
            assert await anext(stream) == Heartbeat(stream="user")

    run(scene())


def test_a_refused_stream_of_pleroma_is_named_and_the_others_go_on() -> None:
    async def scene() -> None:
        async with (
            Pleroma() as server,
            client(server) as mastodon,
            mastodon.stream("user", "public:remote", **QUIET) as stream,
        ):
            refused = await anext(stream)
            assert isinstance(refused, Refused)
            assert (refused.stream, type(refused.error)) == ("public:remote", MastodonNotFoundError)
            assert stream.subscriptions == ["user"]
            await stream.subscribe("list:9")
            later = await anext(stream)
            assert isinstance(later, Refused)
            assert later.stream == "list:9"
            reply = '{"result":"error","type":"subscribe","error":"bad_topic"}'
            await stream.subscribe("public")
            await server.publish("public", "pleroma:respond", reply)
            said = await anext(stream)
            assert isinstance(said, Refused)
            assert (said.stream, getattr(said.error, "server_message", "")) == ("public", "bad_topic")
            await server.publish("user", "update", status(1))
            assert isinstance(await anext(stream), Update)

    run(scene())


def test_a_quiet_server_that_never_pings_is_not_taken_for_dead() -> None:
    async def scene() -> None:
        async with (
            GoToSocial() as server,
            client(server) as mastodon,
            mastodon.stream("user", silence=0.1, **QUIET) as stream,
        ):
            assert await stream.connected()
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.5):
                    await anext(stream)
            assert (stream.state, stream.reconnects, len(server.upgrades)) == ("connected", 0, 1)

    run(scene())


def test_listeners_without_reconnect_find_the_wire_that_a_server_has() -> None:
    class Counter(StreamListener):
        def __init__(self) -> None:
            self.ids: list[str] = []
            self.came = asyncio.Event()
            self.loop = asyncio.get_running_loop()

        def on_update(self, status: Any) -> None:
            self.ids.append(status.id)
            self.loop.call_soon_threadsafe(self.came.set)

    async def scene() -> None:
        async with GoToSocial() as server:
            listener = Counter()
            with Mastodon(api_base_url=server.url, access_token=TOKEN, rate_limiter=RateLimiter()) as mastodon:
                handle: Any = await asyncio.to_thread(lambda: mastodon.stream_hashtag("a", listener, run_async=True))
                await until_topics(server, "hashtag:a")
                await server.publish("hashtag:a", "update", status(7))
                await listener.came.wait()
                handle.close()
                await asyncio.to_thread(handle.join, 5)
            assert listener.ids == ["7"]

    run(scene())


TAKAHE = {"version": "takahe/0.11.0"}
NOT_FOUND = answer(404, b"<h1>404</h1>", "text/html")


@pytest.mark.parametrize("wire", ["auto", "sse", "websocket"])
@pytest.mark.parametrize(
    ("instance", "refusal", "named"),
    [
        (TAKAHE, NOT_FOUND, "This server (takahe 0.11.0) offers no streams."),
        ({"version": "4.0.0 (not true; really snac/2.94)"}, answer(404, b"", "text/plain"), "(snac 2.94)"),
        (
            {"version": "2.8.0 (compatible; Friendica 2025.07)"},
            answer(501, b"<html>", "text/html"),
            "(friendica 2025.07)",
        ),
        ({"version": "odd"}, answer(405, b"", "text/plain"), "This server offers no streams."),
        ({"version": "odd"}, answer(302, b"", "text/html", Location="/login"), "This server offers no streams."),
        (
            {"version": "odd"},
            answer(302, b"", "text/html", Location="ws://a.example/"),
            "This server offers no streams.",
        ),
        ({"version": "odd"}, answer(200, b"<html>", "text/html"), "This server offers no streams."),
    ],
)
def test_a_server_without_streams_says_so_at_once(instance: Any, refusal: Any, named: str, wire: Any) -> None:
    async def scene() -> None:
        async with Without(instance, refusal) as server, client(server) as mastodon:
            error = await ending(mastodon.stream("user", "public", wire=wire, gap_fill=None))
            assert isinstance(error, MastodonAPIError)
            assert named in str(error)
            assert str(refusal.status_code) in str(error)
            assert len(server.upgrades) == len(set(server.upgrades)) <= 3

    run(scene())


def test_a_server_with_streams_that_lacks_the_only_one_says_so() -> None:
    async def scene() -> None:
        async with Akkoma() as server, client(server) as mastodon:
            error = await ending(mastodon.stream("public:remote", **QUIET))
            assert isinstance(error, MastodonNotFoundError)
            assert "This server (akkoma 3.13.2) offers no such stream." in str(error)

    run(scene())


def test_the_reason_of_a_refused_upgrade_is_in_its_header() -> None:
    async def scene() -> None:
        refusal = answer(401, b"", "text/plain", X_Error_Message="Invalid access token")
        async with Without(Family.instance, refusal) as server, client(server) as mastodon:
            error = await ending(mastodon.stream("user", **QUIET))
            assert isinstance(error, MastodonUnauthorizedError)
            assert "Invalid access token" in str(error)
            assert server.upgrades == [""]

    run(scene())


def test_a_refused_token_is_told_although_the_other_wires_are_missing() -> None:
    class Odd(Family):
        def upgrade(self, asked: Any, token_in: Any) -> Any:
            return answer(404) if asked else answer(401, b'{"error":"Who are you?"}')

    async def scene() -> None:
        async with Odd() as server, client(server) as mastodon:
            error = await ending(mastodon.stream("user", **QUIET))
            assert isinstance(error, MastodonUnauthorizedError)
            assert "Who are you?" in str(error)

    run(scene())
