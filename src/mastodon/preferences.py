"""The client, with the types and errors of its calls for preferences."""

import collections

from mastodon.types_base import AttribAccessDict, IdType, try_cast_recurse
from trunkline.clients.client import Mastodon
from trunkline.entities import Marker, Preferences, Status
from trunkline.errors import MastodonIllegalArgumentError
from trunkline.protocol.versions import api_version

__all__ = [
    "AttribAccessDict",
    "IdType",
    "Marker",
    "Mastodon",
    "MastodonIllegalArgumentError",
    "Preferences",
    "Status",
    "api_version",
    "collections",
    "try_cast_recurse",
]
