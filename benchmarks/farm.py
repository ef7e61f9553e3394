"""Simulate a thousand Mastodon servers, to measure programs that read many servers concurrently.

    python benchmarks/farm.py --servers 1000

Each server has its own port on 127.0.0.1, a public timeline, its own latency, page size and clock, and the two
throttles for anonymous requests: 300 requests in 5 minutes, and 300 requests with a paging parameter in 15 minutes, in
windows that begin at multiples of their length. Requests count on arrival, are answered with 429 above the limit, and
carry the headers of the throttle with the fewest requests left, as in Mastodon
(https://github.com/mastodon/mastodon/blob/main/config/initializers/rack_attack.rb). A few servers are unreachable,
silent, broken or require a login. All servers run in one event loop and send precomputed bytes, so that the reader is
the bottleneck.

When ready, the process prints its URLs as a line of JSON. For each line of input it prints a report of all servers, and
at the end of input it exits.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import socket
import subprocess
import sys
import threading
import time
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import formatdate
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from pipeline import NEWEST, PAGE, TIMELINE, templates

PAGING = frozenset({"page", "min_id", "max_id", "since_id"})
HEALTHY = "healthy"
TROUBLES = {"refuses": 0.02, "hangs": 0.01, "bad_gateway": 0.01, "broken_json": 0.01, "needs_login": 0.01}
"""Shares of servers that deliver nothing: the port is closed, they never answer, they answer with 502 or truncated
JSON, or their timeline requires a token."""
ANSWERS = {200: "OK", 401: "Unauthorized", 404: "Not Found", 429: "Too Many Requests", 502: "Bad Gateway"}


class Throttle(NamedTuple):
    """A limit of requests per window of *period* seconds."""

    name: str
    limit: int
    period: int


DEFAULT = Throttle("default", 300, 300)
PAGED = Throttle("paging", 300, 900)


def throttles_of(path: str, query: dict[str, list[str]]) -> list[Throttle]:
    """Return the throttles that a request counts towards, in Mastodon's order."""
    api = [DEFAULT] if path.startswith("/api") else []
    return [*api, PAGED] if query.keys() & PAGING else api


@dataclass(slots=True)
class Counters:
    """Request counters of the throttles of one server.

    Attributes:
        skew: seconds by which the server's clock is ahead.
        counts: requests by throttle and number of the window.
        refused: requests above the limit, by throttle.
    """

    skew: float = 0.0
    counts: Counter[tuple[str, int]] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    def count(self, throttles: Sequence[Throttle]) -> tuple[bool, str]:
        """Count a request; return True if it is within the limits, and the response headers."""
        now = time.time() + self.skew
        tightest: tuple[Throttle, int] | None = None
        for throttle in throttles:
            window = throttle.name, int(now) // throttle.period
            self.counts[window] += 1
            left = throttle.limit - self.counts[window]
            if left < 0:
                self.refused[throttle.name] += 1
                return False, self._headers(throttle, 0, now)
            if tightest is None or left < tightest[1]:
                tightest = throttle, left
        return True, self._headers(*tightest, now) if tightest else f"Date: {formatdate(now, usegmt=True)}\r\n"

    def _headers(self, throttle: Throttle, left: int, now: float) -> str:
        """Return the headers of a throttle; like Mastodon's, the reset time has the fraction of the current second."""
        reset = datetime.fromtimestamp(now + throttle.period - int(now) % throttle.period, UTC)
        return (
            f"X-RateLimit-Limit: {throttle.limit}\r\nX-RateLimit-Remaining: {left}\r\n"
            f"X-RateLimit-Reset: {reset:%Y-%m-%dT%H:%M:%S.%fZ}\r\nDate: {formatdate(now, usegmt=True)}\r\n"
        )


class Gzip:
    """Assembles gzip-compressed JSON arrays from precompressed objects."""

    HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
    END = b"\x03\x00"

    @staticmethod
    def part(text: bytes) -> bytes:
        """Return a part of a deflate stream that does not refer to earlier data."""
        deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
        return deflate.compress(text) + deflate.flush(zlib.Z_FULL_FLUSH)

    @staticmethod
    def plain(text: bytes) -> bytes:
        """Return *text* as an uncompressed block."""
        return b"\x00" + len(text).to_bytes(2, "little") + (len(text) ^ 0xFFFF).to_bytes(2, "little") + text

    @classmethod
    def whole(cls, parts: Sequence[bytes], text: bytes) -> bytes:
        """Return the gzip file of *parts*, which inflate to *text*."""
        ending = zlib.crc32(text).to_bytes(4, "little") + len(text).to_bytes(4, "little")
        return cls.HEAD + b"".join(parts) + cls.END + ending


