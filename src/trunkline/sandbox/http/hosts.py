"""The hosts that the server answers to, a defence against DNS rebinding; and the host that a proxy was asked for."""

from __future__ import annotations

from html import escape

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

from trunkline.sandbox.http.site import ServerSite, host_name

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
_EXEMPT = "/health"


# Source: https://github.com/rails/rails/blob/main/actionpack/lib/action_dispatch/middleware/host_authorization.rb
class HostAuthorization:
    """Middleware that refuses requests with another `Host` than the server's own.

    A web page may point its own name at 127.0.0.1 and is then of the server's origin for the browser; the header still
    has that name. Names of the loopback interface are allowed besides the server's own, each with any port, so that a
    forwarded port works.

    Args:
        app: the application.
        site: the server's address and domain, which are its own names.
    """

    def __init__(self, app: ASGIApp, site: ServerSite) -> None:
        self._app = app
        self._names = _LOOPBACK | site.names

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
        name = host_name(host)
        return name in self._names or name.endswith(".localhost")


# Source: https://github.com/rails/rails/blob/main/actionpack/lib/action_dispatch/http/url.rb (raw_host_with_port)
class ForwardedHost:
    """Middleware for a server behind a proxy: `X-Forwarded-Host` takes the place of `Host`, the last of several."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        headers = MutableHeaders(scope=scope)
        named = ",".join(headers.getlist("x-forwarded-host")).rpartition(",")[2].strip()
        if named:
            headers["host"] = named
        await self._app(scope, receive, send)
