"""Received event, before its payload is decoded."""

from __future__ import annotations

from typing import Any

from msgspec import Struct


class RawEvent(Struct, frozen=True, gc=False):
    """One event of a stream, undecoded.

    Attributes:
        name: the event's name, such as ``update``; empty for a heartbeat.
        payload: payload, mostly JSON: bytes from server-sent events, text or another JSON value from a WebSocket, or
            ``None``.
        stream: name of the stream: from the connection the server's spelling, or ``None``; from the engine the name
            that the program subscribed to.
    """

    name: str
    payload: Any = None
    stream: str | None = None


HEARTBEAT = RawEvent("")
"""Marker for a received heartbeat."""
