"""Streams over one WebSocket that carries them all, as Mastodon offers it: each is asked for by a message."""

from __future__ import annotations

from asyncio import TaskGroup
from contextlib import AsyncExitStack

from trunkline.streaming.subscriptions import Subscription
from trunkline.streaming.wires.connection import Link
from trunkline.streaming.wires.failures import denied
from trunkline.streaming.wires.inquiry import Inquiry
from trunkline.streaming.wires.messages import PleromaReply, Refusal, subscribe_message, unsubscribe_message
from trunkline.streaming.wires.raw import HEARTBEAT, RawEvent
from trunkline.streaming.wires.websocket import Socket


class WebSocketConnection:
    """One WebSocket that carries any number of streams."""

    works_when_open = True

    def __init__(self, link: Link) -> None:
        self._link = link
        self._socket: Socket
        self._inquiry = Inquiry(self._ask, link.refuse)

    async def open(self, tasks: TaskGroup, ending: AsyncExitStack) -> None:
        """Connect, and start to read."""
        self._socket = await Socket.connect(self._link)
        ending.push_async_callback(self._socket.close)
        tasks.create_task(self._socket.read(self._take))
        tasks.create_task(self._socket.watch())
        tasks.create_task(self._inquiry.run())

    async def _take(self, message: RawEvent | Refusal | PleromaReply) -> None:
        if isinstance(message, PleromaReply):
            # Pleroma: it reads no token in the header, so that everybody is a guest here. See `SeparateWebSockets`.
            raise denied(404, "The server does not take subscriptions on a connection for all streams")
        if isinstance(message, Refusal):
            if message.status is not None:
                await self._inquiry.refused(denied(message.status, message.error))
        elif message is not HEARTBEAT:
            self._inquiry.received(message.stream)
            await self._link.deliver([message], None)

    async def _ask(self, subscription: Subscription) -> None:
        await self._socket.send(subscribe_message(subscription), confirmed=True)

    async def subscribe(self, subscription: Subscription) -> None:
        """Ask for a stream, and wait until the server has read the message."""
        self._inquiry.asked(subscription)
        await self._ask(subscription)

    async def unsubscribe(self, subscription: Subscription) -> None:
        """Tell the server that a stream is no longer wanted, unless another name of the same channel is."""
        if self._inquiry.left(subscription):
            await self._socket.send(unsubscribe_message(subscription), confirmed=False)