@dataclass(slots=True)
class Content:
    """Response bodies shared by all servers.

    Attributes:
        statuses: JSON of statuses without the opening brace and the id.
        documents: other bodies, by path.
        packed: the statuses as parts of a deflate stream.
    """

    statuses: list[bytes]
    documents: dict[str, bytes]
    packed: list[bytes] = field(init=False)

    def __post_init__(self) -> None:
        self.packed = [Gzip.part(status) for status in self.statuses]

    def page(self, newest: int, oldest: int, *, packed: bool) -> bytes:
        """Return the statuses with the ids from *newest* down to *oldest*."""
        pieces: list[bytes] = []
        parts: list[bytes] = []
        for number in range(newest, oldest - 1, -1):
            opening = b'%c{"id":"%d' % (b"," if number < newest else b"[", number)
            place = number % len(self.statuses)
            pieces += [opening, self.statuses[place]]
            if packed:
                parts += [Gzip.plain(opening), self.packed[place]]
        text = b"".join(pieces) + b"]" if pieces else b"[]"
        return Gzip.whole([*parts, Gzip.plain(b"]" if pieces else b"[]")], text) if packed else text


@dataclass(slots=True)
class Server:
    """A simulated server.

    Attributes:
        kind: `HEALTHY`, or one of `TROUBLES`.
        rows: the length of its timeline.
        page: the maximum page size.
        latency: the median response time, in seconds.
    """

    content: Content
    kind: str
    rows: int
    page: int
    latency: float
    counters: Counters = field(default_factory=Counters)
    url: str = ""
    statuses: Counter[int] = field(default_factory=Counter)
    served: int = 0
    first: float = 0.0
    last: float = 0.0

    def answer(self, head: str) -> bytes:
        """Return the response to a request."""
        self.first, self.last = self.first or time.time(), time.time()
        target = urlsplit(head.split(" ", 2)[1])
        query = parse_qs(target.query)
        allowed, headers = self.counters.count(throttles_of(target.path, query))
        status, body, more = self._content(target.path, query, packed="gzip" in head) if allowed else _error(429)
        self.statuses[status] += 1
        return (
            f"HTTP/1.1 {status} {ANSWERS[status]}\r\nContent-Length: {len(body)}\r\n{headers}{more}\r\n".encode() + body
        )

    def _content(self, path: str, query: dict[str, list[str]], *, packed: bool) -> tuple[int, bytes, str]:
        if self.kind == "bad_gateway":
            return 502, b"<html><h1>502 Bad Gateway</h1></html>", "Content-Type: text/html\r\n"
        if path != TIMELINE:
            found = self.content.documents.get(path)
            return (200, found, "Content-Type: application/json; charset=utf-8\r\n") if found else _error(404)
        if self.kind == "needs_login":
            return _error(401)
        return self._timeline(query, packed=packed and self.kind == HEALTHY)

    def _timeline(self, query: dict[str, list[str]], *, packed: bool) -> tuple[int, bytes, str]:
        end, size = NEWEST - self.rows + 1, min(self.page, int(query.get("limit", ["20"])[0]))
        if "min_id" in query:
            oldest = max(int(query["min_id"][0]) + 1, end)
            newest = min(oldest + size - 1, NEWEST)
        else:
            newest = int(query["max_id"][0]) - 1 if "max_id" in query else NEWEST
            oldest = max(newest - size + 1, end)
        body = self.content.page(newest, oldest, packed=packed)
        self.served += max(newest - oldest + 1, 0)
        head = "Content-Type: application/json; charset=utf-8\r\n" + ("Content-Encoding: gzip\r\n" if packed else "")
        if newest >= oldest:
            address = f"{self.url}{TIMELINE}?limit={size}"
            head += f'Link: <{address}&max_id={oldest}>; rel="next", <{address}&min_id={newest}>; rel="prev"\r\n'
        return 200, body[:-20] if self.kind == "broken_json" else body, head

    def report(self) -> dict[str, object]:
        """Return the counts of this server."""
        return {
            "url": self.url,
            "kind": self.kind,
            "latency": self.latency,
            "page": self.page,
            "rows": self.served,
            "statuses": dict(self.statuses),
            "refused": dict(self.counters.refused),
            "windows": {name: _windows(self.counters.counts, name) for name in ("default", "paging")},
            "first": self.first,
            "last": self.last,
        }


def _windows(counts: Counter[tuple[str, int]], name: str) -> dict[int, int]:
    return {window: count for (throttle, window), count in counts.items() if throttle == name}


def _error(status: int) -> tuple[int, bytes, str]:
    said = {401: "This method requires an authenticated user", 404: "Record not found", 429: "Too many requests"}
    return status, json.dumps({"error": said[status]}).encode(), "Content-Type: application/json; charset=utf-8\r\n"


