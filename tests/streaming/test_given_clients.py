"""Streams of a program that has given a client of the HTTP library: they go through it."""

from __future__ import annotations

import asyncio
import gzip
import threading
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from tests.faults.proxy import Fault, FaultProxy, answering, is_stream
from tests.streaming.conftest import QUICK, People, run
from trunkline import AsyncMastodon, Mastodon
from trunkline.errors import MastodonNetworkError, MastodonReadTimeout, MastodonServerError, MastodonUnauthorizedError
from trunkline.streaming import ReconnectPolicy, Update
from trunkline.transport.given_client import asynchronous


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """The threads in which a given client works end with the stream."""
    yield
    for thread in threading.enumerate():
        if thread.name == "trunkline-given-client" and thread.is_alive():
            thread.join(5)
            assert not thread.is_alive()


class Asked(list[str]):
    """The paths of the requests that a client sends; each must carry the client's own header."""

    def note(self, request: httpx2.Request) -> None:
        assert request.headers["X-Given"] == "yes"
        self.append(request.url.path)

    async def anote(self, request: httpx2.Request) -> None:
        self.note(request)


def test_sync(people: People, bob: Mastodon, proxy: FaultProxy) -> None:
    asked = Asked()
    with httpx2.Client(headers={"X-Given": "yes"}, event_hooks={"request": [asked.note]}, timeout=5) as given:
        alice = people.sync(url=proxy.url, session=given)
        with alice.stream("user", "hashtag:given", reconnect=QUICK) as stream:
            assert stream.connected()
            posted: Any = bob.status_post("@alice #given")
            events = [next(stream) for _ in range(2)]
            assert {event.status.id for event in events if isinstance(event, Update)} == {posted.id}
            proxy.cut_all()
            again: Any = bob.status_post("@alice #given")
            found = [next(stream) for _ in range(2)]
            assert {event.status.id for event in found if isinstance(event, Update)} == {again.id}
        assert not given.is_closed
        assert given.get(f"{proxy.url}/api/v1/instance").status_code == 200
    assert {"/api/v1/streaming/user", "/api/v1/streaming/hashtag", "/api/v1/timelines/home"} <= set(asked)


def test_async(people: People, bob: Mastodon, proxy: FaultProxy) -> None:
    asked = Asked()

    async def scene() -> None:
        async with (
            httpx2.AsyncClient(headers={"X-Given": "yes"}, event_hooks={"request": [asked.anote]}) as given,
            people.asynchronous(url=proxy.url, session=given) as alice,
        ):
            async with alice.stream("user") as stream:
                assert await stream.connected()
                posted: Any = await asyncio.to_thread(bob.status_post, "@alice given")
                event = await anext(stream)
                assert isinstance(event, Update)
                assert event.status.id == posted.id
            assert not given.is_closed

    run(scene())
    assert {"/api/v1/streaming/user", "/api/v1/timelines/home"} <= set(asked)


BODY = b':)\nevent: update\ndata: {"id":"117","content":"x"}\n\n'


def answer(request: httpx2.Request) -> httpx2.Response:
    """A server that lives in the client's transport."""
    if request.url.path.startswith("/api/v1/streaming"):
        return httpx2.Response(200, headers={"Content-Type": "text/event-stream"}, content=BODY)
    return httpx2.Response(200, json={"configuration": {}})


def test_the_transport_may_be_anything() -> None:
    with (
        httpx2.Client(transport=httpx2.MockTransport(answer)) as given,
        Mastodon(api_base_url="https://nowhere.example", access_token="t", session=given) as client,
        client.stream("public", gap_fill=None) as stream,
    ):
        event = next(stream)
        assert isinstance(event, Update)
        assert event.status.id == "117"

    async def scene() -> None:
        async with (
            httpx2.AsyncClient(transport=httpx2.MockTransport(answer)) as given,
            AsyncMastodon(api_base_url="https://nowhere.example", access_token="t", session=given) as client,
            client.stream("public", gap_fill=None) as stream,
        ):
            assert isinstance(await anext(stream), Update)

    run(scene())


def knowing(client: Mastodon) -> Mastodon:
    """*client*, whose first request is the stream, since it knows where the streams are."""
    client.state.streaming_url = client.api_base_url
    return client


