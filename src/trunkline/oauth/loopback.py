"""Receiver on this machine for the redirect of the authorization page (RFC 8252, section 7.3)."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from trunkline.errors import MastodonReadTimeout

_POLL = 0.05
_DONE = b"""<!doctype html><meta charset="utf-8"><title>Trunkline</title>
<body style="font: 1.2rem system-ui; margin: 20vh auto; max-width: 28rem; text-align: center">
<p>You are logged in.</p><p>You may close this page and return to the terminal.</p></body>"""


class Loopback:
    """Receiver of one redirect, on a free port of 127.0.0.1.

    ::

        with Loopback() as receiver:
            login = client.authorization(scopes, receiver.redirect_uri)
            webbrowser.open(login.url)
            code = login.code_from(receiver.wait(300))
    """

    def __init__(self) -> None:
        self._arrived = threading.Event()
        self._url = ""
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if not self.path.startswith("/callback?"):
                    self.send_error(404)
                    return
                receiver._url = f"{receiver.origin}{self.path}"
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(_DONE)))
                self.end_headers()
                self.wfile.write(_DONE)
                receiver._arrived.set()

            def log_message(self, format: str, *args: Any) -> None:
                """Log nothing: the path contains the code."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(_POLL,), name="trunkline-login", daemon=True
        )

    @property
    def origin(self) -> str:
        """Scheme, host and port of the receiver."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def redirect_uri(self) -> str:
        """Redirect URI for the application and the authorization."""
        return f"{self.origin}/callback"

    def wait(self, timeout: float) -> str:
        """Return the URL of the redirect.

        Args:
            timeout: seconds to wait.

        Raises:
            MastodonReadTimeout: no redirect within the timeout.
        """
        if not self._arrived.wait(timeout):
            raise MastodonReadTimeout(f"Nobody came back from the authorization page within {timeout:.0f} s.")
        return self._url

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
