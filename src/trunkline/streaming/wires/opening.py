"""Choice of the connection class for a wire."""

from __future__ import annotations

from trunkline.streaming.wires.connection import Connection, Link
from trunkline.streaming.wires.names import WireForm


def connection_over(wire: WireForm, link: Link) -> Connection:
    """Return a connection over *wire*, not yet open."""
    if wire == "sse":
        from trunkline.streaming.wires.sse_connection import SseConnection

        return SseConnection(link)
    if wire == "websockets":
        from trunkline.streaming.wires.separate_websockets import SeparateWebSockets

        return SeparateWebSockets(link)
    from trunkline.streaming.wires.websocket_connection import WebSocketConnection

    return WebSocketConnection(link)
