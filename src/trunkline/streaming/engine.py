"""Engine of a stream: connect, subscribe, recover, read, and reconnect, in one task of one event loop."""

from __future__ import annotations

import asyncio
import logging
import time
from asyncio import TaskGroup
from collections.abc import Awaitable, Iterable, Iterator
from contextlib import AsyncExitStack, contextmanager
from functools import partial
from typing import Literal

from trunkline.errors import MastodonError, MastodonNetworkError, MastodonUnauthorizedError
from trunkline.streaming.access import Access
from trunkline.streaming.arrivals import Waiting, reveal
from trunkline.streaming.buffer import Buffer
from trunkline.streaming.channels import Channels
from trunkline.streaming.cursors import Positions
from trunkline.streaming.events import Connected, Disconnected, Event, Heartbeat, Refused
from trunkline.streaming.options import StreamOptions
from trunkline.streaming.recovery.channel import Channel
from trunkline.streaming.recovery.reconnect import Reconnect
from trunkline.streaming.recovery.recovery import Recovery
from trunkline.streaming.subscriptions import Subscription
from trunkline.streaming.wires.connection import Connection, Link
from trunkline.streaming.wires.error_kinds import is_unoffered
from trunkline.streaming.wires.failures import ending_of
from trunkline.streaming.wires.opening import connection_over
from trunkline.streaming.wires.raw import HEARTBEAT, RawEvent

StreamState = Literal["idle", "connecting", "connected", "reconnecting", "stopped"]

logger = logging.getLogger("trunkline.streaming")

_SECOND_LOOK = 5.0
"""Seconds after which the lists are read once more, for objects made between the response of a list and the moment in
which the server really began to send: Mastodon's workers send to a home or list stream once they find it in Redis
(https://github.com/mastodon/mastodon/blob/main/app/lib/feed_manager.rb), where the streaming process notes it."""

_TOKEN_LIFE = 60.0
"""Seconds within which a renewed token that is refused is not renewed again."""

_MOVED = 10
"""Number of failures in a row after which the server is asked for its streaming address again."""


