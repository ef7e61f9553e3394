"""Names of the wires: the two protocols that Mastodon streams over."""

from __future__ import annotations

from typing import Literal

WireName = Literal["websocket", "sse"]

WireForm = Literal["websocket", "websockets", "sse"]
"""Form of a wire: ``websocket`` is one connection for all streams, ``websockets`` one for each."""

WireChoice = Literal["auto", "websocket", "sse"]
"""A wire, or ``auto``: one and, where that fails, the other."""
