"""Streams of `AsyncMastodon` as iterators."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from trunkline.clients.core import AsyncCore
from trunkline.streaming.recovery.bounds import DEFAULT_GAP_FILL, GapFill
from trunkline.streaming.recovery.reconnect import ReconnectPolicy
from trunkline.streaming.subscriptions import Subscription, parse_names
from trunkline.streaming.wires.names import WireChoice

if TYPE_CHECKING:
    from trunkline.streaming.async_stream import AsyncStream
    from trunkline.streaming.options import WhenFull


class AsyncStreaming(AsyncCore):
    """Streams as asynchronous iterators, for `AsyncMastodon`."""

    def stream(
        self,
        *streams: str | Subscription,
        wire: WireChoice = "auto",
        gap_fill: GapFill | None = DEFAULT_GAP_FILL,
        cursor: str | None = None,
        buffer: int = 1000,
        when_full: WhenFull = "wait",
        states: bool = False,
        reconnect: ReconnectPolicy | None = None,
        silence: float = 60.0,
        joined: bool = True,
    ) -> AsyncStream:
        """Open streams as an iterator of events.

        ::

            async with client.stream("user", "hashtag:python") as stream:
                async for event in stream:
                    match event:
                        case Update(status):
                            print(status.account.acct)

        Lost connections are made again. Missed statuses, notifications and conversations are fetched from the server's
        lists and delivered in order, each once, before newer events. The statuses that were delivered last are fetched
        again, too, and delivered as `StatusUpdate` or `Delete` if they have changed. Events that are lost for good are
        reported as a `Gap`. A post that comes on several of the streams is one event (`Event.streams`). A stream that
        the server refuses is reported as `Refused`, and the others go on.

        Args:
            streams: their names: ``"user"``, ``"user:notification"``, ``"direct"``, ``"public"``, ``"public:local"``,
                ``"public:remote"`` (these three also with ``":media"`` behind them), ``"hashtag:<name>"``,
                ``"hashtag:local:<name>"``, ``"list:<id>"``.
            wire: ``"websocket"``: one connection for all streams, or one each where the server needs that; ``"sse"``:
                server-sent events, one connection each;
                ``"auto"``: a WebSocket, and server-sent events where that fails. With an ``httpx2`` client as
                ``session`` server-sent events come first: they go through it, a WebSocket does not. A
                ``requests.Session`` carries no streams; they take its proxies and certificates.
            gap_fill: bounds for fetching missed objects; ``None``: fetch none.
            cursor: continue from the `AsyncStream.cursor` of an earlier stream.
            buffer: number of events that may wait for the program.
            when_full: with a full buffer, ``"wait"`` stops reading from the server; ``"drop_oldest"`` drops the oldest
                events, and delivers a `Gap` with their number in their place.
            states: deliver `Connected`, `Disconnected` and `Heartbeat` too.
            reconnect: waits and limits for lost connections; by default there is no limit.
            silence: seconds without any byte after which the connection counts as dead.
            joined: deliver a post that comes on several of the streams as one event; otherwise once for each.

        Returns:
            The stream, which connects when it is iterated or entered. Iterating it raises `MastodonUnauthorizedError`
            or `MastodonForbiddenError` if the server does not accept the token, and other errors only if another
            attempt is useless: the server refuses the last stream, or has no streams.

        Raises:
            MastodonIllegalArgumentError: there is no such stream, or a setting is out of range.
        """
        from trunkline.streaming.access import Access
        from trunkline.streaming.async_stream import AsyncStream
        from trunkline.streaming.options import StreamOptions, preferred

        options = StreamOptions(
            wire,
            gap_fill,
            buffer,
            when_full,
            states,
            silence,
            reconnect or ReconnectPolicy(),
            preferred(self._connections),
            joined=joined,
        )
        access = Access(self.state, replace(self._connections, session=None), self._driver, self.allow_http)
        return AsyncStream(access, parse_names(streams), options, cursor)