def test_a_stream_has_its_own_timeout(people: People, proxy: FaultProxy) -> None:
    proxy.plan = lambda request: Fault("stall", after_bytes=400) if is_stream(request) else Fault()
    settings: dict[str, Any] = {"silence": 0.3, "gap_fill": None, "reconnect": ReconnectPolicy(attempts=0)}
    with httpx2.Client(timeout=httpx2.Timeout(None)) as given:
        alice = knowing(people.sync(url=proxy.url, session=given))
        with (
            alice.stream("user", **settings) as stream,
            pytest.raises(MastodonReadTimeout, match=r"Nothing came from the server for 0\.3 s"),
        ):
            next(stream)


def test_it_stops_at_once_while_it_waits(people: People) -> None:
    with httpx2.Client() as given, people.sync(session=given).stream("direct", wire="sse") as stream:
        assert stream.connected()
        stream.close()
        assert list(stream) == []


def test_errors_are_those_of_every_stream(people: People, proxy: FaultProxy) -> None:
    settings: dict[str, Any] = {"gap_fill": None, "reconnect": ReconnectPolicy(attempts=0), "wire": "sse"}
    with httpx2.Client() as given:
        with pytest.raises(MastodonUnauthorizedError):
            next(people.sync(session=given, access_token="s3cret").stream("user", **settings))
        proxy.plan = lambda request: answering("502 Bad Gateway") if is_stream(request) else Fault()
        with pytest.raises(MastodonServerError, match="502"):
            next(knowing(people.sync(url=proxy.url, session=given)).stream("user", **settings))
        with pytest.raises(MastodonNetworkError, match="failed"):
            next(knowing(people.sync(url="http://127.0.0.1:1", session=given)).stream("user", **settings))


class Slow(httpx2.BaseTransport):
    """A transport whose answer comes when it is told to."""

    def __init__(self) -> None:
        self.asked, self.go = threading.Event(), threading.Event()
        self.body = Pieces()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.set()
        self.go.wait(5)
        return httpx2.Response(200, stream=self.body)


class Pieces(httpx2.SyncByteStream):
    """A body that knows whether it has been closed."""

    closed = False

    def __iter__(self) -> Iterator[bytes]:
        yield b"x"

    def close(self) -> None:
        self.closed = True


def test_an_answer_that_nobody_waits_for_is_closed() -> None:
    transport = Slow()

    async def scene() -> None:
        with httpx2.Client(transport=transport) as given:
            asking = asyncio.create_task(asynchronous(given).get("http://a.example"))
            await asyncio.to_thread(transport.asked.wait, 5)
            asking.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asking
            transport.go.set()
            for thread in threading.enumerate():
                if thread.name == "trunkline-given-client":
                    await asyncio.to_thread(thread.join, 5)
            assert transport.body.closed

    run(scene())


def test_connections_are_kept(proxy: FaultProxy) -> None:
    made: list[bytes] = []

    def plan(request: bytes) -> Fault:
        made.append(request)
        return Fault()

    async def scene() -> None:
        with httpx2.Client() as given:
            for _ in range(3):
                assert (await asynchronous(given).get(f"{proxy.url}/api/v1/instance")).status_code == 200
            given.get(f"{proxy.url}/api/v1/instance")

    proxy.plan = plan
    run(scene())
    assert len(made) == 1


def test_a_body_and_its_headers_pass_as_they_are() -> None:
    def echo(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(201, headers=[("X-A", "1"), ("X-A", "2")], content=request.read())

    async def scene() -> None:
        with httpx2.Client(transport=httpx2.MockTransport(echo)) as given:
            done = await asynchronous(given).post("http://a.example", content=b" body")
            assert (done.status_code, done.reason_phrase, done.content) == (201, "Created", b" body")
            assert done.headers.get_list("x-a") == ["1", "2"]

    run(scene())


def test_compressed_answers_are_read() -> None:
    def zipped(_request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, headers={"Content-Encoding": "gzip"}, content=gzip.compress(b"plain"))

    async def scene() -> bytes:
        with httpx2.Client(transport=httpx2.MockTransport(zipped)) as given:
            return (await asynchronous(given).get("http://a.example")).content

    assert run(scene()) == b"plain"
