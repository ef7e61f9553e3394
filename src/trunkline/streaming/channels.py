"""Streams of one connection. No I/O."""

from __future__ import annotations

from collections.abc import Iterator

from trunkline.streaming.cursors import Positions
from trunkline.streaming.recovery.bounds import GapFill
from trunkline.streaming.recovery.channel import Channel
from trunkline.streaming.subscriptions import Subscription
from trunkline.streaming.wires.raw import RawEvent


class Channels:
    """The subscribed streams. Other threads may iterate over them.

    Args:
        bounds: bounds for fetching missed objects; ``None``: fetch none.
        positions: progress of the program, from a saved cursor.
    """

    def __init__(self, bounds: GapFill | None, positions: Positions) -> None:
        self._bounds = bounds
        self._positions = positions
        self._by_key: dict[str, Channel] = {}
        self._by_name: dict[str, Channel] = {}
        self._left: set[str] = set()

    def __iter__(self) -> Iterator[Channel]:
        return iter(tuple(self._by_key.values()))

    def __contains__(self, channel: Channel) -> bool:
        return self._by_key.get(channel.subscription.key) is channel

    def add(self, subscription: Subscription) -> Channel | None:
        """Add a stream; return ``None`` if it is there already."""
        key, name = subscription.key, subscription.name
        if key in self._by_key:
            return None
        channel = Channel(subscription, self._bounds, self._positions.get(name))
        self._by_key[key] = self._by_name[name] = channel
        self._left.discard(key)
        return channel

    def remove(self, subscription: Subscription) -> Channel | None:
        """Drop a stream and return it; return ``None`` if there is none."""
        channel = self._by_key.pop(subscription.key, None)
        if channel is not None:
            del self._by_name[channel.name]
            self._left.add(subscription.key)
        return channel

    def named(self, name: str) -> Channel | None:
        """Return the stream of a name, as events carry it."""
        return self._by_name.get(name)

    def receiving(self, raw: RawEvent, subscription: Subscription | None) -> Channel | None:
        """Return the stream of an event, as the connection or else the server's message says."""
        if subscription is not None:
            return self._by_key.get(subscription.key)
        if raw.stream is not None:
            return self._by_key.get(raw.stream.casefold())
        return next(iter(self)) if len(self._by_key) == 1 else None

    def has_left(self, raw: RawEvent) -> bool:
        """Return True if an event belongs to a stream that the program has dropped."""
        return raw.stream is not None and raw.stream.casefold() in self._left
