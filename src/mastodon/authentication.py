"""The client, with the types and errors of its calls for apps and log-in."""

import collections
import datetime
import os
import time
from pathlib import PurePath
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from mastodon.compat import imports_of
from mastodon.defaults import _DEFAULT_SCOPES, _DEFAULT_TIMEOUT, _DEFAULT_USER_AGENT, _SCOPE_SETS
from mastodon.types_base import AttribAccessDict
from trunkline.clients.client import Mastodon
from trunkline.entities import Application, OAuthServerInfo, OAuthUserInfo
from trunkline.errors import (
    MastodonAPIError,
    MastodonIllegalArgumentError,
    MastodonNetworkError,
    MastodonNotFoundError,
    MastodonVersionError,
)
from trunkline.protocol.versions import api_version, parse_version_string

__all__ = [
    "_DEFAULT_SCOPES",
    "_DEFAULT_TIMEOUT",
    "_DEFAULT_USER_AGENT",
    "_SCOPE_SETS",
    "Application",
    "AttribAccessDict",
    "Mastodon",
    "MastodonAPIError",
    "MastodonIllegalArgumentError",
    "MastodonNetworkError",
    "MastodonNotFoundError",
    "MastodonVersionError",
    "OAuthServerInfo",
    "OAuthUserInfo",
    "PurePath",
    "api_version",
    "collections",
    "datetime",
    "os",
    "parse_version_string",
    "time",
    "urlencode",
]

if not TYPE_CHECKING:
    __getattr__ = imports_of(__name__)
