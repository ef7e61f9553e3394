"""The client, with its base types, errors and stream handles."""

from mastodon.defaults import _DEFAULT_STREAM_RECONNECT_WAIT_SEC, _DEFAULT_STREAM_TIMEOUT
from mastodon.types_base import (
    AttribAccessDict,
    EmptyResponse,
    IdType,
    PaginatableList,
    PaginationInfo,
    try_cast_recurse,
)
from trunkline.clients.client import Mastodon
from trunkline.errors import (
    MastodonAPIError,
    MastodonBadGatewayError,
    MastodonDeprecationWarning,
    MastodonFileNotFoundError,
    MastodonGatewayTimeoutError,
    MastodonIllegalArgumentError,
    MastodonInternalServerError,
    MastodonIOError,
    MastodonMalformedEventError,
    MastodonNetworkError,
    MastodonNotFoundError,
    MastodonRatelimitError,
    MastodonServerError,
    MastodonServiceUnavailableError,
    MastodonUnauthorizedError,
    MastodonWarning,
)
from trunkline.protocol.versions import parse_version_string
from trunkline.streaming import SSEStreamHandle, WebSocketStreamHandle

__all__ = [
    "_DEFAULT_STREAM_RECONNECT_WAIT_SEC",
    "_DEFAULT_STREAM_TIMEOUT",
    "AttribAccessDict",
    "EmptyResponse",
    "IdType",
    "Mastodon",
    "MastodonAPIError",
    "MastodonBadGatewayError",
    "MastodonDeprecationWarning",
    "MastodonFileNotFoundError",
    "MastodonGatewayTimeoutError",
    "MastodonIOError",
    "MastodonIllegalArgumentError",
    "MastodonInternalServerError",
    "MastodonMalformedEventError",
    "MastodonNetworkError",
    "MastodonNotFoundError",
    "MastodonRatelimitError",
    "MastodonServerError",
    "MastodonServiceUnavailableError",
    "MastodonUnauthorizedError",
    "MastodonWarning",
    "PaginatableList",
    "PaginationInfo",
    "SSEStreamHandle",
    "WebSocketStreamHandle",
    "parse_version_string",
    "try_cast_recurse",
]
