"""Streams of `Mastodon` as iterators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from trunkline.clients.core import SyncCore
from trunkline.streaming.recovery.bounds import DEFAULT_GAP_FILL, GapFill
from trunkline.streaming.recovery.reconnect import ReconnectPolicy
from trunkline.streaming.subscriptions import Subscription, parse_names
from trunkline.streaming.wires.names import WireChoice

if TYPE_CHECKING:
    import httpx2

    from trunkline.streaming.options import StreamOptions, WhenFull
    from trunkline.streaming.sync_stream import Stream


class SyncStreaming(SyncCore):
    """Streams as iterators, for `Mastodon`."""

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
    ) -> Stream:
        """Open streams as an iterator of events.

        The arguments and errors are those of `AsyncMastodon.stream`::

            with client.stream("user", "hashtag:python") as stream:
                for event in stream:
                    match event:
                        case Update(status):
                            print(status.account.acct)
        """
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
        return self._stream(parse_names(streams), options, cursor)

    def _stream(self, streams: Sequence[Subscription], options: StreamOptions, cursor: str | None = None) -> Stream:
        from trunkline.streaming.access import Access
        from trunkline.streaming.sync_stream import Stream
        from trunkline.transport.drivers import AsyncDriver

        own = replace(self._connections, given=_for_event_loops(self._connections.given), session=None)
        return Stream(Access(self.state, own, AsyncDriver(own), self.allow_http), streams, options, cursor)


def _for_event_loops(given: Any) -> httpx2.AsyncClient | None:
    """Return an asynchronous client that sends with the transport of the given one."""
    if given is None:
        return None
    import httpx2

    from trunkline.transport.given_client import asynchronous

    return asynchronous(given) if isinstance(given, httpx2.Client) else None
