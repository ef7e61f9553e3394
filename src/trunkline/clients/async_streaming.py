"""The streaming calls of `AsyncMastodon`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from trunkline.clients.core import AsyncCore
from trunkline.streaming.recovery.bounds import DEFAULT_GAP_FILL, GapFill
from trunkline.streaming.recovery.reconnect import ReconnectPolicy, WireChoice
from trunkline.streaming.subscriptions import Subscription, named

if TYPE_CHECKING:
    from trunkline.streaming.async_stream import AsyncStream
    from trunkline.streaming.options import WhenFull


class AsyncStreaming(AsyncCore):
    """Streams as asynchronous iterators."""

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
    ) -> AsyncStream:
        """Listen to streams as an iterator of events, for as long as wanted.

        ::

            async with client.stream("user", "hashtag:python") as stream:
                async for event in stream:
                    match event:
                        case Update(status):
                            print(status.account.acct)

        Lost connections are made again. What was missed meanwhile is fetched from the server's lists and delivered in
        order, each object once, before what happens next: new statuses, notifications and conversations. The statuses
        that were delivered last are read again, too, and delivered as `StatusUpdate` or `Delete` if they have changed.
        What is lost for good is reported as a `Gap`.

        Args:
            streams: which: ``"user"``, ``"user:notification"``, ``"direct"``, ``"public"``, ``"public:local"``,
                ``"public:remote"`` (these three also with ``":media"`` behind them), ``"hashtag:<name>"``,
                ``"hashtag:local:<name>"``, ``"list:<id>"``.
            wire: ``"websocket"``: one connection for all streams; ``"sse"``: server-sent events, one connection each;
                ``"auto"``: a WebSocket, and server-sent events where that fails. With an ``httpx2`` client as
                ``session`` server-sent events come first: they go through it, a WebSocket does not.
            gap_fill: how much of what was missed is fetched; ``None``: nothing.
            cursor: continue where another stream was (`AsyncStream.cursor`).
            buffer: how many events may wait for the program.
            when_full: what happens when more are waiting: ``"wait"`` stops reading from the server; ``"drop_oldest"``
                drops the oldest, and delivers a `Gap` with their number in their place.
            states: deliver `Connected`, `Disconnected` and `Heartbeat` too.
            reconnect: how patiently lost connections are made again; by default for ever.
            silence: seconds without any byte after which the connection is taken for dead.

        Returns:
            The stream, which connects when it is iterated or entered. Iterating it raises `MastodonUnauthorizedError`
            or `MastodonForbiddenError` if the server does not accept the token, and other errors only where there is
            no use in trying again.

        Raises:
            MastodonIllegalArgumentError: there is no such stream, or a setting makes no sense.
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
        )
        access = Access(self.state, replace(self._connections, session=None), self._driver, self.allow_http)
        return AsyncStream(access, named(streams), options, cursor)
