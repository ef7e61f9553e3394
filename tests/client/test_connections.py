"""Connections of a client that is dropped, or carried into another process."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.recorder import Recorder, Says
from trunkline import Mastodon
from trunkline.sandbox.certificates import ServerTls


class Callers(ThreadingHTTPServer):
    """A server that notes which connection each request came by."""

    def __init__(self) -> None:
        self.came: list[tuple[str, int]] = []
        super().__init__(("127.0.0.1", 0), _Answering)


class _Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Callers

    def do_GET(self) -> None:
        self.server.came.append(self.client_address)
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"OK")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def callers() -> Iterator[Callers]:
    with Callers() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def client_of(callers: Callers) -> Mastodon:
    return Mastodon(api_base_url=f"http://127.0.0.1:{callers.server_port}")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_forked_process_has_connections_of_its_own(callers: Callers) -> None:
    with client_of(callers) as client:
        assert client.instance_health()
        child = os.fork()
        if child == 0:
            os._exit(0 if client.instance_health() else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert client.instance_health()
    first, of_child, last = callers.came
    assert first == last != of_child


def test_a_dropped_client_leaves_nothing_open(callers: Callers) -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        client = client_of(callers)
        assert client.instance_health()
        del client
        gc.collect()
    here = f"('127.0.0.1', {callers.server_port})"  # what earlier tests left may be collected now, too
    assert [str(one.message) for one in caught if here in str(one.message)] == []


@pytest.mark.parametrize("encrypted", [True, False])
@pytest.mark.parametrize("way", ["end", "meanwhile", "kept", "loops", "closed"])
def test_a_dropped_asynchronous_client_leaves_nothing_open(way: str, encrypted: bool) -> None:
    with closing(ServerTls(())) as tls, Recorder(tls.context if encrypted else None) as server:
        server.answers["/health"] = Says("OK")
        program = [str(Path(__file__).with_name("dropped.py")), server.url, way, tls.ca_file if encrypted else ""]
        command = [sys.executable, "-W", "always::ResourceWarning", *program]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.stderr == ""
    assert done.returncode == 0


@pytest.mark.parametrize("cookie", ["a=b", "\x80"])
def test_cookies_are_not_kept(cookie: str) -> None:
    """Some cookies cannot even be sent again."""
    with Recorder() as server:
        server.answers["/api/v1/accounts/1"] = Says({"id": "1"}, headers={"Set-Cookie": cookie})
        with Mastodon(api_base_url=server.url) as client:
            assert [client.account(1).id for _ in range(2)] == ["1", "1"]
        assert not [came for came in server.came if "Cookie" in came.headers]
