"""Streams over WebSockets of their own, with the token as subprotocol and the stream in the address.

That is what Pleroma, Akkoma and GoToSocial understand, in all their versions. Pleroma and Akkoma read no
``Authorization`` here; Akkoma takes one stream for each connection and ignores messages; GoToSocial ignores messages
that ask for a hashtag or for ``user:notification``. A refused stream is a refused connection, so that it is known which
one is meant. Sources: https://git.pleroma.social/pleroma/pleroma and https://akkoma.dev/AkkomaGang/akkoma
(``lib/pleroma/web/mastodon_api/websocket_handler.ex``), https://codeberg.org/superseriousbusiness/gotosocial
(``internal/api/client/streaming/stream.go``).
"""

from __future__ import annotations

from asyncio import Task, TaskGroup
from contextlib import AsyncExitStack

from trunkline.streaming.subscriptions import Subscription
from trunkline.streaming.wires.connection import Link
from trunkline.streaming.wires.failures import denied
from trunkline.streaming.wires.messages import PleromaReply, Refusal
from trunkline.streaming.wires.raw import HEARTBEAT, RawEvent
from trunkline.streaming.wires.websocket import Socket

_BAD_REQUEST = 400


class SeparateWebSockets:
    """Any number of WebSockets with one stream each, which end together."""

    works_when_open = False

    def __init__(self, link: Link) -> None:
        self._link = link
        self._readers: dict[Subscription, Task[None]] = {}
        self._tasks: TaskGroup

    async def open(self, tasks: TaskGroup, ending: AsyncExitStack) -> None:
        """Do nothing: `subscribe` connects."""
        self._tasks = tasks

    async def subscribe(self, subscription: Subscription) -> None:
        """Connect for one stream and start to read it."""
        socket = await Socket.connect(self._link, subscription.query, token_as_protocol=True)
        self._readers[subscription] = self._tasks.create_task(self._serve(subscription, socket))

    async def _serve(self, subscription: Subscription, socket: Socket) -> None:
        async def take(message: RawEvent | Refusal | PleromaReply) -> None:
            if isinstance(message, RawEvent):
                raw = message if message is HEARTBEAT else RawEvent(message.name, message.payload, subscription.name)
                await self._link.deliver([raw], subscription)
            elif message.error is not None:
                status = message.status if isinstance(message, Refusal) else None
                await self._link.refuse(denied(status or _BAD_REQUEST, message.error), subscription)
                await self.unsubscribe(subscription)

        try:
            async with TaskGroup() as tasks:
                tasks.create_task(socket.read(take))
                tasks.create_task(socket.watch())
        finally:
            await socket.close()

    async def unsubscribe(self, subscription: Subscription) -> None:
        """Close the connection of one stream."""
        reader = self._readers.pop(subscription, None)
        if reader is not None:
            reader.cancel()
