# ruff: noqa: N999
"""The client with all that comes with it: listeners, errors and the classes of answers."""

import base64
import collections
import datetime
import os
import re
import time
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlparse

from mastodon import types_base
from mastodon.compat import IMPL_HAS_BLURHASH, IMPL_HAS_CRYPTO, IMPL_HAS_ECE, imports_of
from mastodon.defaults import (
    _DEFAULT_SCOPES,
    _DEFAULT_STREAM_RECONNECT_WAIT_SEC,
    _DEFAULT_STREAM_TIMEOUT,
    _DEFAULT_TIMEOUT,
    _SCOPE_SETS,
)
from mastodon.return_types import ENTITY_NAME_MAP
from mastodon.types_base import *  # noqa: F403
from trunkline import entities, errors
from trunkline.clients.client import Mastodon
from trunkline.entities import *  # noqa: F403
from trunkline.errors import *  # noqa: F403
from trunkline.protocol.versions import api_version, max_version, parse_version_string
from trunkline.streaming import (
    CallbackStreamListener,
    SSEStreamHandle,
    StreamHandle,
    StreamListener,
    WebSocketStreamHandle,
    WebSocketSubscription,
)

__all__ = [
    "ENTITY_NAME_MAP",
    "IMPL_HAS_BLURHASH",
    "IMPL_HAS_CRYPTO",
    "IMPL_HAS_ECE",
    "_DEFAULT_SCOPES",
    "_DEFAULT_STREAM_RECONNECT_WAIT_SEC",
    "_DEFAULT_STREAM_TIMEOUT",
    "_DEFAULT_TIMEOUT",
    "_SCOPE_SETS",
    "CallbackStreamListener",
    "Mastodon",
    "SSEStreamHandle",
    "StreamHandle",
    "StreamListener",
    "WebSocketStreamHandle",
    "WebSocketSubscription",
    "api_version",
    "base64",
    "closing",
    "collections",
    "datetime",
    "max_version",
    "os",
    "parse_version_string",
    "re",
    "time",
    "urlencode",
    "urlparse",
]
__all__ += entities.__all__
__all__ += errors.__all__
__all__ += types_base.__all__

if not TYPE_CHECKING:
    __getattr__ = imports_of(__name__)
