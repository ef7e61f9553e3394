"""The client, with the types and errors of its calls for search."""

from mastodon.types_base import IdType
from trunkline.clients.client import Mastodon
from trunkline.entities import Account, Search, SearchV2
from trunkline.errors import MastodonIllegalArgumentError, MastodonVersionError
from trunkline.protocol.versions import api_version

__all__ = [
    "Account",
    "IdType",
    "Mastodon",
    "MastodonIllegalArgumentError",
    "MastodonVersionError",
    "Search",
    "SearchV2",
    "api_version",
]
