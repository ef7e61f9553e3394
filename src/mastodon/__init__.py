"""Mastodon for Python: a complete client of its API, sync and async, a data pipeline, and a local server.

What takes time to import is imported when it is first used.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from types import ModuleType
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
    from mastodon.types_base import AttribAccessDict

__all__ = [
    "AsyncMastodon",
    "AttribAccessDict",
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
    "AttribAccessDict": "types_base",
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


__path__.append(os.path.join(__path__[0], "old_paths"))
"""Modules that exist only so that programs may import from them have a folder of their own."""


class _Package(ModuleType):
    """This package. Importing its module ``mastodon.Mastodon`` does not put the module in the place of the class."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name != "Mastodon" or not isinstance(value, ModuleType):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        value = getattr(import_module(f"mastodon.{_HOMES[name]}"), name)
        globals()[name] = value
        return value
    if name.startswith("__"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        return import_module(f"mastodon.{name}")
    except ModuleNotFoundError as error:
        if error.name != f"mastodon.{name}":
            raise
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
