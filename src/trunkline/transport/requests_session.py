"""A session of ``requests``, or of a package built on it, as transport of the HTTP library.

Requests go through the session itself, so that its headers, cookies, proxies, certificates, authentication, hooks and
mounted adapters apply. ``requests`` is not imported here: a program with a session has it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any, cast

import httpx2

from trunkline.transport.decoded import decoded_headers

_OWN_TO_THE_WIRE = frozenset({"host", "connection", "accept-encoding", "content-length", "transfer-encoding"})

_ERRORS: tuple[tuple[str, type[httpx2.TransportError]], ...] = (
    ("ConnectTimeout", httpx2.ConnectTimeout),
    ("Timeout", httpx2.ReadTimeout),
    ("ProxyError", httpx2.ProxyError),
    ("SSLError", httpx2.ConnectError),
    ("ConnectionError", httpx2.ReadError),
)
"""Errors of the HTTP library by class name of the error in ``requests``; the first match counts."""


class SessionTransport(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """Transport that sends each request by a session of the program, which it never closes."""

    def __init__(self, session: Any) -> None:
        self._session = session

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request and read the whole response."""
        answer = self._send(request)
        if isinstance(answer, httpx2.TransportError):
            raise answer
        return httpx2.Response(
            answer.status_code,
            headers=decoded_headers(answer.headers.items()),
            content=answer.content,
            extensions={"reason_phrase": (answer.reason or "").encode()},
        )

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request in a thread, since the session blocks."""
        return await asyncio.to_thread(self.handle_request, request)

    def _send(self, request: httpx2.Request) -> Any:
        """Return the session's response, or the error to raise without the session's own, which holds the token."""
        timeout = request.extensions.get("timeout", {})
        headers: dict[str, str | None] = {**_headers(request)}
        without_secrets: dict[str, Any] = {}
        if request.extensions.get("trunkline.foreign"):
            headers["Authorization"], without_secrets["auth"] = None, _no_credentials
        try:
            return self._session.request(
                request.method,
                str(request.url),
                headers=headers,
                data=_body(request),
                timeout=(timeout.get("connect"), timeout.get("read")),
                allow_redirects=False,
                **without_secrets,
            )
        except OSError as error:
            return _translated(error, request)


def _no_credentials(request: Any) -> Any:
    """Authenticate by nothing, in place of the session's own way."""
    return request


class _RequestBody:
    """Body of known length, read from its beginning for each attempt."""

    def __init__(self, request: httpx2.Request, length: int) -> None:
        self._request = request
        self._length = length

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[bytes]:
        return iter(cast("httpx2.SyncByteStream", self._request.stream))


def _headers(request: httpx2.Request) -> dict[str, str]:
    """Return the request's own headers, spelled as given."""
    headers = {name.decode("ascii"): value.decode("latin-1") for name, value in request.headers.raw}
    return {name: value for name, value in headers.items() if name.lower() not in _OWN_TO_THE_WIRE}


def _body(request: httpx2.Request) -> _RequestBody | None:
    length = int(request.headers.get("content-length", 0))
    return _RequestBody(request, length) if length else None


def _translated(error: OSError, request: httpx2.Request) -> httpx2.TransportError:
    """Return the HTTP library's error for one of the session."""
    names = {kind.__name__ for kind in type(error).__mro__}
    found = next((ours for theirs, ours in _ERRORS if theirs in names), httpx2.TransportError)
    if found is httpx2.ReadError and "NewConnectionError" in repr(error):
        found = httpx2.ConnectError
    return found(type(error).__name__, request=request)
