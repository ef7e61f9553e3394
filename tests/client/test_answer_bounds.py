"""Bounds of one answer, in both clients: its size, also when it is compressed, and its time."""

from __future__ import annotations

import gzip
import json
import socket
import threading
import tracemalloc
import zlib
from collections.abc import Callable
from contextlib import closing, suppress

import pytest

from tests.client.conftest import Connect
from tests.client.test_drivers import ONCE, raw_server, reply
from tests.client.test_netrc import ASK, GET
from tests.client.test_who_gets_the_token import in_thread, listen
from trunkline import (
    Mastodon,
    MastodonAPIError,
    MastodonIllegalArgumentError,
    MastodonMalformedResponseError,
    MastodonReadTimeout,
)
from trunkline.sandbox.certificates import ServerTls

OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
Server = Callable[[socket.socket], object]


def with_body(body: bytes, headers: bytes = b"") -> Server:
    return reply(OK + headers + b"Content-Length: %d\r\n\r\n" % len(body) + body)


def endless(beginning: bytes) -> Server:
    """Send blanks until the client hangs up."""

    def answer(connection: socket.socket) -> None:
        try:
            connection.sendall(beginning)
            while True:
                connection.sendall(b" " * 65536)
        except OSError:
            return

    return answer


@pytest.mark.parametrize(
    "answer",
    [
        with_body(b'{"title":"' + b"x" * 20_000 + b'"}'),
        with_body(gzip.compress(b'{"title":"' + b"x" * 10**7 + b'"}'), b"Content-Encoding: gzip\r\n"),
        endless(OK + b"\r\n"),
        endless(b"HTTP/1.1 500 Oh\r\n\r\n"),
    ],
)
def test_an_answer_that_is_too_large(connect: Connect, answer: Server) -> None:
    with raw_server(answer) as (url, requests):
        client = connect(api_base_url=url)
        client._connections.answer_size = 10_000
        with pytest.raises(MastodonMalformedResponseError, match="It is larger than 10000 bytes"):
            client.instance_health()
        assert len(requests) == 1, "it is not asked for again"


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "x" * 1000])
def test_compression_that_nobody_asked_for(connect: Connect, encoding: str) -> None:
    with raw_server(with_body(b"x", f"Content-Encoding: {encoding}\r\n".encode())) as (url, requests):
        client = connect(api_base_url=url)
        with pytest.raises(MastodonMalformedResponseError, match=r"compressed with .{2,60}, which was not asked for"):
            client.instance_health()
        assert b"gzip, deflate\r\n" in requests[0]


def test_an_answer_that_takes_too_long(connect: Connect) -> None:
    with raw_server(with_body(b"OK")) as (url, _):
        client = connect(api_base_url=url, retry=ONCE)
        client._connections.answer_time = -1.0
        with pytest.raises(MastodonReadTimeout, match="did not answer in time"):
            client.instance_health()


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\nA: ", OK + b"Content-Length: 999999\r\n\r\n"])
@pytest.mark.parametrize("encrypted", [True, False])
def test_an_answer_that_drips(connect: Connect, head: bytes, encrypted: bool) -> None:
    def drip(connection: socket.socket) -> None:
        with suppress(OSError):
            connection.sendall(head)
            while True:
                connection.sendall(b"x")
                given_up.wait(0.01)

    given_up = threading.Event()
    with closing(ServerTls(())) as tls, raw_server(drip, tls.context if encrypted else None) as (url, _):
        client = connect(api_base_url=url, retry=ONCE, verify=tls.ca_file)
        client._connections.answer_time = 0.3
        with pytest.raises(MastodonReadTimeout, match="did not answer in time"):
            client.instance_health()


def bomb(size: int) -> bytes:
    """Return *size* bytes, compressed a thousandfold."""
    machine = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = bytes(1 << 20)
    return b"".join([*(machine.compress(zeros) for _ in range(size >> 20)), machine.flush()])


BOMB = bomb(1 << 28)


