"""The client, with its base types, errors and stream handles."""

import base64
import collections
import inspect
import mimetypes
import os
import re
import time
import uuid
import warnings
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlparse

from mastodon import return_types
from mastodon.compat import imports_of
from mastodon.defaults import _DEFAULT_STREAM_RECONNECT_WAIT_SEC, _DEFAULT_STREAM_TIMEOUT
from mastodon.return_types import *  # noqa: F403
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
    "Path",
    "SSEStreamHandle",
    "WebSocketStreamHandle",
    "base64",
    "closing",
    "collections",
    "inspect",
    "mimetypes",
    "os",
    "parse_qs",
    "parse_version_string",
    "re",
    "time",
    "timedelta",
    "urlparse",
    "uuid",
    "warnings",
]
__all__ += return_types.__all__

if not TYPE_CHECKING:
    __getattr__ = imports_of(__name__)
