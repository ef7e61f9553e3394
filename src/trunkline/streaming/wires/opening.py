"""Making the connection for a wire."""

from __future__ import annotations

from trunkline.streaming.recovery.reconnect import WireName
from trunkline.streaming.wires.connection import Connection, Link


def connection_over(wire: WireName, link: Link) -> Connection:
    """Return a connection of that kind, not yet open."""
    if wire == "sse":
        from trunkline.streaming.wires.sse_connection import SseConnection

        return SseConnection(link)
    from trunkline.streaming.wires.websocket_connection import WebSocketConnection

    return WebSocketConnection(link)
