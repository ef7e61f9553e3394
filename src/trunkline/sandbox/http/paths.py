"""Paths and queries as the proxy and the router in front of a Mastodon read them."""

from __future__ import annotations

import re
from urllib.parse import unquote, unquote_to_bytes

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send

from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.errors import MalformedRequest
from trunkline.sandbox.http.formats import HTML, formats_of

_BAD_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_BAD_PATH_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})|%00")
_SLASHES = re.compile(r"//+")
# The percent-encoded form of a character that needs none.
_NEEDLESS_ESCAPE = re.compile(r"%(?:2[DEde]|3\d|4[1-9A-Fa-f]|5[\dAFaf]|6[1-9A-Fa-f]|7[\dAEae])")
_IN_ITS_PLACE = "\ue000"  # of the private use area: no path of a route has it


class WellFormed:
    """Middleware that refuses a path or a query that cannot be decoded.

    The proxy refuses a path with NUL or with a broken percent sign, the server itself text in another encoding than
    UTF-8, and a broken percent sign in a query.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        refusal = _refusal(scope) if scope["type"] == "http" else None
        await (refusal or self._app)(scope, receive, send)


def _refusal(scope: Scope) -> Response | None:
    raw: bytes = scope.get("raw_path") or b""  # the ASGI server need not give it
    if _BAD_PATH_ESCAPE.search(raw):
        page = "<html><head><title>400 Bad Request</title></head><body><h1>400 Bad Request</h1></body></html>"
        return Response(page, 400, {"Content-Type": "text/html"})
    query: bytes = scope["query_string"]
    if not _BAD_ESCAPE.search(query) and _is_utf8(raw) and _is_utf8(query):
        return None
    if HTML in formats_of(Headers(scope=scope)):
        return HTMLResponse("", 400)
    return answer(MalformedRequest().body(), 400)


def _is_utf8(escaped: bytes) -> bool:
    try:
        unquote_to_bytes(escaped).decode()
    except UnicodeDecodeError:
        return False
    return True


class CleanPath:
    """Middleware that reads a path as a proxy and Rails do.

    Repeated slashes are one, a slash at the end is none, and what follows `#` is dropped. The fixed parts of a route
    are matched as they were written: `/api/v1/%69nstance` is not there, while a hashtag may be written `%61bc`.
    """

    def __init__(self, app: ASGIApp, routes: list[BaseRoute]) -> None:
        self._app = app
        self._routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its path cleaned."""
        if scope["type"] in {"http", "websocket"}:
            raw = (scope.get("raw_path") or b"").decode("latin-1")
            path = unquote(raw.partition("#")[0]) if "#" in raw else scope["path"]
            path = _SLASHES.sub("/", path).rstrip("/") or "/"
            if _NEEDLESS_ESCAPE.search(raw) and not self._leads_somewhere(scope, raw):
                path = raw
            if path != scope["path"]:
                scope = {**scope, "path": path}
        await self._app(scope, receive, send)

    def _leads_somewhere(self, scope: Scope, raw: str) -> bool:
        """Return True if a route matches whatever the needless escapes stand for."""
        kept = {**scope, "path": unquote(_NEEDLESS_ESCAPE.sub(_IN_ITS_PLACE, raw)).rstrip("/")}
        return any(route.matches(kept)[0] is not Match.NONE for route in self._routes)
