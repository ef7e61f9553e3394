"""One WebSocket (RFC 6455, https://www.rfc-editor.org/rfc/rfc6455): connecting, reading, signs of life."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Self

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import (
    ConnectionClosed,
    ConnectionClosedOK,
    InvalidProxy,
    InvalidStatus,
    NegotiationError,
    WebSocketException,
)
from websockets.typing import Subprotocol

from trunkline.errors import MastodonError, MastodonReadTimeout
from trunkline.protocol.audience import STREAMING_PATH
from trunkline.streaming.wires.connection import Link
from trunkline.streaming.wires.failures import SILENT, UNCONFIRMED, StreamEnded, refused, unreachable
from trunkline.streaming.wires.messages import PleromaReply, Refusal, decode_message
from trunkline.streaming.wires.raw import RawEvent
from trunkline.transport.authorities import tls_settings
from trunkline.transport.proxies import checked_proxy, lacking, proxy_of_environment

_SILENT = logging.Logger("websockets", logging.CRITICAL)  # noqa: LOG001  (nobody else can give it another level)
"""Replaces the library's own logger, which would show the token at level DEBUG."""

_OPEN_TIMEOUT = 30.0
_CLOSE_TIMEOUT = 0.5
_LONGEST_MESSAGE = 16 * 1024 * 1024


class _Direct(connect):
    """Follows no redirect, which would take the token along as the subprotocol."""

    def process_redirect(self, exc: Exception) -> Exception:
        """Return the error for the answer."""
        return exc


class Socket:
    """A WebSocket that is open."""

    def __init__(self, link: Link, socket: ClientConnection) -> None:
        self._link = link
        self._socket = socket
        self._reading = False
        self._heard = asyncio.get_running_loop().time()

    @classmethod
    async def connect(cls, link: Link, query: str = "", *, token_as_protocol: bool = False) -> Self:
        """Connect to the streaming server.

        Args:
            link: settings.
            query: parameters in the address.
            token_as_protocol: send the token as subprotocol, too, for servers that read no ``Authorization`` here.

        Raises:
            MastodonError: the server cannot be reached, or refuses.
        """
        address = link.url + STREAMING_PATH
        headers = link.access.headers(address)
        token = headers.get("Authorization", "").removeprefix("Bearer ") if token_as_protocol else ""
        url = address.replace("http", "ws", 1)
        proxy, tls = _proxy(link, address), _tls(link, url)
        try:
            socket = await _Direct(
                f"{url}?{query}" if query else url,
                user_agent_header=headers.pop("User-Agent"),
                additional_headers=headers,
                subprotocols=[Subprotocol(token)] if token else None,
                compression=None,
                proxy=proxy,
                open_timeout=_OPEN_TIMEOUT,
                close_timeout=_CLOSE_TIMEOUT,
                ping_interval=None,
                max_size=_LONGEST_MESSAGE,
                logger=_SILENT,
                **tls,
            )
        except InvalidStatus as error:
            answer = error.response
            body = bytes(answer.body or b"")
            raise refused(answer.status_code, answer.reason_phrase, dict(answer.headers.raw_items()), body) from None
        except InvalidProxy:  # its message has the address of the proxy, with user name and password
            raise unreachable(url, ValueError("the address of the proxy cannot be used")) from None
        except NegotiationError:  # its message may have the token
            raise unreachable(url, ValueError("the server answers with another subprotocol")) from None
        except ImportError:
            raise lacking("python-socks") from None
        except (OSError, ValueError, WebSocketException) as error:
            raise unreachable(url, error) from None
        return cls(link, socket)

    async def read(self, take: Callable[[RawEvent | Refusal | PleromaReply], Awaitable[None]]) -> None:
        """Pass all messages to *take*, until the connection ends.

        Raises:
            MastodonError: always: the connection has ended, or a message cannot be read.
        """
        clock = asyncio.get_running_loop().time
        while True:
            self._reading = True
            try:
                text = await self._socket.recv(decode=False)
            except (OSError, WebSocketException) as error:
                raise self._ended(error) from None
            self._reading, self._heard = False, clock()
            await take(decode_message(text))

    def _ended(self, error: Exception) -> MastodonError:
        if isinstance(error, ConnectionClosedOK):
            return StreamEnded()
        return unreachable(self._link.url, error)

    async def watch(self) -> None:
        """Ping the server after half of the allowed silence; raise if it does not answer within the other half.

        Time during which the program keeps the reader waiting does not count. Every server has to answer a ping
        (https://www.rfc-editor.org/rfc/rfc6455#section-5.5.2), also one that never sends any.
        """
        clock, half = asyncio.get_running_loop().time, self._link.silence / 2
        while True:
            await asyncio.sleep(max(self._heard + half - clock(), half / 8))
            if not self._reading or clock() - self._heard < half:
                continue
            try:
                async with asyncio.timeout(half):
                    await (await self._socket.ping())
            except TimeoutError:
                raise MastodonReadTimeout(SILENT.format(self._link.silence)) from None
            except ConnectionClosed:
                return
            self._heard = clock()

    async def send(self, text: str, *, confirmed: bool) -> None:
        """Send a message; if *confirmed*, wait until the server has read it: it answers a ping that follows it."""
        try:
            await self._socket.send(text)
            if confirmed:
                with self._link.reading_ahead():
                    async with asyncio.timeout(self._link.silence):
                        await (await self._socket.ping())
        except TimeoutError:
            raise MastodonReadTimeout(UNCONFIRMED.format(self._link.silence)) from None
        except ConnectionClosed as error:
            raise self._ended(error) from None

    async def close(self) -> None:
        """Close the WebSocket without waiting long for the server's close frame."""
        try:
            await self._socket.close()
        finally:
            self._socket.transport.abort()


def _proxy(link: Link, address: str) -> str | None:
    """Return the proxy that the client's requests to that address would take."""
    wire = link.access.connections
    if wire.proxy is not None:
        return checked_proxy(wire.proxy)
    return None if wire.nearby else proxy_of_environment(address)


def _tls(link: Link, url: str) -> dict[str, Any]:
    if not url.startswith("wss:"):
        return {}
    import httpx2

    return {"ssl": httpx2.create_ssl_context(verify=tls_settings(link.access.connections.verify))}