class Connection(asyncio.Protocol):
    """A connection that answers each request after the server's latency."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.received = b""
        self.transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        assert isinstance(transport, asyncio.WriteTransport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """Count each complete request, and schedule its response."""
        self.received += data
        while b"\r\n\r\n" in self.received:
            head, _, self.received = self.received.partition(b"\r\n\r\n")
            answer = self.server.answer(head.decode("latin-1"))
            if self.server.kind != "hangs":
                delay = min(max(random.lognormvariate(0, 0.25) * self.server.latency, 0.01), 0.5)
                asyncio.get_running_loop().call_later(delay, self.send, answer)

    def send(self, answer: bytes) -> None:
        """Send a response if the connection is still open."""
        if self.transport is not None and not self.transport.is_closing():
            self.transport.write(answer)


def servers_of(content: Content, count: int, rows: int, pages: int | None, skew: float, seed: int) -> list[Server]:
    """Create the servers, most of them small, fast and healthy.

    Args:
        content: the response bodies.
        count: the number of servers.
        rows: the length of each timeline, in pages.
        pages: the page size of all servers; by default it varies, small for most and `PAGE` for the busiest.
        skew: standard deviation of the clocks, in seconds; one in fifty is off by up to a minute.
        seed: the seed of the random choices.
    """
    chance = random.Random(seed)
    kinds = [kind for kind, share in TROUBLES.items() for _ in range(round(share * count) or 1)]
    kinds += [HEALTHY] * (count - len(kinds))
    chance.shuffle(kinds)
    made = []
    for kind in kinds:
        page = pages or min(int(chance.paretovariate(1)), PAGE)
        latency = min(max(chance.lognormvariate(-2.5, 0.6), 0.03), 0.3)
        off = chance.uniform(-60, 60) if skew and chance.random() < 0.02 else chance.gauss(0, skew)
        made.append(Server(content, kind, rows * page, page, latency, Counters(off)))
    return made


def collected(number: int = 200) -> Content:
    """Collect statuses and documents from a sandbox."""
    import httpx2

    from trunkline.sandbox import Sandbox

    paths = ("/api/v1/instance", "/api/v2/instance", "/api/v1/instance/rules", "/api/v1/instance/extended_description")
    with Sandbox(size=10, seed=3, rate_limits=None) as sandbox:
        answers = {path: httpx2.get(sandbox.url + path) for path in paths}
    documents = {path: answer.content for path, answer in answers.items() if answer.status_code == 200}
    public = [status for status in templates(number) if b'"private"' not in status and b'"direct"' not in status]
    return Content(public, documents | {"/robots.txt": b"User-agent: GPTBot\nDisallow: /\n"})


async def serve(servers: list[Server]) -> None:
    """Serve until the end of input, and print a report for each line of it."""
    loop = asyncio.get_running_loop()
    closed: list[socket.socket] = []  # bound but not listening, which keeps the port and refuses connections
    for server in servers:
        port = _free_port()
        server.url = f"http://127.0.0.1:{port.getsockname()[1]}"
        if server.kind == "refuses":
            closed.append(port)
        else:
            await loop.create_server(lambda server=server: Connection(server), sock=port, backlog=16)  # type: ignore[misc]
    print(json.dumps([server.url for server in servers]), flush=True)
    ended = loop.create_future()
    threading.Thread(target=_listen, args=(loop, servers, ended), daemon=True).start()
    await ended


def _listen(loop: asyncio.AbstractEventLoop, servers: list[Server], ended: asyncio.Future[None]) -> None:
    """Print a report for each line of input."""
    for _ in sys.stdin:
        loop.call_soon_threadsafe(lambda: print(json.dumps([server.report() for server in servers]), flush=True))
    loop.call_soon_threadsafe(ended.set_result, None)


def _free_port() -> socket.socket:
    port = socket.socket()
    port.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    port.bind(("127.0.0.1", 0))
    return port


class Farm:
    """A farm in a child process."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.urls: list[str] = json.loads(self._line())

    def report(self) -> list[dict[str, object]]:
        """Return the counts of all servers so far."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return json.loads(self._line())  # type: ignore[no-any-return]

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


@contextmanager
def farm(servers: int, *options: str) -> Iterator[Farm]:
    """Run a farm in a child process; *options* are command-line options of this program."""
    command = [sys.executable, str(Path(__file__).resolve()), "--servers", str(servers), *options]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Farm(process)
        finally:
            process.kill()


def main() -> None:
    """Run a farm."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--servers", type=int, default=1000, help="number of servers")
    parser.add_argument("--pages", type=int, default=900, help="pages of each timeline")
    parser.add_argument("--page-size", type=int, help="page size of all servers; by default it varies")
    parser.add_argument("--skew", type=float, default=0.0, help="standard deviation of the servers' clocks, in seconds")
    parser.add_argument("--seed", type=int, default=1, help="seed of the random choices")
    given = parser.parse_args()
    content = collected()
    asyncio.run(
        serve(servers_of(content, given.servers, given.pages, given.page_size, given.skew, given.seed)),
    )


if __name__ == "__main__":
    main()
