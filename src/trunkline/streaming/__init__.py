"""Streaming: events of the server as they happen.

Imports the layers below `trunkline.clients`, never the clients themselves. From bottom to top:

- `events` and their table `event_kinds`, `subscriptions` (names of streams), `access` (the client behind a stream);
- `wires`: connections over server-sent events and WebSocket;
- `arrivals`: events that wait, decoded when the program takes them;
- `recovery`: reconnecting, and filling the gap after a break. Its docstring explains the whole machine;
- `repeats`: posts that come on several streams;
- `engine`: one task that connects, subscribes, recovers and reads; `buffer` between it and the program;
- `sync_stream` and `async_stream`: the iterators that programs use; `listeners`: callbacks on top of them.

The names below are imported when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from trunkline.streaming.async_stream import AsyncStream
    from trunkline.streaming.events import (
        AnnouncementDelete,
        AnnouncementEvent,
        AnnouncementReaction,
        Connected,
        ConversationEvent,
        Delete,
        Disconnected,
        Event,
        FiltersChanged,
        Gap,
        Heartbeat,
        Malformed,
        NotificationEvent,
        NotificationsMerged,
        Refused,
        StatusUpdate,
        Unknown,
        Update,
    )
    from trunkline.streaming.listeners.handles import (
        SSEStreamHandle,
        StreamHandle,
        WebSocketStreamHandle,
        WebSocketSubscription,
    )
    from trunkline.streaming.listeners.listener import CallbackStreamListener, StreamListener
    from trunkline.streaming.recovery.bounds import GapFill
    from trunkline.streaming.recovery.reconnect import ReconnectPolicy
    from trunkline.streaming.subscriptions import Subscription
    from trunkline.streaming.sync_stream import Stream

__all__ = [
    "AnnouncementDelete",
    "AnnouncementEvent",
    "AnnouncementReaction",
    "AsyncStream",
    "CallbackStreamListener",
    "Connected",
    "ConversationEvent",
    "Delete",
    "Disconnected",
    "Event",
    "FiltersChanged",
    "Gap",
    "GapFill",
    "Heartbeat",
    "Malformed",
    "NotificationEvent",
    "NotificationsMerged",
    "ReconnectPolicy",
    "Refused",
    "SSEStreamHandle",
    "StatusUpdate",
    "Stream",
    "StreamHandle",
    "StreamListener",
    "Subscription",
    "Unknown",
    "Update",
    "WebSocketStreamHandle",
    "WebSocketSubscription",
]

_HOMES = {
    "AsyncStream": "async_stream",
    "CallbackStreamListener": "listeners.listener",
    "GapFill": "recovery.bounds",
    "ReconnectPolicy": "recovery.reconnect",
    "SSEStreamHandle": "listeners.handles",
    "Stream": "sync_stream",
    "StreamHandle": "listeners.handles",
    "StreamListener": "listeners.listener",
    "Subscription": "subscriptions",
    "WebSocketStreamHandle": "listeners.handles",
    "WebSocketSubscription": "listeners.handles",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"trunkline.streaming.{_HOMES.get(name, 'events')}"), name)
