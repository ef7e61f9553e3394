"""The hosts that the server answers to, a defence against DNS rebinding."""

from __future__ import annotations

import re
from html import escape

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d+)?")
_EXEMPT = "/health"


# Source: https://github.com/rails/rails/blob/main/actionpack/lib/action_dispatch/middleware/host_authorization.rb
class HostAuthorization:
    """Middleware that refuses requests with another `Host` than the server's own.

    A web page may point its own name at 127.0.0.1 and is then of the server's origin for the browser; the header still
    has that name. Names of the loopback interface are allowed besides the server's domain, each with any port, so that
    a forwarded port works. `X-Forwarded-Host` is ignored.

    Args:
        app: the application.
        domain: the server's domain, with or without a port.
    """

    def __init__(self, app: ASGIApp, domain: str) -> None:
        self._app = app
        self._names = _LOOPBACK | {_name(domain)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection, or answer 403."""
        hosts = Headers(scope=scope).getlist("host")
        foreign = next((host for host in hosts if not self._is_own(host)), None)
        if foreign is None or scope["path"] == _EXEMPT:
            await self._app(scope, receive, send)
            return
        refusal = HTMLResponse(
            f"<!doctype html><title>Blocked host</title><h1>Blocked host: {escape(foreign)}</h1>"
            f"<p>This sandbox answers to {escape(', '.join(sorted(self._names)))}.</p>",
            403,
        )
        if scope["type"] == "websocket":
            await WebSocket(scope, receive, send).send_denial_response(refusal)
        else:
            await refusal(scope, receive, send)

    def _is_own(self, host: str) -> bool:
        name = _name(host)
        return name in self._names or name.endswith(".localhost")


def _name(host: str) -> str:
    """Return the name in a `Host` header, in lower case and without the port; empty if it is malformed."""
    found = _HOST.fullmatch(host.lower())
    return found.group(1) if found else ""
