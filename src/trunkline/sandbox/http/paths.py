"""Paths that can be decoded."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_BAD_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})|%00")


class WellFormed:
    """Middleware that refuses a path with NUL, with a broken percent sign, or in another encoding than UTF-8."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] == "http" and _is_malformed(scope):
            page = "<html><head><title>400 Bad Request</title></head><body><h1>400 Bad Request</h1></body></html>"
            await HTMLResponse(page, 400)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _is_malformed(scope: Scope) -> bool:
    raw: bytes = scope.get("raw_path") or b""  # the ASGI server need not give it
    try:
        unquote_to_bytes(raw).decode()
    except UnicodeDecodeError:
        return True
    return _BAD_ESCAPE.search(raw) is not None
