"""Numbers about the streaming server, in the text format of Prometheus.

Source: https://github.com/mastodon/mastodon/blob/main/streaming/metrics.js
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
EVENTSOURCE = "eventsource"
WEBSOCKET = "websocket"
_KINDS = (WEBSOCKET, EVENTSOURCE)
_LIVE = ("public", "public:media", "public:local", "public:local:media", "public:remote", "public:remote:media")
_NAMES = ("system", "user", "user:notification", "list", "direct", *_LIVE, "hashtag", "hashtag:local")
_SYSTEM_CHANNELS = 2  # of the token, and of the account


class StreamingMetrics:
    """Counts of connections, open streams and messages. Each kind of connection is counted apart.

    Attributes:
        received: the number of events that were published to somebody.
        sent: the number of events that were sent, by kind of connection.
    """

    def __init__(self) -> None:
        self.received = 0
        self.sent: Counter[str] = Counter(dict.fromkeys(_KINDS, 0))
        self._clients: Counter[str] = Counter(dict.fromkeys(_KINDS, 0))
        self._channels: Counter[tuple[str, str]] = Counter({(kind, name): 0 for name in _NAMES for kind in _KINDS})

    @contextmanager
    def connection(self, kind: str) -> Iterator[None]:
        """Count a connection while the block runs."""
        self._clients[kind] += 1
        self._channels[kind, "system"] += _SYSTEM_CHANNELS
        try:
            yield
        finally:
            self._clients[kind] -= 1
            self._channels[kind, "system"] -= _SYSTEM_CHANNELS

    @contextmanager
    def stream(self, kind: str, name: str) -> Iterator[None]:
        """Count an open stream while the block runs."""
        self._channels[kind, name] += 1
        try:
            yield
        finally:
            self._channels[kind, name] -= 1

    def text(self, subscriptions: int) -> str:
        """Return all numbers; `subscriptions` is the number of channels that somebody listens to."""
        by_kind = {f'{{type="{kind}"}}': number for kind, number in self._clients.items()}
        by_channel = {f'{{type="{kind}",channel="{name}"}}': count for (kind, name), count in self._channels.items()}
        sent = {f'{{type="{kind}"}}': number for kind, number in self.sent.items()}
        return "\n".join(
            (
                _metric("connected_clients", "gauge", "Connections of clients", by_kind),
                _metric("connected_channels", "gauge", "Open streams", by_channel),
                _metric("redis_subscriptions", "gauge", "Channels with listeners", {"": subscriptions}),
                _metric("redis_messages_received_total", "counter", "Events published", {"": self.received}),
                _metric("messages_sent_total", "counter", "Events sent to clients", sent),
            )
        )


def _metric(name: str, kind: str, about: str, values: Mapping[str, int]) -> str:
    lines = [f"# HELP {name} {about}", f"# TYPE {name} {kind}"]
    return "\n".join([*lines, *(f"{name}{labels} {value}" for labels, value in values.items()), ""])
