"""Bounds of one answer, in both clients: its size, also when it is compressed, and its time."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Callable

import pytest

from tests.client.conftest import Connect
from tests.client.test_drivers import ONCE, raw_server, reply
from trunkline import MastodonMalformedResponseError, MastodonReadTimeout

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
