"""The client, with the types and errors of its calls for streams."""

import warnings

from mastodon.defaults import _DEFAULT_STREAM_RECONNECT_WAIT_SEC, _DEFAULT_STREAM_TIMEOUT
from trunkline.clients.client import Mastodon
from trunkline.errors import MastodonIllegalArgumentError, MastodonWarning
from trunkline.protocol.versions import api_version
from trunkline.streaming import WebSocketStreamHandle

__all__ = [
    "_DEFAULT_STREAM_RECONNECT_WAIT_SEC",
    "_DEFAULT_STREAM_TIMEOUT",
    "Mastodon",
    "MastodonIllegalArgumentError",
    "MastodonWarning",
    "WebSocketStreamHandle",
    "api_version",
    "warnings",
]
