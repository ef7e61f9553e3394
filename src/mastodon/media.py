"""The client, with the types and errors of its calls for media."""

import time

from mastodon.types_base import IdType, PathOrFile
from trunkline.clients.client import Mastodon
from trunkline.entities import MediaAttachment
from trunkline.errors import MastodonAPIError, MastodonVersionError
from trunkline.protocol.versions import api_version

__all__ = [
    "IdType",
    "Mastodon",
    "MastodonAPIError",
    "MastodonVersionError",
    "MediaAttachment",
    "PathOrFile",
    "api_version",
    "time",
]