class Engine:
    """A running stream without an interface for the program: see `Stream` and `AsyncStream`.

    Attributes:
        buffer: events that wait.
        channels: subscribed streams.
        state: see `AnyStream.state`.
        error: error that ended the last connection or attempt.
        reconnects: number of times that the connection has been made again.
        opened: set when the first attempt to connect has succeeded or failed.
    """

    def __init__(
        self, access: Access, subscriptions: Iterable[Subscription], options: StreamOptions, positions: Positions
    ) -> None:
        self.options = options
        self.buffer = Buffer(options.buffer, options.when_full)
        self.buffer.when_dropped = self._forget
        self.state: StreamState = "idle"
        self.error: MastodonError | None = None
        self.reconnects = 0
        self.opened = asyncio.Event()
        self.channels = Channels(options.gap_fill, positions)
        self._access = access
        self._recovery = Recovery(access, options.reconnect)
        self._reconnect = Reconnect(options.reconnect, options.wires())
        self._connection: Connection | None = None
        self._tasks: TaskGroup | None = None
        self._opening: set[Channel] = set()
        self._changed = asyncio.Event()
        self._token_renewed = float("-inf")
        for subscription in subscriptions:
            self.channels.add(subscription)

    @property
    def ever_connected(self) -> bool:
        """True if there has been a connection."""
        return self._reconnect.ever_connected

    # -- the life of a stream

    async def run(self) -> None:
        """Run until cancelled, or until another attempt is useless."""
        try:
            self.state = "connecting"
            while True:
                try:
                    await self._one_connection()
                except MastodonError as error:
                    self.state = "reconnecting" if self.ever_connected else "connecting"
                    await self._wait_after(error)
        except Exception as error:  # noqa: BLE001  (handed to the program, which takes it from the buffer)
            await self._recovery.stop()  # nothing is left running when the program has the error
            self.buffer.finish(error)
        finally:
            self.end()
            await self._recovery.stop()

    def end(self) -> None:
        """Stop, and release everything that waits for this stream."""
        self.state = "stopped"
        self.buffer.finish()
        self.opened.set()
        self._change()

    async def _wait_after(self, error: MastodonError) -> None:
        """Wait until the next attempt is due.

        Raises:
            MastodonError: another attempt is useless.
        """
        self.error = error
        now = asyncio.get_running_loop().time()
        if isinstance(error, MastodonUnauthorizedError) and now - self._token_renewed > _TOKEN_LIFE:
            self._token_renewed = now
            if await self._access.renew_token():
                return
        failed = self._reconnect.failed(error, now, time.time())
        if not is_unoffered(error):
            self.opened.set()
        said = str(error).rstrip(".")
        logger.warning("stream of %s: %s. Next attempt in %.1f s.", self._access.state.base_url, said, failed.wait)
        if self._reconnect.failures % _MOVED == 0:
            self._access.state.streaming_url = None
        if self.options.states:
            self.buffer.add([Disconnected(error, failed.wait)])
        await asyncio.sleep(failed.wait)

    async def _one_connection(self) -> None:
        """Connect and stay connected as long as it lasts.

        Raises:
            MastodonError: always: the connection could not be made, or has ended.
        """
        url = await self._access.streaming_url()
        for channel in self.channels:
            await self._recovery.start(channel)
        link = Link(self._access, url, self.options.silence, self._deliver, self._refuse, self._reading_ahead)
        connection = connection_over(self._reconnect.wire, link)
        try:
            async with AsyncExitStack() as ending, TaskGroup() as tasks:
                await connection.open(tasks, ending)
                await self._serve(connection, tasks)
        except BaseExceptionGroup as group:
            raise ending_of(group) from None
        finally:
            self._connection = self._tasks = None

    async def _serve(self, connection: Connection, tasks: TaskGroup) -> None:
        """Subscribe to all streams in tasks of their own, then wait until a task fails."""
        self._connection, self._tasks = connection, tasks
        self._opening = set(self.channels)
        for channel in self.channels:
            channel.hold()
            tasks.create_task(self._open(channel))
        self._connected_if_open()
        await asyncio.Event().wait()

    def _connected_if_open(self) -> None:
        """Change the state to ``connected`` when all streams are open."""
        if self._opening or self.state == "connected":
            return
        if self.ever_connected:
            self.reconnects += 1
        self._reconnect.connected(asyncio.get_running_loop().time())
        self.state, self.error = "connected", None
        if self.options.states:
            self.buffer.add([Connected()])
        self.opened.set()

    # -- one stream of the connection

    async def _open(self, channel: Channel) -> None:
        """Subscribe, deliver missed events, then let live events pass."""
        if self._connection is None or channel not in self.channels:
            return
        await self._connection.subscribe(channel.subscription)
        if channel.has_been_open:  # whoever waits for a new one takes no events meanwhile
            await self.buffer.room()
        await self._recovery.catch_up(channel, partial(self._take, channel))
        if channel not in self.channels:
            return
        self.buffer.add(channel.release())
        self._opening.discard(channel)
        self._connected_if_open()
        self._change()
        if channel.tracks:
            await asyncio.sleep(_SECOND_LOOK)
            self._take(channel, await self._recovery.look_again(channel))

    def _take(self, channel: Channel, recovered: list[Waiting]) -> None:
        """Queue missed events."""
        if channel in self.channels:
            self.buffer.add(recovered)

    # -- events

    async def _deliver(self, raw_events: list[RawEvent], subscription: Subscription | None) -> None:
        """Take events of one stream from the connection, and wait for room."""
        ready: list[Waiting] = []
        channel = self.channels.receiving(raw_events[0], subscription)
        if channel is None:
            if subscription is None:
                ready += [raw for raw in raw_events if not self.channels.has_left(raw)]
        else:
            while channel.held >= self.options.buffer and channel in self.channels and not self.buffer.reads_ahead:
                await self._until_change()
            if subscription is None:
                raw_events = [RawEvent(raw.name, raw.payload, channel.name) for raw in raw_events]
            ready += channel.receive([raw for raw in raw_events if raw is not HEARTBEAT])
        if self.options.states:
            name = subscription.name if subscription else ""
            ready += [Heartbeat(stream=name) for raw in raw_events if raw is HEARTBEAT]
        self.buffer.add(ready)
        await self.buffer.room(channel.held if channel else 0)

    @contextmanager
    def _reading_ahead(self) -> Iterator[None]:
        with self.buffer.reading_ahead():
            self._change()
            yield

    async def _refuse(self, error: MastodonError) -> None:
        """Report that the server refuses one of the streams."""
        if not self.options.tell_refusals:
            raise error
        self.buffer.add([Refused(error)])

    def hand_over(self, waiting: Waiting) -> Event:
        """Decode the event that the program takes, and move cursors on. May be called in any thread."""
        event = reveal(waiting)
        channel = self.channels.named(event.stream)
        if channel is not None:
            channel.deliver(waiting, event)
        return event

    def _forget(self, dropped: Waiting) -> None:
        """Note that the program never takes an event, of which a `Gap` tells it."""
        channel = self.channels.named(dropped.stream or "")
        if channel is not None:
            channel.drop(dropped)

    # -- changes while it runs

    async def subscribe(self, subscription: Subscription) -> None:
        """Add a stream; return when it is open.

        Raises:
            MastodonNetworkError: the stream as a whole has ended.
        """
        channel = self.channels.add(subscription)
        if channel is None:
            return
        self._opening.add(channel)
        channel.hold()
        if self._tasks is not None:
            work = self._start_and_open(channel)
            try:
                self._tasks.create_task(work)
            except RuntimeError:
                work.close()  # the connection is ending; the next one opens this stream, too
        while self.state != "stopped" and channel in self._opening:
            await self._until_change()
        if self.state == "stopped":
            raise MastodonNetworkError("The stream has ended; nothing can be added to it.") from self.error

    async def _start_and_open(self, channel: Channel) -> None:
        await self._recovery.start(channel)
        await self._open(channel)

    async def unsubscribe(self, subscription: Subscription) -> None:
        """Drop a stream. Its waiting events are still delivered."""
        channel = self.channels.remove(subscription)
        if channel is None:
            return
        self._opening.discard(channel)
        self._change()
        if self._connection is not None:
            await self._connection.unsubscribe(subscription)

    def _change(self) -> None:
        self._changed.set()

    def _until_change(self) -> Awaitable[object]:
        self._changed.clear()
        return self._changed.wait()
