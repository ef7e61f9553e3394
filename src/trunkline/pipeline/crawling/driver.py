"""Requests of a crawl over ``aiohttp``, which takes half the processor time of the client's own HTTP library.

With a thousand servers at a time, that time limits the rate of requests.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import aiohttp
from yarl import URL

from trunkline.errors import MastodonError, MastodonIllegalArgumentError
from trunkline.protocol.request import HttpRequest
from trunkline.response import Response
from trunkline.transport.answer_body import ACCEPT_ENCODING, AnswerBody
from trunkline.transport.connections import Connections
from trunkline.transport.drivers import AsyncDriver, network_error
from trunkline.transport.proxies import checked_proxy, proxy_of_environment

_NEVER_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
_KEPT = 60.0
"""Seconds for which an idle connection is kept: a paced server is asked every few seconds."""


class CrawlDriver(AsyncDriver):
    """Driver that performs flows in the running event loop. Its requests have no files."""

    _http: aiohttp.ClientSession | None = None

    def __init__(self, connections: Connections) -> None:
        super().__init__(connections)
        self._proxies: dict[URL, str | None] = {}

    def _opened(self) -> aiohttp.ClientSession:
        """Return the HTTP client, created when first needed."""
        if self._http is None:
            options = self._connections.options()
            self._http = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(ssl=options["verify"], keepalive_timeout=_KEPT),
                auto_decompress=False,  # `AnswerBody` stops at the greatest size
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(
                    total=self._connections.answer_time,
                    sock_connect=self._connections.timeout,
                    sock_read=self._connections.timeout,
                ),
                trust_env=False,  # it would send what .netrc has
            )
        return self._http

    async def _proxy_for(self, url: URL) -> str | None:
        """Return the URL of the proxy for *url*: the given one, or that of the environment, looked up once a server."""
        if self._connections.proxy or self._connections.nearby:
            return _spoken(self._connections.proxy)
        server = url.origin()
        if server not in self._proxies:
            self._proxies[server] = await asyncio.to_thread(proxy_of_environment, str(server))
        return _spoken(self._proxies[server])

    async def _send(self, request: HttpRequest) -> Response:
        content: Any = request.content if request.content is not None else request.form or None
        try:
            url = URL(request.url, encoded=True)
            async with self._opened().request(
                request.method,
                url,
                headers=ACCEPT_ENCODING | dict(request.headers),
                data=content,
                proxy=await self._proxy_for(url),
                allow_redirects=False,
            ) as answer:
                headers = _joined(answer.headers)
                body = AnswerBody(request, self._connections, answer.status, answer.reason or "", headers)
                async for piece in answer.content.iter_any():
                    body.add(piece)
                return body.response()
        except MastodonError:
            raise
        except (TimeoutError, aiohttp.ClientError, ValueError) as raised:
            late, sent = isinstance(raised, TimeoutError), not isinstance(raised, _NEVER_SENT)
            raise network_error(request, raised, late=late, sent=sent) from None

    async def close(self) -> None:
        """Close the connections."""
        http, self._http = self._http, None
        if http is not None:
            await http.close()


def _spoken(proxy: str | None) -> str | None:
    """Return the URL of a proxy.

    Raises:
        MastodonIllegalArgumentError: the HTTP library of loads cannot use it.
    """
    if proxy is not None and not checked_proxy(proxy).startswith("http"):
        raise MastodonIllegalArgumentError("Loads go through proxies of HTTP alone, not of SOCKS: see ALL_PROXY.")
    return proxy


def _joined(headers: Mapping[str, str]) -> dict[str, str]:
    """Return headers with names in lower case; repeated ones are joined with commas."""
    joined: dict[str, str] = {}
    for name, value in headers.items():
        known = joined.get(name.lower())
        joined[name.lower()] = value if known is None else f"{known}, {value}"
    return joined
