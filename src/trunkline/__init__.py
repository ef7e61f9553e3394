"""Mastodon for Python: a complete client of its API, sync and async, a data pipeline, and a local server.

What takes time to import is imported when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from trunkline.about import __version__
from trunkline.errors import (
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
    MastodonLoginError,
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
    from trunkline.answers.entity import Entity
    from trunkline.answers.page import Page
    from trunkline.clients.client import AsyncMastodon, Mastodon
    from trunkline.ids import Id
    from trunkline.streaming import (
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
    "MastodonLoginError",
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
    "AsyncMastodon": "clients.client",
    "CallbackStreamListener": "streaming",
    "Entity": "entities",
    "Id": "ids",
    "Mastodon": "clients.client",
    "Page": "entities",
    "SSEStreamHandle": "streaming",
    "StreamHandle": "streaming",
    "StreamListener": "streaming",
    "WebSocketStreamHandle": "streaming",
    "WebSocketSubscription": "streaming",
}
_ROOMS = ("entities", "pipeline", "sandbox", "streaming", "text")


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        value = getattr(import_module(f"trunkline.{_HOMES[name]}"), name)
        globals()[name] = value
        return value
    if name in _ROOMS:
        return import_module(f"trunkline.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, *_ROOMS})
