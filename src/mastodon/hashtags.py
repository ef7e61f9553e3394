"""The client, with the types and errors of its calls for hashtags."""

from datetime import datetime

from mastodon.types_base import IdType, NonPaginatableList, PaginatableList
from trunkline.clients.client import Mastodon
from trunkline.entities import FeaturedTag, Tag
from trunkline.errors import MastodonIllegalArgumentError
from trunkline.protocol.versions import api_version

__all__ = [
    "FeaturedTag",
    "IdType",
    "Mastodon",
    "MastodonIllegalArgumentError",
    "NonPaginatableList",
    "PaginatableList",
    "Tag",
    "api_version",
    "datetime",
]
