"""Handles of streams over WebSocket."""

import json
import threading
import time
from typing import TYPE_CHECKING

from mastodon.compat import IMPL_HAS_WEBSOCKET, imports_of
from trunkline.errors import (
    MastodonAPIError,
    MastodonIllegalArgumentError,
    MastodonMalformedEventError,
    MastodonNetworkError,
    MastodonReadTimeout,
)
from trunkline.streaming import StreamHandle, WebSocketStreamHandle, WebSocketSubscription

__all__ = [
    "IMPL_HAS_WEBSOCKET",
    "MastodonAPIError",
    "MastodonIllegalArgumentError",
    "MastodonMalformedEventError",
    "MastodonNetworkError",
    "MastodonReadTimeout",
    "StreamHandle",
    "WebSocketStreamHandle",
    "WebSocketSubscription",
    "json",
    "threading",
    "time",
]

if not TYPE_CHECKING:
    __getattr__ = imports_of(__name__)
