"""A plugin of pytest that plays cassettes of vcrpy over a socket, whatever the client sends its requests with.

It takes the place of pytest-recording, and is copied to be run beside the tests that use it.
"""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import pytest
import vcr
import yaml

_NO_LONGER = 0.2
_USUAL = ["method", "path", "query"]
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_real_sleep = time.sleep
_real_connect = socket.socket.connect
_ADDRESS = [(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", ("127.0.0.1", 1))]
_HOP = ("content-length", "transfer-encoding", "content-encoding", "connection")


class Player(ThreadingHTTPServer):
    """A server that answers each request as it was recorded, once.

    Args:
        cassette: the file with the recorded exchanges.
        match_on: what of a request has to be as recorded.
        hidden: parameters of the query that were replaced in the recording.
    """

    daemon_threads = True

    def __init__(self, cassette: Path, match_on: list[str], hidden: set[str]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.left = yaml.load(cassette.read_text(), Loader=_Loader)["interactions"] if cassette.exists() else []
        self.match_on = match_on
        self.hidden = hidden
        self.lock = threading.Lock()

    def answer(self, request: dict[str, Any]) -> dict[str, Any] | None:
        """Take the answer to a request from the cassette."""
        with self.lock:
            for number, one in enumerate(self.left):
                if self._same(one["request"], request):
                    taken: dict[str, Any] = self.left.pop(number)["response"]
                    return taken
        return None

    def _same(self, recorded: dict[str, Any], sent: dict[str, Any]) -> bool:
        address, other = urlsplit(recorded["uri"]), urlsplit(sent["uri"])
        tests: dict[str, Callable[[], bool]] = {
            "method": lambda: recorded["method"] == sent["method"],
            "path": lambda: address.path == other.path,
            "query": lambda: self._query(address.query) == self._query(other.query),
            "uri": lambda: (address.path, self._query(address.query)) == (other.path, self._query(other.query)),
            "body": lambda: _body(recorded["body"]) == _body(sent["body"]),
        }
        return all(tests[name]() for name in self.match_on if name in tests)

    def _query(self, query: str) -> dict[str, list[str]]:
        return {name: one for name, one in parse_qs(query, True).items() if name not in self.hidden}


def _body(body: Any) -> Any:
    """A body for comparison: decoded, if it is a form or JSON."""
    if isinstance(body, dict):
        body = body.get("string", b"")
    data = body.encode() if isinstance(body, str) else body or b""
    with contextlib.suppress(ValueError):
        return json.loads(data)
    with contextlib.suppress(ValueError):
        return parse_qs(data.decode(), True) or data
    return data


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: Player

    def handle_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        found = self.server.answer({"method": self.command, "uri": self.path, "body": body})
        if found is None:
            text = f"no recording of {self.command} {self.path} with {body[:200]!r}".encode()
            self._send(599, "Not recorded", [("Content-Type", "text/plain")], text)
            return
        content = found["body"].get("string") or b""
        headers = [
            (name, one) for name, values in found["headers"].items() for one in values if name.lower() not in _HOP
        ]
        status = found["status"]
        self._send(
            status["code"], status["message"], headers, content.encode() if isinstance(content, str) else content
        )

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = handle_any  # noqa: N815 (http.server looks for these)

    def _send(self, status: int, reason: str, headers: list[tuple[str, str]], body: bytes) -> None:
        events = any("event-stream" in one for _, one in headers)
        self.send_response_only(status, reason)
        for name, one in headers:
            self.send_header(name, one)
        self.send_header(*(("Connection", "close") if events else ("Content-Length", str(len(body)))))
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else body)
        self.close_connection = events

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextlib.contextmanager
def played(cassette: Path, options: Mapping[str, Any]) -> Iterator[Player]:
    """Lead all connections to the cassette, whichever name they are for, and without encryption."""
    hidden = {name for name, _ in options.get("filter_query_parameters", ())}
    with Player(cassette, options.get("match_on") or _USUAL, hidden) as player:
        threading.Thread(target=player.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        own = player.server_address
        try:
            with (
                patch.object(socket.socket, "connect", lambda self, address: _real_connect(self, own)),
                patch.object(socket, "getaddrinfo", lambda host, port, *rest, **options: _ADDRESS),
                patch.object(ssl.SSLContext, "wrap_socket", lambda self, sock, *rest, **options: sock),
            ):
                yield player
        finally:
            player.shutdown()


@contextlib.contextmanager
def use_cassette(name: str, cassette_library_dir: str = "", **options: Any) -> Iterator[Player]:
    """Take the place of ``vcr.use_cassette``."""
    with played(Path(cassette_library_dir) / name, options) as player:
        yield player


def pytest_configure(config: pytest.Config) -> None:
    """Take the places of others."""
    config.addinivalue_line("markers", "vcr: answers come from a cassette")
    config.addinivalue_line("markers", "flaky: tried again by another plugin")
    vcr.use_cassette = use_cassette
    time.sleep = lambda seconds: _real_sleep(min(float(seconds), _NO_LONGER))


@pytest.fixture(autouse=True)
def own_rate_limits() -> None:
    """Forget what earlier tests have sent: together they are more than Mastodon permits in three hours."""
    module = sys.modules.get("trunkline.protocol.ratelimit")
    if module is not None:
        module._shared.__init__()


@pytest.fixture(name="vcr", autouse=True)
def cassette_of_a_test(request: pytest.FixtureRequest) -> Iterator[Player | None]:
    """Play the cassette of a test, if it is marked so."""
    marker = request.node.get_closest_marker("vcr")
    if marker is None:
        yield None
        return
    config = {**request.getfixturevalue("vcr_config"), **marker.kwargs}
    folder = config.get("cassette_library_dir") or request.getfixturevalue("vcr_cassette_dir")
    with played(Path(folder) / f"{request.node.name}.yaml", config) as player:
        yield player
