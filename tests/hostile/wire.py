"""A server that answers each request with the same bytes, and strategies of hypothesis for such answers."""

from __future__ import annotations

import gzip
import json
import socket
import threading
import zlib
from contextlib import suppress
from typing import Self

from hypothesis import strategies as st

from tests.hostile.nonsense import data, json_values, texts


class Wire:
    """Server on a free port of this machine.

    Attributes:
        answer: bytes of the answer, after which the connection is closed.
        requests: number of requests that came.
    """

    def __init__(self) -> None:
        self.answer = b""
        self.requests = 0
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=100)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection, suppress(OSError):
                connection.settimeout(5)
                if connection.recv(65536):
                    self.requests += 1
                    connection.sendall(self.answer)
                    connection.shutdown(socket.SHUT_WR)
                    while connection.recv(65536):  # a connection that is closed with bytes unread is reset
                        pass


def _bomb(size: int) -> bytes:
    return gzip.compress(bytes(size))


_STATUSES = (
    200,
    200,
    200,
    201,
    202,
    204,
    206,
    301,
    302,
    304,
    308,
    400,
    401,
    403,
    404,
    410,
    422,
    429,
    500,
    503,
    520,
    999,
)
_PATHS = ("/api/v1/timelines/public", "/api/v1/timelines/public?max_id=1", "/", "//h", "https://h.example/x", "?", "#")
_links = st.builds(
    lambda path, name: f'<{path}>; rel="{name}"', st.sampled_from(_PATHS), st.sampled_from(("next", "prev", "x"))
)
_numbers = st.one_of(
    st.sampled_from(("0", "-5", "nan", "inf", "1e9", "99999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT", "")),
    st.integers(-10, 10**12).map(str),
    texts,
)
_VALUES = {
    "Link": st.one_of(_links, st.lists(_links, max_size=3).map(", ".join), texts),
    "Retry-After": _numbers,
    "X-RateLimit-Limit": _numbers,
    "X-RateLimit-Remaining": _numbers,
    "X-RateLimit-Reset": _numbers,
    "Date": _numbers,
    "Location": st.one_of(st.sampled_from(_PATHS), texts),
    "Content-Type": st.one_of(
        st.sampled_from(("application/json", "application/json; charset=utf-16", "text/html", "text/plain")), texts
    ),
    "Content-Encoding": st.one_of(st.sampled_from(("gzip", "deflate", "br", "zstd", "identity", "gzip, gzip")), texts),
    "Content-Length": st.one_of(st.sampled_from(("0", "1", "100000", "-1", "x", "9" * 30)), texts),
    "Transfer-Encoding": st.sampled_from(("chunked", "gzip", "identity")),
    "X-Error-Message": texts,
    "Set-Cookie": texts,
    "Mastodon-Async-Refresh": texts,
    "Deprecation": texts,
    "X-Other": texts,
}
_fields = st.sampled_from(sorted(_VALUES)).flatmap(lambda name: st.tuples(st.just(name), _VALUES[name]))
_json = json_values.map(lambda value: json.dumps(value).encode())
_deep = st.builds(lambda opening, depth: opening * depth, st.sampled_from((b"[", b'{"a":')), st.integers(1, 100_000))
_plain = st.one_of(
    _json,
    st.builds(lambda body, end: body[: end % (len(body) + 1)], _json, st.integers(0, 10_000)),
    _deep,
    data,
    st.sampled_from(
        (b"<!DOCTYPE html><title>x</title>", b'{"error": "x"}', b"[]", b"{}", b"", b"null", b"\xef\xbb\xbf{}")
    ),
)
_bodies = st.one_of(
    _plain,
    st.builds(lambda body, end: gzip.compress(body)[: -end or None], _plain, st.integers(0, 30)),
    _plain.map(zlib.compress),
    st.sampled_from((_bomb(50_000_000), _bomb(50_000_000)[:10_000])),
)


def _whole(status: int, reason: str, fields: list[tuple[str, str]], body: bytes, *, length: bool) -> bytes:
    head = [f"HTTP/1.1 {status} {reason}", *(f"{name}: {value}" for name, value in fields)]
    if length:
        head.append(f"Content-Length: {len(body)}")
    lines = [line.replace("\r", " ").replace("\n", " ").encode("utf-8", "surrogatepass") for line in head]
    return b"\r\n".join([*lines, b"", body])


answers = st.one_of(
    st.builds(
        _whole,
        st.sampled_from(_STATUSES),
        st.sampled_from(("OK", "", "\x1b[31m", "ü")),
        st.lists(_fields, max_size=6),
        _bodies,
        length=st.booleans(),
    ),
    data,
    st.builds(
        lambda whole, end: whole[:end],
        st.just(b"HTTP/1.1 200 OK\r\nA: b\r\nContent-Length: 2\r\n\r\n{}"),
        st.integers(0, 40),
    ),
)
"""Bytes of an answer: mostly HTTP."""
