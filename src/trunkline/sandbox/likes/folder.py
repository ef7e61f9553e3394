"""A server in a folder of its host."""

from __future__ import annotations

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

_AT_THE_ROOT = ("/.well-known/", "/auth/", "/oauth/", "/sandbox/", "/health")


class Folder:
    """ASGI middleware that serves an application in a folder.

    Well-known addresses, the control of the sandbox, and the pages where people sign in, which name each other without
    the folder, are at the root of the host too.

    Args:
        app: the application, which knows nothing of the folder.
        folder: the path of the folder, such as `/social`.
    """

    def __init__(self, app: ASGIApp, folder: str) -> None:
        self._app = app
        self._folder = folder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection, or answer 404."""
        path: str = scope["path"]
        if path == self._folder or path.startswith(f"{self._folder}/"):
            raw = (scope.get("raw_path") or b"").removeprefix(self._folder.encode())
            scope = {**scope, "path": path.removeprefix(self._folder) or "/", "raw_path": raw or b"/"}
        elif not path.startswith(_AT_THE_ROOT):
            missing = PlainTextResponse("404 page not found", 404)
            if scope["type"] == "websocket":
                await WebSocket(scope, receive, send).send_denial_response(missing)
            else:
                await missing(scope, receive, send)
            return
        await self._app(scope, receive, send)
