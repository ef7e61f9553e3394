# ruff: noqa: N999
"""The client and all that comes with it, under the path that existing programs import it from.

``from mastodon import Mastodon`` is the class, also after this module has been imported: see `mastodon`.
"""

from mastodon.types_base import *  # noqa: F403
from trunkline.clients.client import Mastodon
from trunkline.entities import *  # noqa: F403
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
from trunkline.streaming.listeners.handles import (
    SSEStreamHandle,
    StreamHandle,
    WebSocketStreamHandle,
    WebSocketSubscription,
)
from trunkline.streaming.listeners.listener import CallbackStreamListener, StreamListener

__all__ = [
    "CallbackStreamListener",
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
    "SSEStreamHandle",
    "StreamHandle",
    "StreamListener",
    "WebSocketStreamHandle",
    "WebSocketSubscription",
]
