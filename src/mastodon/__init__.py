"""Mastodon for Python: a complete client of its API, sync and async, a data pipeline, and a local server.

What takes time to import is imported when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from mastodon.about import __version__
from mastodon.errors import (
    MastodonAPIError,
    MastodonBadGatewayError,
    MastodonDeprecationWarning,
    MastodonError,
    MastodonFileNotFoundError,
    MastodonForbiddenError,
    MastodonGatewayTimeoutError,
    MastodonGoneError,
    MastodonIllegalArgumentError,
    MastodonInternalServerError,
    MastodonIOError,
    MastodonMalformedEventError,
    MastodonMalformedResponseError,
    MastodonNetworkError,
    MastodonNotFoundError,
    MastodonRatelimitError,
    MastodonReadTimeout,
    MastodonServerError,
    MastodonServiceUnavailableError,
    MastodonUnauthorizedError,
    MastodonUnprocessableError,
    MastodonVersionError,
    MastodonWarning,
)

if TYPE_CHECKING:
    from mastodon.client import AsyncMastodon, Mastodon
    from mastodon.entity import Entity
    from mastodon.ids import Id
    from mastodon.page import Page
    from mastodon.streaming import (
        CallbackStreamListener,
        SSEStreamHandle,
        StreamHandle,
        StreamListener,
        WebSocketStreamHandle,
        WebSocketSubscription,
    )

__all__ = [
    "AsyncMastodon",
    "CallbackStreamListener",
    "Entity",
    "Id",
    "Mastodon",
    "MastodonAPIError",
    "MastodonBadGatewayError",
    "MastodonDeprecationWarning",
    "MastodonError",
    "MastodonFileNotFoundError",
    "MastodonForbiddenError",
    "MastodonGatewayTimeoutError",
    "MastodonGoneError",
    "MastodonIOError",
    "MastodonIllegalArgumentError",
    "MastodonInternalServerError",
    "MastodonMalformedEventError",
    "MastodonMalformedResponseError",
    "MastodonNetworkError",
    "MastodonNotFoundError",
    "MastodonRatelimitError",
    "MastodonReadTimeout",
    "MastodonServerError",
    "MastodonServiceUnavailableError",
    "MastodonUnauthorizedError",
    "MastodonUnprocessableError",
    "MastodonVersionError",
    "MastodonWarning",
    "Page",
    "SSEStreamHandle",
    "StreamHandle",
    "StreamListener",
    "WebSocketStreamHandle",
    "WebSocketSubscription",
    "__version__",
]

_HOMES = {
    "AsyncMastodon": "client",
    "CallbackStreamListener": "streaming",
    "Entity": "entity",
    "Id": "ids",
    "Mastodon": "client",
    "Page": "page",
    "SSEStreamHandle": "streaming",
    "StreamHandle": "streaming",
    "StreamListener": "streaming",
    "WebSocketStreamHandle": "streaming",
    "WebSocketSubscription": "streaming",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"mastodon.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
