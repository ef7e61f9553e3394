"""A server between a library and the sandbox: it notes what is sent, and gives recorded answers where it is told to."""

from __future__ import annotations

import http.client
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from trunkline.sandbox import Sandbox

from .bodies import described

_HEADERS = ("Authorization", "Content-Type", "Idempotency-Key", "User-Agent", "Accept")
_KEPT = ("content-type", "link", "mastodon-async-refresh", "location")
_OWN = ("host", "accept-encoding", "content-length", "transfer-encoding", "connection")
_CONTROL = "/-/"


class Proxy(ThreadingHTTPServer):
    """The server.

    Attributes:
        seen: the requests since the last time that it was asked for them.
        answers: recorded answers: `path` (a pattern of the whole path), `method`, `status`, `headers` and `body`.
    """

    daemon_threads = True

    def __init__(self, sandbox: Sandbox) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.sandbox = sandbox
        self.seen: list[dict[str, Any]] = []
        self.answers: list[dict[str, Any]] = []
        self.lock = threading.Lock()
        self._changed = True

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://{self.place}"

    @property
    def place(self) -> str:
        """Its host and port."""
        return f"127.0.0.1:{self.server_address[1]}"

    def control(self, what: str, body: Any) -> Any:
        """Do what the driver asks for."""
        if what == "begin":
            if self._changed:
                self.sandbox.reset()
            self.answers, self._changed = body, False
        with self.lock:
            seen, self.seen = self.seen, []
        return seen

    def note(self, request: dict[str, Any]) -> None:
        """Note a request."""
        with self.lock:
            self.seen.append(request)
            self._changed = self._changed or request["method"] != "GET"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that have gone."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: Proxy

    def handle_any(self) -> None:
        size = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(size) if size else self._chunks()
        if self.path.startswith(_CONTROL):
            self._control(body)
            return
        self._note(body)
        canned = self._canned()
        if canned is not None:
            self._answer(canned["status"], canned["headers"].items(), canned["body"].encode())
            return
        place = self.server.sandbox.url.partition("://")[2]
        headers = {name: one for name, one in self.headers.items() if name.lower() not in _OWN}
        connection = http.client.HTTPConnection(place, timeout=20)
        connection.request(self.command, self.path, body or None, {**headers, "Host": place})
        response = connection.getresponse()
        here, there = self.server.place.encode(), place.encode()
        answer = response.read().replace(there, here)
        sent = [(name, one.replace(place, self.server.place)) for name, one in response.getheaders()]
        connection.close()
        self._answer(response.status, sent, answer)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = handle_any  # noqa: N815 (http.server looks for these)

    def _chunks(self) -> bytes:
        found = b""
        while self.headers.get("Transfer-Encoding") == "chunked":
            size = int(self.rfile.readline(), 16)
            found += self.rfile.read(size)
            self.rfile.readline()
            if not size:
                break
        return found

    def _control(self, body: bytes) -> None:
        answer = json.dumps(self.server.control(self.path.removeprefix(_CONTROL), json.loads(body))).encode()
        self._answer(200, [("Content-Type", "application/json")], answer)

    def _note(self, body: bytes) -> None:
        address = urlsplit(self.path)
        headers = {name.lower(): self.headers[name] for name in _HEADERS if name in self.headers}
        noted = {"method": self.command, "path": address.path, "headers": headers}
        self.server.note({**noted, **described(address.query, headers.get("content-type", ""), body)})

    def _canned(self) -> dict[str, Any] | None:
        path = urlsplit(self.path).path
        for answer in self.server.answers:
            if answer["method"] == self.command and re.fullmatch(answer["path"], path):
                return answer
        return None

    def _answer(self, status: int, headers: Any, body: bytes) -> None:
        kept = [(name, one) for name, one in headers if name.lower() in _KEPT or name.lower().startswith("x-")]
        events = any("event-stream" in one for _, one in kept)
        self.send_response(status)
        for name, one in kept:
            self.send_header(name, one)
        if events:
            self.send_header("Connection", "close")
        else:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        self.close_connection = events

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def proxy(sandbox: Sandbox) -> Iterator[Proxy]:
    """Start a proxy for a sandbox."""
    with Proxy(sandbox) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
