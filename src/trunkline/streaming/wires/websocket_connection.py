"""Streams over one WebSocket (RFC 6455, https://www.rfc-editor.org/rfc/rfc6455)."""

from __future__ import annotations

import asyncio
import logging
from asyncio import TaskGroup
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any

from trunkline.errors import MastodonError, MastodonNetworkError, MastodonReadTimeout
from trunkline.protocol.audience import STREAMING_PATH
from trunkline.streaming.subscriptions import Subscription
from trunkline.streaming.wires.connection import Link
from trunkline.streaming.wires.failures import ENDED, SILENT, UNCONFIRMED, denied, refused, unreachable
from trunkline.streaming.wires.messages import Refusal, decode_message, subscribe_message, unsubscribe_message

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection

_SILENT = logging.Logger("websockets", logging.CRITICAL)  # noqa: LOG001  (nobody else can give it another level)
"""Replaces the library's own logger, which would show the token at level DEBUG."""

_OPEN_TIMEOUT = 30.0
_CLOSE_TIMEOUT = 0.5
_LONGEST_MESSAGE = 16 * 1024 * 1024


class WebSocketConnection:
    """One WebSocket that carries any number of streams."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._socket: ClientConnection
        self._reading = False
        self._heard = 0.0

    async def open(self, tasks: TaskGroup, ending: AsyncExitStack) -> None:
        """Connect, and start to read."""
        self._socket = await self._connect()
        ending.push_async_callback(self._close)
        self._heard = asyncio.get_running_loop().time()
        tasks.create_task(self._read(self._socket))
        tasks.create_task(self._watch(self._socket))

    async def _connect(self) -> ClientConnection:
        from websockets.asyncio.client import connect
        from websockets.exceptions import InvalidProxy, InvalidStatus, WebSocketException

        address, wire = self._link.url + STREAMING_PATH, self._link.access.connections
        headers = self._link.access.headers(address)
        url = address.replace("http", "ws", 1)
        try:
            return await connect(
                url,
                user_agent_header=headers.pop("User-Agent"),
                additional_headers=headers,
                compression=None,
                proxy=wire.proxy or (None if wire.nearby else True),
                open_timeout=_OPEN_TIMEOUT,
                close_timeout=_CLOSE_TIMEOUT,
                ping_interval=None,
                max_size=_LONGEST_MESSAGE,
                logger=_SILENT,
                **self._tls(url),
            )
        except InvalidStatus as error:
            answer = error.response
            body = bytes(answer.body or b"")
            raise refused(answer.status_code, answer.reason_phrase, dict(answer.headers.raw_items()), body) from None
        except InvalidProxy:  # its message has the address of the proxy, with user name and password
            raise unreachable(url, ValueError("the address of the proxy cannot be used")) from None
        except (OSError, WebSocketException) as error:
            raise unreachable(url, error) from None

    def _tls(self, url: str) -> dict[str, Any]:
        if not url.startswith("wss:"):
            return {}
        import httpx2

        return {"ssl": httpx2.create_ssl_context(verify=self._link.access.connections.options()["verify"])}

    async def _read(self, socket: ClientConnection) -> None:
        from websockets.exceptions import WebSocketException

        clock, deliver = asyncio.get_running_loop().time, self._link.deliver
        while True:
            self._reading = True
            try:
                text = await socket.recv(decode=False)
            except (OSError, WebSocketException) as error:
                raise self._ended(error) from None
            self._reading, self._heard = False, clock()
            message = decode_message(text)
            if not isinstance(message, Refusal):
                await deliver([message], None)
            elif message.status is not None:
                await self._link.refuse(denied(message.status, message.error))

    def _ended(self, error: Exception) -> MastodonError:
        from websockets.exceptions import ConnectionClosedOK

        if isinstance(error, ConnectionClosedOK):
            return MastodonNetworkError(ENDED)
        return unreachable(self._link.url, error)

    async def _watch(self, socket: ClientConnection) -> None:
        """Ping the server after half of the allowed silence; raise if it does not answer within the other half.

        Time during which the program keeps the reader waiting does not count. Every server has to answer a ping
        (https://www.rfc-editor.org/rfc/rfc6455#section-5.5.2).
        """
        from websockets.exceptions import ConnectionClosed

        clock, half = asyncio.get_running_loop().time, self._link.silence / 2
        while True:
            await asyncio.sleep(max(self._heard + half - clock(), half / 8))
            if not self._reading or clock() - self._heard < half:
                continue
            try:
                async with asyncio.timeout(half):
                    await (await socket.ping())
            except TimeoutError:
                raise MastodonReadTimeout(SILENT.format(self._link.silence)) from None
            except ConnectionClosed:
                return
            self._heard = clock()

    async def subscribe(self, subscription: Subscription) -> None:
        """Ask for a stream, and wait until the server has read the message: it answers a ping that follows it."""
        await self._send(subscribe_message(subscription), confirmed=True)

    async def unsubscribe(self, subscription: Subscription) -> None:
        """Tell the server that a stream is no longer wanted."""
        await self._send(unsubscribe_message(subscription), confirmed=False)

    async def _send(self, text: str, *, confirmed: bool) -> None:
        from websockets.exceptions import ConnectionClosed

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

    async def _close(self) -> None:
        """Close the WebSocket without waiting long for the server's close frame."""
        try:
            await self._socket.close()
        finally:
            self._socket.transport.abort()
