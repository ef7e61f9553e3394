"""A session of ``requests``, or of a package built on it, as transport of the HTTP library.

Requests go through the session itself, so that its headers, cookies, proxies, certificates, authentication, hooks and
mounted adapters apply. ``requests`` is imported for a program that asks for a session alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Any, cast

import httpx2

from trunkline.transport.authorities import bundle_of_environment
from trunkline.transport.decoded import decoded_headers
from trunkline.transport.mocks import is_made_up, is_unknown, parts_of
from trunkline.transport.proxies import checked_proxy

if TYPE_CHECKING:
    import ssl

_OWN_TO_THE_WIRE = frozenset({"host", "connection", "accept-encoding", "content-length", "transfer-encoding"})

_FORM = "application/x-www-form-urlencoded"
_JSON = "application/json"
_PIECE = 65_536

_ERRORS: tuple[tuple[str, type[httpx2.TransportError]], ...] = (
    ("ConnectTimeout", httpx2.ConnectTimeout),
    ("Timeout", httpx2.ReadTimeout),
    ("ProxyError", httpx2.ProxyError),
    ("SSLError", httpx2.ConnectError),
    ("ConnectionError", httpx2.ReadError),
)
"""Errors of the HTTP library by class name of the error in ``requests``; the first match counts."""


def new_session(proxy: str | None, verify: bool | str | ssl.SSLContext, *, trust_env: bool) -> Any:
    """Return a new ``requests.Session``.

    Args:
        proxy: address of the proxy, if there is one.
        verify: what to trust in certificates, as a client takes it.
        trust_env: heed proxies of the environment.

    Raises:
        MastodonIllegalArgumentError: the proxy cannot be used.
    """
    import requests

    session = requests.Session()
    session.trust_env = trust_env
    if proxy is not None:
        session.proxies = dict.fromkeys(("http", "https"), checked_proxy(proxy))
    if isinstance(verify, bool | str):
        session.verify = bundle_of_environment() or True if verify is True else verify
    else:
        session.mount("https://", _adapter(verify))
    return session


def _adapter(settings: ssl.SSLContext) -> Any:
    """Return an adapter with given TLS settings, which decide alone what is trusted."""
    from requests.adapters import HTTPAdapter

    class Adapter(HTTPAdapter):
        def init_poolmanager(self, *args: Any, **pool: Any) -> None:
            super().init_poolmanager(*args, **pool, ssl_context=settings)

        def proxy_manager_for(self, proxy: str, **pool: Any) -> Any:
            return super().proxy_manager_for(proxy, **pool, ssl_context=settings)

        def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
            """Add no further authorities."""

    return Adapter()


class SessionTransport(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """Transport that sends each request by a session of the program, which it never closes."""

    def __init__(self, session: Any, *, is_mock: bool = False) -> None:
        self._session = session
        self._is_mock = is_mock

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request."""
        answer = self._send(request)
        if isinstance(answer, httpx2.TransportError):
            raise answer
        if is_made_up(answer):
            status, headers, body = parts_of(answer)
            return httpx2.Response(status, headers=headers, content=body)
        return httpx2.Response(
            answer.status_code,
            headers=decoded_headers(answer.headers.items()),
            stream=_Received(answer),
            extensions={"reason_phrase": (answer.reason or "").encode()},
        )

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request in a thread, since the session blocks."""
        return await asyncio.to_thread(self.handle_request, request)

    def _send(self, request: httpx2.Request) -> Any:
        """Return the session's response, or the error to raise without the session's own, which holds the token."""
        timeout = request.extensions.get("timeout", {})
        headers: dict[str, str | None] = {**_headers(request)}
        foreign = request.extensions.get("trunkline.foreign")
        if foreign:
            headers["Authorization"] = None
        # Without any, the session would send what .netrc has, in place of the token.
        own = {} if self._session.auth and not foreign else {"auth": _no_credentials}
        try:
            return self._session.request(
                request.method,
                str(request.url),
                headers=headers,
                data=_body(request),
                timeout=(timeout.get("connect"), timeout.get("read")),
                allow_redirects=False,
                stream=True,
                **own,
            )
        except Exception as error:  # noqa: BLE001  (of the session's hooks and adapters, or of a test)
            return _translated(error, made_up=self._is_mock)


class _Received(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """Body of a response, decompressed by the session in small pieces."""

    def __init__(self, answer: Any) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        pieces = self._answer.iter_content(_PIECE)
        while piece := self._next(pieces):
            if isinstance(piece, httpx2.TransportError):
                raise piece
            yield piece

    def _next(self, pieces: Iterator[bytes]) -> bytes | httpx2.TransportError | None:
        try:
            return next(pieces, None)
        except OSError as error:
            return _translated(error)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        pieces = iter(self)
        while piece := await asyncio.to_thread(next, pieces, None):
            yield piece

    def close(self) -> None:
        """Release the connection."""
        self._answer.close()

    async def aclose(self) -> None:
        """Release the connection."""
        await asyncio.to_thread(self._answer.close)


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


def _body(request: httpx2.Request) -> _RequestBody | str | bytes | None:
    """Return the body: forms and JSON as mocks compare them."""
    length, kind = int(request.headers.get("content-length", 0)), request.headers.get("content-type")
    if length and kind in (_FORM, _JSON):
        whole = b"".join(cast("httpx2.SyncByteStream", request.stream))
        return whole.decode("ascii") if kind == _FORM else whole
    return _RequestBody(request, length) if length else None


def _translated(error: Exception, *, made_up: bool = False) -> httpx2.TransportError:
    """Return the HTTP library's error for one of the session.

    Args:
        error: the error of the session.
        made_up: a test has put something in the place of the session, so that nothing was sent.
    """
    names = {kind.__name__ for kind in type(error).__mro__}
    found = next((ours for theirs, ours in _ERRORS if theirs in names), httpx2.TransportError)
    if found is httpx2.ReadError and "NewConnectionError" in repr(error):
        found = httpx2.ConnectError
    translated = found(type(error).__name__)
    translated.made_up = made_up or is_unknown(error)  # type: ignore[attr-defined]
    return translated
