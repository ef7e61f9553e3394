"""Listeners and handles of streams, with what they deliver."""

import json
import threading
import time
from contextlib import closing
from inspect import signature
from typing import TYPE_CHECKING

from mastodon.compat import imports_of
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
    "closing",
    "json",
    "signature",
    "threading",
    "time",
    "try_cast_recurse",
]

if not TYPE_CHECKING:
    __getattr__ = imports_of(__name__)
