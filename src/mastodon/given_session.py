"""A session of ``requests`` (or of a package built on it) as the transport of the HTTP library.

Requests go through the session itself, so that its headers, cookies, proxies, certificates, authentication, hooks and
mounted adapters do what they were set up for. ``requests`` is not imported here: whoever has a session has it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx2

_OWN_TO_THE_WIRE = frozenset({"host", "connection", "accept-encoding", "content-length", "transfer-encoding"})
_CHANGED_BY_DECODING = frozenset({"content-encoding", "content-length", "transfer-encoding"})

_ERRORS: tuple[tuple[str, type[httpx2.TransportError]], ...] = (
    ("ConnectTimeout", httpx2.ConnectTimeout),
    ("Timeout", httpx2.ReadTimeout),
    ("ProxyError", httpx2.ProxyError),
    ("SSLError", httpx2.ConnectError),
    ("ConnectionError", httpx2.ReadError),
)
"""What errors of ``requests``, by the names of their classes, are called here; the first that fits counts."""


class SessionTransport(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """Sends each request with a given session, which stays its owner's to close."""

    def __init__(self, session: Any) -> None:
        self._session = session

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request and read its whole answer."""
        found: httpx2.TransportError | None = None
        try:
            answer = self._send(request)
        except OSError as error:
            found = _translated(error, request)
        if found is not None:
            raise found  # outside of the handler: the session's own error holds the request with its token
        return httpx2.Response(
            answer.status_code,
            headers=[(k, v) for k, v in answer.headers.items() if k.lower() not in _CHANGED_BY_DECODING],
            content=answer.content,
            extensions={"reason_phrase": (answer.reason or "").encode()},
        )

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request in a thread, since the session blocks."""
        return await asyncio.to_thread(self.handle_request, request)

    def _send(self, request: httpx2.Request) -> Any:
        timeout = request.extensions.get("timeout", {})
        return self._session.request(
            request.method,
            str(request.url),
            headers={k: v for k, v in request.headers.items() if k not in _OWN_TO_THE_WIRE},
            data=_body(request),
            timeout=(timeout.get("connect"), timeout.get("read")),
            allow_redirects=False,
        )


class _Body:
    """A body of known length that is read from its beginning each time it is sent."""

    def __init__(self, request: httpx2.Request, length: int) -> None:
        self._request = request
        self._length = length

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[bytes]:
        stream = self._request.stream
        assert isinstance(stream, httpx2.SyncByteStream)
        return iter(stream)


def _body(request: httpx2.Request) -> _Body | None:
    length = int(request.headers.get("content-length", 0))
    return _Body(request, length) if length else None


def _translated(error: OSError, request: httpx2.Request) -> httpx2.TransportError:
    """The HTTP library's own error for one of the session's."""
    names = {kind.__name__ for kind in type(error).__mro__}
    found = next((ours for theirs, ours in _ERRORS if theirs in names), httpx2.TransportError)
    if found is httpx2.ReadError and "NewConnectionError" in repr(error):
        found = httpx2.ConnectError
    return found(type(error).__name__, request=request)
