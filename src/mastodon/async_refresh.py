"""The client, with the types and errors of its calls for asynchronous refreshes."""

import copy
import time

from mastodon.types_base import AttribAccessDict, IdType, try_cast_recurse
from trunkline.clients.client import Mastodon
from trunkline.entities import AsyncRefresh
from trunkline.errors import MastodonAPIError, MastodonIllegalArgumentError
from trunkline.protocol.versions import api_version

__all__ = [
    "AsyncRefresh",
    "AttribAccessDict",
    "IdType",
    "Mastodon",
    "MastodonAPIError",
    "MastodonIllegalArgumentError",
    "api_version",
    "copy",
    "time",
    "try_cast_recurse",
]