def peak_of(work: Callable[[], object]) -> int:
    """Return the greatest number of bytes that *work* has taken."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("status", [200, 500])
@pytest.mark.parametrize("ask", ASK)
def test_a_bomb_takes_no_memory(ask: Callable[..., object], status: int) -> None:
    head = b"HTTP/1.1 %d Oh\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % (status, len(BOMB))
    pytest.importorskip("dlt")
    pytest.importorskip("trunkline.pipeline.crawling.client")  # what imports take does not count

    def explode(url: str) -> None:
        with pytest.raises(MastodonMalformedResponseError, match="larger than"):
            ask(url, GET, retry=ONCE)

    with raw_server(endless(head + BOMB)) as (url, _):
        assert peak_of(lambda: explode(url)) < 100_000_000


def test_a_bomb_for_a_given_session() -> None:
    requests = pytest.importorskip("requests")
    head = OK + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(BOMB)

    def explode(url: str) -> None:
        with requests.Session() as session, pytest.raises(MastodonMalformedResponseError, match="larger than"):
            in_thread(url, GET, session=session, retry=ONCE)

    with raw_server(endless(head + BOMB)) as (url, _):
        assert peak_of(lambda: explode(url)) < 100_000_000


def test_the_bound_is_a_setting(connect: Connect) -> None:
    with raw_server(with_body(b'{"a": 1}')) as (url, _):
        assert connect(api_base_url=url).call(GET) == {"a": 1}
        assert connect(api_base_url=url, largest_answer=8).call(GET) == {"a": 1}
        with pytest.raises(MastodonMalformedResponseError, match="larger than 7 bytes"):
            connect(api_base_url=url, largest_answer=7).call(GET)
    with pytest.raises(MastodonIllegalArgumentError, match="largest_answer"):
        connect(largest_answer=0)


def raw_deflate(body: bytes) -> bytes:
    machine = zlib.compressobj(wbits=-15)
    return machine.compress(body) + machine.flush()


@pytest.mark.parametrize(
    ("encoding", "compress"),
    [("gzip", gzip.compress), ("x-gzip", gzip.compress), ("deflate", zlib.compress), ("deflate", raw_deflate)],
)
@pytest.mark.parametrize("ask", ASK)
def test_compressed_answers(ask: Callable[..., object], encoding: str, compress: Callable[[bytes], bytes]) -> None:
    rows = [{"id": str(number), "text": "x" * (number % 900)} for number in range(2000)]
    body = compress(json.dumps({"rows": rows}).encode())
    with raw_server(with_body(body, f"Content-Encoding: {encoding}\r\n".encode())) as (url, _):
        assert ask(url, GET) == {"rows": rows}


@pytest.mark.parametrize("depth", [200, 500, 900, 1500, 200_000])
@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'{"id":"1","reblog":', b'{"error":'])
@pytest.mark.parametrize("status", [200, 422])
def test_nesting(connect: Connect, depth: int, opening: bytes, status: int) -> None:
    closing = b"]" if opening == b"[" else b"}"
    body = opening * depth + b"1" + closing * depth
    head = OK.replace(b"200 OK", b"%d Oh" % status) + b"Content-Length: %d\r\n\r\n" % len(body)
    with raw_server(reply(head + body)) as (url, _):
        client = connect(api_base_url=url, retry=ONCE)
        for call in (lambda: client.status("1"), client.timeline_public, lambda: client.call(GET)):
            try:
                repr(call())
            except MastodonAPIError:
                continue


def test_a_compressed_stream_is_refused() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Encoding: gzip\r\n\r\n"
    with raw_server(reply(head + gzip.compress(b"event: update\ndata: {}\n\n"))) as (url, requests):
        client = Mastodon(api_base_url=url, access_token="token", retry=ONCE)
        client.state.streaming_url = url
        with pytest.raises(MastodonMalformedResponseError, match="not with a stream"):
            listen(client, "sse")
    assert b"accept-encoding: identity" in requests[0].lower()
