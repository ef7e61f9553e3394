"""Mastodon for Python: a complete client of its API, sync and async, a data pipeline, and a local server.

What takes time to import is imported when it is first used.
"""

from __future__ import annotations

from importlib import import_module

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
    MastodonImportError,
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

TYPE_CHECKING = False  # as in trunkline.errors
if TYPE_CHECKING:
    from typing import Any

    from trunkline.answers.entity import Entity
    from trunkline.answers.page import Page
    from trunkline.clients.client import AsyncMastodon, Mastodon
    from trunkline.face.installing import install_as_mastodon
    from trunkline.ids import Id
    from trunkline.protocol.ratelimit import RateLimiter
    from trunkline.protocol.state import RetryPolicy
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
    "MastodonImportError",
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
    "RateLimiter",
    "RetryPolicy",
    "SSEStreamHandle",
    "StreamHandle",
    "StreamListener",
    "WebSocketStreamHandle",
    "WebSocketSubscription",
    "__version__",
    "install_as_mastodon",
]

_HOMES = {
    "AsyncMastodon": "clients.client",
    "CallbackStreamListener": "streaming",
    "Entity": "entities",
    "Id": "ids",
    "Mastodon": "clients.client",
    "Page": "entities",
    "RateLimiter": "protocol.ratelimit",
    "RetryPolicy": "protocol.state",
    "SSEStreamHandle": "streaming",
    "StreamHandle": "streaming",
    "StreamListener": "streaming",
    "WebSocketStreamHandle": "streaming",
    "WebSocketSubscription": "streaming",
    "install_as_mastodon": "face.installing",
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
