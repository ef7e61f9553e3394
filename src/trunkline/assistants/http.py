"""The server over HTTP: on this machine alone, for who has its token, and not for web pages."""

from __future__ import annotations

from hmac import compare_digest
from typing import TYPE_CHECKING

from mcp.server.transport_security import TransportSecuritySettings

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from trunkline.assistants.server import AssistantServer

PATH = "/mcp"
"""Path of the endpoint."""

_REFUSED = b"Send the token of this server: Authorization: Bearer ..."


def http_app(server: AssistantServer, *, port: int, token: str) -> ASGIApp:
    """Return the application.

    Requests need *token*: other users and programs of this machine reach the port too. ``Host`` and ``Origin`` have to
    be those of the loopback address, so that a web page that has its name point here (DNS rebinding) gets nothing.

    Args:
        server: the server.
        port: port on which it will listen.
        token: secret of the clients, of ASCII characters.
    """
    names = (f"127.0.0.1:{port}", f"localhost:{port}")
    security = TransportSecuritySettings(allowed_hosts=[*names], allowed_origins=[f"http://{name}" for name in names])
    return BearerGuard(server.streamable_http_app(streamable_http_path=PATH, transport_security=security), token)


class BearerGuard:
    """Middleware that answers 401 to requests without the token."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app, self._expected = app, f"Bearer {token}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "lifespan":
            sent = dict(scope["headers"]).get(b"authorization", b"")
            if not compare_digest(sent, self._expected):
                headers = [(b"content-type", b"text/plain"), (b"www-authenticate", b"Bearer")]
                await send({"type": "http.response.start", "status": 401, "headers": headers})
                await send({"type": "http.response.body", "body": _REFUSED})
                return
        await self._app(scope, receive, send)
