"""Mastodon for Python: a complete client of its API, sync and async, a data pipeline, and a local server.

What takes time to import is imported when it is first used.
"""

from __future__ import annotations

from importlib import import_module

from trunkline import errors
from trunkline.about import __version__
from trunkline.errors import *  # noqa: F403

TYPE_CHECKING = bool()  # noqa: UP018  (as in trunkline.errors)
if TYPE_CHECKING:
    from typing import Any

    from trunkline.answers.entity import Entity
    from trunkline.answers.page import Page
    from trunkline.answers.showing import show_thumbnails
    from trunkline.clients.client import AsyncMastodon, Mastodon
    from trunkline.face.installing import install_as_mastodon
    from trunkline.ids import Id
    from trunkline.protocol.ratelimit import RateLimiter
    from trunkline.protocol.retries import RetryPolicy
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
    "show_thumbnails",
]
__all__ += errors.__all__

_HOMES = {
    "AsyncMastodon": "clients.client",
    "CallbackStreamListener": "streaming",
    "Entity": "entities",
    "Id": "ids",
    "Mastodon": "clients.client",
    "Page": "entities",
    "RateLimiter": "protocol.ratelimit",
    "RetryPolicy": "protocol.retries",
    "SSEStreamHandle": "streaming",
    "StreamHandle": "streaming",
    "StreamListener": "streaming",
    "WebSocketStreamHandle": "streaming",
    "WebSocketSubscription": "streaming",
    "install_as_mastodon": "face.installing",
    "show_thumbnails": "answers.showing",
}
_SUBPACKAGES = ("entities", "pipeline", "sandbox", "streaming", "text")


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        value = getattr(import_module(f"trunkline.{_HOMES[name]}"), name)
        globals()[name] = value
        return value
    if name in _SUBPACKAGES:
        return import_module(f"trunkline.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, *_SUBPACKAGES})
