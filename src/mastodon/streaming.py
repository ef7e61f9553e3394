"""Listeners and handles of streams, with what they deliver."""

from mastodon.types_base import AttribAccessDict, IdType, try_cast_recurse
from trunkline.entities import Announcement, Conversation, Notification, Status, StreamReaction
from trunkline.errors import MastodonMalformedEventError, MastodonNetworkError, MastodonReadTimeout
from trunkline.streaming import CallbackStreamListener, SSEStreamHandle, StreamHandle, StreamListener

__all__ = [
    "Announcement",
    "AttribAccessDict",
    "CallbackStreamListener",
    "Conversation",
    "IdType",
    "MastodonMalformedEventError",
    "MastodonNetworkError",
    "MastodonReadTimeout",
    "Notification",
    "SSEStreamHandle",
    "Status",
    "StreamHandle",
    "StreamListener",
    "StreamReaction",
    "try_cast_recurse",
]
