"""Streams of one connection. No I/O."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from trunkline.streaming.cursors import Positions
from trunkline.streaming.recovery.bounds import GapFill
from trunkline.streaming.recovery.channel import Channel
from trunkline.streaming.subscriptions import Subscription, key_of
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
        self._open: dict[Subscription, Channel] = {}
        self._by_name: dict[str, Channel] = {}
        self._by_key: dict[str, list[Channel]] = {}
        self._left: set[str] = set()

    def __iter__(self) -> Iterator[Channel]:
        return iter(tuple(self._open.values()))

    def __len__(self) -> int:
        return len(self._open)

    def __contains__(self, channel: Channel) -> bool:
        return self._open.get(channel.subscription) is channel

    def add(self, subscription: Subscription) -> Channel | None:
        """Add a stream; return ``None`` if it is there already."""
        if subscription in self._open:
            return None
        channel = Channel(subscription, self._bounds, self._positions.get(subscription.name))
        self._open[subscription] = self._by_name[channel.name] = channel
        self._by_key[subscription.key] = [*self._by_key.get(subscription.key, []), channel]
        self._left.discard(subscription.key)
        return channel

    def remove(self, subscription: Subscription) -> Channel | None:
        """Drop a stream and return it; return ``None`` if there is none."""
        channel = self._open.pop(subscription, None)
        if channel is not None:
            del self._by_name[channel.name]
            key = subscription.key
            self._by_key[key] = [one for one in self._by_key[key] if one is not channel]
            if not self._by_key[key]:
                del self._by_key[key]
                self._left.add(key)
        return channel

    def of(self, subscription: Subscription) -> Channel | None:
        """Return the open stream of a subscription."""
        return self._open.get(subscription)

    def named(self, name: str) -> Channel | None:
        """Return the stream of a name, as events carry it."""
        return self._by_name.get(name)

    def receiving(self, raw: RawEvent, subscription: Subscription | None) -> Iterable[Channel]:
        """Return the streams of an event, as the connection or else the server's message says.

        They are several if the program has named one channel of the server in several ways.
        """
        if subscription is not None:
            channel = self._open.get(subscription)
            return () if channel is None else (channel,)
        if raw.stream is not None:
            return self._by_key.get(key_of(raw.stream), ())
        return self if len(self) == 1 else ()

    def has_left(self, raw: RawEvent) -> bool:
        """Return True if an event belongs to a stream that the program has dropped."""
        return raw.stream is not None and key_of(raw.stream) in self._left
