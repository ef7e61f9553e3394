"""Engine of a stream: connect, subscribe, recover, read, and reconnect, in one task of one event loop."""

from __future__ import annotations

import asyncio
import logging
import time
from asyncio import TaskGroup
from collections.abc import Awaitable, Iterable, Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from functools import partial
from typing import Literal

from msgspec.structs import replace

from trunkline.errors import (
    MastodonAPIError,
    MastodonError,
    MastodonNetworkError,
    MastodonUnauthorizedError,
)
from trunkline.protocol.frames import emptied
from trunkline.streaming.access import Access
from trunkline.streaming.arrivals import Waiting, reveal
from trunkline.streaming.buffer import Buffer
from trunkline.streaming.channels import Channels
from trunkline.streaming.cursors import Positions, posts_of
from trunkline.streaming.events import Connected, Disconnected, Event, Heartbeat, Refused
from trunkline.streaming.options import StreamOptions
from trunkline.streaming.recovery.channel import Channel
from trunkline.streaming.recovery.reconnect import Reconnect
from trunkline.streaming.recovery.recovery import Recovery
from trunkline.streaming.repeats import Repeats
from trunkline.streaming.subscriptions import Subscription
from trunkline.streaming.wires.connection import Connection, Link
from trunkline.streaming.wires.error_kinds import is_refusal, is_unoffered, said_by_api
from trunkline.streaming.wires.failures import ending_of, of_one_stream
from trunkline.streaming.wires.opening import connection_over
from trunkline.streaming.wires.raw import HEARTBEAT, RawEvent

StreamState = Literal["idle", "connecting", "connected", "reconnecting", "stopped"]

logger = logging.getLogger("trunkline.streaming")

_TOKEN_LIFE = 60.0
"""Seconds within which a renewed token that is refused is not renewed again."""

_MOVED = 10
"""Number of failures in a row after which the server is asked for its streaming address again."""


