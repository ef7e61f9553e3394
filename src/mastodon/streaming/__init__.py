"""Streaming: events of the server as they happen. Its parts are imported when they are first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mastodon.streaming.async_stream import AsyncStream
    from mastodon.streaming.bounds import GapFill
    from mastodon.streaming.events import (
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
    from mastodon.streaming.handles import (
        SSEStreamHandle,
        StreamHandle,
        WebSocketStreamHandle,
        WebSocketSubscription,
    )
    from mastodon.streaming.listener import CallbackStreamListener, StreamListener
    from mastodon.streaming.reconnect import ReconnectPolicy
    from mastodon.streaming.subscriptions import Subscription
    from mastodon.streaming.sync_stream import Stream

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
    "CallbackStreamListener": "listener",
    "GapFill": "bounds",
    "ReconnectPolicy": "reconnect",
    "SSEStreamHandle": "handles",
    "Stream": "sync_stream",
    "StreamHandle": "handles",
    "StreamListener": "listener",
    "Subscription": "subscriptions",
    "WebSocketStreamHandle": "handles",
    "WebSocketSubscription": "handles",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"mastodon.streaming.{_HOMES.get(name, 'events')}"), name)
