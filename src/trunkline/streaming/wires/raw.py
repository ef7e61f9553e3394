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

_NAMES = frozenset({"ping", "pong", "thump", "heartbeat", "keepalive", "keep-alive"})
_LONGEST_SIGN = 32


def is_heartbeat(name: str) -> bool:
    """Return True for the name of events that only keep the connection open."""
    return name.lower() in _NAMES


def is_sign_of_life(text: Any) -> bool:
    """Return True for a message that only keeps the connection open: nothing, ``{}``, a comment or a word like ping."""
    if not isinstance(text, str | bytes) or len(text) > _LONGEST_SIGN:
        return text is None
    said = (text.decode("utf-8", "replace") if isinstance(text, bytes) else text).strip()
    return said in ("", "{}") or said.startswith(":") or is_heartbeat(said)
