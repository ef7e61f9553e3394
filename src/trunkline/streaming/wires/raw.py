"""An event as it comes off the wire, before its payload has been read."""

from __future__ import annotations

from typing import Any

from msgspec import Struct


class RawEvent(Struct, frozen=True, gc=False):
    """One event of a stream, undecoded.

    Attributes:
        name: the event's name, such as ``update``; empty for a sign of life.
        payload: what the server sent with it, mostly JSON: bytes from server-sent events, text or another JSON value
            from a WebSocket, or ``None``.
        stream: the stream it belongs to: as the server writes it, ``None`` where it does not; then as the program has
            asked for it.
    """

    name: str
    payload: Any = None
    stream: str | None = None


HEARTBEAT = RawEvent("")
"""A sign of life: something came that is no event."""
