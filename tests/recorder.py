"""A server that keeps every request that reaches it, and answers as a test says."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple, Self


class Came(NamedTuple):
    """A request that has come."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


class Says(NamedTuple):
    """An answer."""

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = {}


@dataclass
class Recorder:
    """Server on a free port of this machine; with settings of TLS, it speaks that.

    Attributes:
        answers: by path without its query; anything else is answered with ``{}``.
        came: all requests, in order.
    """

    tls: ssl.SSLContext | None = None
    answers: dict[str, Says] = field(default_factory=dict)
    came: list[Came] = field(default_factory=list)

    def __post_init__(self) -> None:
        recorder = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                if "chunked" in (self.headers.get("transfer-encoding") or ""):
                    self.close_connection = True
                recorder.came.append(Came(self.command, self.path, dict(self.headers), body))
                says = recorder.answers.get(self.path.partition("?")[0], Says({}))
                content = b"" if says.body is None else json.dumps(says.body).encode()
                self.send_response(says.status)
                for name, value in {"Content-Type": "application/json", **says.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_HEAD = do_POST = do_PUT = do_CONNECT = answer  # noqa: N815  (the base class calls them so)

            def log_message(self, format: str, *args: object) -> None:
                """Keep quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        if self.tls is not None:
            self._server.socket = self.tls.wrap_socket(self._server.socket, server_side=True)

    @property
    def host(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self._server.server_port}"

    @property
    def url(self) -> str:
        """Address."""
        return f"{'https' if self.tls else 'http'}://{self.host}"

    @property
    def authorizations(self) -> list[str | None]:
        """The ``Authorization`` of every request."""
        return [came.headers.get("Authorization") for came in self.came]

    @property
    def paths(self) -> list[str]:
        """The paths of all requests, with their queries."""
        return [came.path for came in self.came]

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