class Engine:
    """A running stream without an interface for the program: see `Stream` and `AsyncStream`.

    Attributes:
        buffer: events that wait.
        channels: subscribed streams.
        repeats: posts that came on them.
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
        self.repeats = Repeats(posts_of(positions))
        self._works = self._reads_lists = False
        self._refused: dict[Channel, MastodonError] = {}
        self._verdict: MastodonError | None = None
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
                    emptied(error)
                    self.state = "reconnecting" if self.ever_connected else "connecting"
                    await self._wait_after(error)
        except Exception as error:  # noqa: BLE001  (handed to the program, which takes it from the buffer)
            await self._recovery.stop()  # nothing is left running when the program has the error
            self.buffer.finish(emptied(error))
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
        if error is self._verdict and self._works:
            raise error
        now = asyncio.get_running_loop().time()
        if isinstance(error, MastodonUnauthorizedError) and now - self._token_renewed > _TOKEN_LIFE:
            self._token_renewed = now
            if await self._access.renew_token():
                return
        if error is self._verdict:
            raise error
        try:
            failed = self._reconnect.failed(error, now, time.time())
        except MastodonAPIError as last:
            if self._reconnect.lacks_streams and not said_by_api(last):
                last.hint = await self._access.lack_of_streams()
            raise
        said = str(error).rstrip(".")
        if is_unoffered(error) and not self.ever_connected:
            logger.info("stream of %s: %s. Another wire is tried.", self._access.state.base_url, said)
            return
        if not self._has_begun(error):
            self.opened.set()
        logger.warning("stream of %s: %s. Next attempt in %.1f s.", self._access.state.base_url, said, failed.wait)
        if self._reconnect.failures % _MOVED == 0:
            self._access.state.streaming_url = None
        if self.options.states:
            self.buffer.add([Disconnected(error, failed.wait)])
        await asyncio.sleep(failed.wait)

    def _has_begun(self, error: MastodonError) -> bool:
        """Return True if the first connection broke although the server was reached: before or while lists are read.

        A list that cannot be read at all counts once, since the server may be down.
        """
        if self.ever_connected or not isinstance(error, MastodonNetworkError):
            return False
        return self._works or (self._reads_lists and self._reconnect.failures == 1)

    async def _one_connection(self) -> None:
        """Connect and stay connected as long as it lasts.

        Raises:
            MastodonError: always: the connection could not be made, or has ended.
        """
        url = await self._access.streaming_url()
        if self._access.needs_separate:
            self._reconnect.prefer_separate()
        self._works, self._reads_lists = False, True
        for channel in self.channels:
            self._take(channel, await self._recovery.start(channel))
        self._reads_lists = False
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
        self._works = connection.works_when_open
        self._refused = {}
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
        """Subscribe, deliver missed events, then let live events pass; they do not wait long."""
        if self._connection is None or self._tasks is None or channel not in self.channels:
            return
        try:
            await self._connection.subscribe(channel.subscription)
        except MastodonError as error:
            if not is_refusal(error):
                raise
            await self._refuse(error, channel.subscription)
            return
        self._works = True
        self._tell_refusals()
        if channel.has_been_open:  # whoever waits for a new one takes no events meanwhile
            await self.buffer.room()
        filling = self._tasks.create_task(self._recovery.catch_up(channel, partial(self._take, channel)))
        await asyncio.wait([filling], timeout=channel.bounds.hold if channel.bounds else None)
        if channel not in self.channels:
            return
        self._pass_on(channel, channel.release())
        self._opening.discard(channel)
        self._connected_if_open()
        self._change()
        await filling
        if channel.bounds and channel.tracks:
            await self._look_again(channel, channel.bounds.look)

    async def _look_again(self, channel: Channel, after: float) -> None:
        """Read the lists again some time after the stream was opened, and after an event has shown that it is active.

        A pong shows that the server has read a subscription. Mastodon asks its database then, and subscribes in Redis;
        events in between are sent to nobody
        (https://github.com/mastodon/mastodon/blob/main/streaming/index.js). Its workers send to a home or list stream
        once they find it in Redis (https://github.com/mastodon/mastodon/blob/main/app/lib/feed_manager.rb).
        """
        is_active = False
        while not is_active and channel in self.channels:
            await asyncio.sleep(after)
            is_active = channel.active.is_set()
            self._take(channel, await self._recovery.look_again(channel))
            await channel.active.wait()
        channel.settle()

    def _take(self, channel: Channel, recovered: list[Waiting]) -> None:
        """Queue missed events."""
        if channel in self.channels:
            self._pass_on(channel, recovered)

    # -- streams that the server refuses

    async def _refuse(self, error: MastodonError, subscription: Subscription | None) -> None:
        """Note that the server refuses a stream; ``None``: one of them, it is not known which.

        Raises:
            MastodonError: *error*, if no other stream is left.
        """
        if subscription is None and len(self.channels) != 1:
            self.buffer.add([Refused(error)])
            return
        # Where there is one stream alone, a refusal can mean nothing else.
        channel = next(iter(self.channels)) if subscription is None else self.channels.of(subscription)
        if channel is None:
            return
        self._refused[channel] = error
        if self.options.tell_refusals:
            self._works = True
        elif all(one in self._refused for one in self.channels):
            # A wire that refuses everything may be one that the server does not have.
            if self._works or (self.ever_connected and said_by_api(error)):
                self._verdict = error
            self._refused = {}
            raise of_one_stream(error) if self._works else error
        self._tell_refusals()

    def _tell_refusals(self) -> None:
        """Drop and report the refused streams as soon as it is known that the wire itself works."""
        if not self._works:
            return
        for channel, error in self._refused.items():
            self.channels.remove(channel.subscription)
            self._opening.discard(channel)
            said = str(of_one_stream(error)).rstrip(".")
            logger.warning("stream %s of %s is refused: %s.", channel.name, self._access.state.base_url, said)
            self.buffer.add([Refused(error, stream=channel.name)])
        if self._refused:
            self._refused = {}
            self._connected_if_open()
            self._change()

    # -- events

    async def _deliver(self, raw_events: list[RawEvent], subscription: Subscription | None) -> None:
        """Take events of one stream from the connection, and wait for room."""
        ready: list[Waiting] = []
        events = [raw for raw in raw_events if raw is not HEARTBEAT]
        channels = tuple(self.channels.receiving(raw_events[0], subscription))
        for channel in channels:
            while channel.held >= self.options.buffer and channel in self.channels and not self.buffer.reads_ahead:
                await self._until_change()
            named = events
            if subscription is None:
                named = [RawEvent(raw.name, raw.payload, channel.name) for raw in events]
            self._pass_on(channel, channel.receive(named))
        if not channels and subscription is None:
            ready += [raw for raw in events if not self.channels.has_left(raw)]
        if self.options.states:
            name = subscription.name if subscription else ""
            ready += [Heartbeat(stream=name) for raw in raw_events if raw is HEARTBEAT]
        self.buffer.add(ready)
        await self.buffer.room(max((channel.held for channel in channels), default=0))

    def _pass_on(self, channel: Channel, events: Sequence[Waiting]) -> None:
        """Queue events of a stream, but for posts that have come on another one."""
        if self.options.joined and len(self.channels) > 1:
            events = [one for one in events if not self._is_repeat(channel, one)]
        self.buffer.add(events)

    def _is_repeat(self, channel: Channel, waiting: Waiting) -> bool:
        if not self.repeats.is_repeat(waiting, channel.name):
            return False
        channel.deliver(waiting, reveal(waiting))
        return True

    @contextmanager
    def _reading_ahead(self) -> Iterator[None]:
        with self.buffer.reading_ahead():
            self._change()
            yield

    def hand_over(self, waiting: Waiting) -> Event:
        """Decode the event that the program takes, and move cursors on. May be called in any thread."""
        event = reveal(waiting)
        channel = self.channels.named(event.stream)
        if channel is not None:
            channel.deliver(waiting, event)
        also = self.repeats.take(event)
        return replace(event, also=also) if also else event

    def _forget(self, dropped: Waiting) -> None:
        """Note that the program never takes an event, of which a `Gap` tells it."""
        self.repeats.forget(dropped)
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
        self._take(channel, await self._recovery.start(channel))
        await self._open(channel)

    async def unsubscribe(self, subscription: Subscription) -> None:
        """Drop a stream. Its waiting events are still delivered."""
        channel = self.channels.remove(subscription)
        if channel is None:
            return
        self._opening.discard(channel)
        channel.active.set()
        self._change()
        if self._connection is not None:
            await self._connection.unsubscribe(subscription)

    def _change(self) -> None:
        self._changed.set()

    def _until_change(self) -> Awaitable[object]:
        self._changed.clear()
        return self._changed.wait()
