"""The largest request body."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from trunkline.sandbox.http.answers import answer

# Source: https://github.com/mastodon/mastodon/blob/main/dist/nginx.conf (client_max_body_size); a megabyte more, so
# that a file which is too large gets the answer of Mastodon itself.
LARGEST_UPLOAD = 100 * 1024 * 1024
# Source: https://github.com/rack/rack/blob/main/lib/rack/query_parser.rb (BYTESIZE_LIMIT)
LARGEST_TEXT = 4 * 1024 * 1024


class BodyLimit:
    """Middleware that refuses a body that is too large, before it is read or, without a length, while it is read."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        largest = LARGEST_UPLOAD if headers.get("content-type", "").startswith("multipart/") else LARGEST_TEXT
        if _announced(headers) > largest:
            await answer({"error": "Payload Too Large"}, 413)(scope, receive, send)
            return
        read = 0

        async def bounded() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > largest:
                raise HTTPException(413)
            return message

        await self._app(scope, bounded, send)


def _announced(headers: Headers) -> int:
    """Return the length of the body as the client announced it; the web server has checked its form."""
    return int(headers.get("content-length", "0"))
