"""The client, with the types and errors of its calls for filters."""

import re

from mastodon.types_base import IdType, NonPaginatableList, PaginatableList
from trunkline.clients.client import Mastodon
from trunkline.entities import Filter, FilterKeyword, FilterStatus, FilterV2, Notification, Status
from trunkline.errors import MastodonIllegalArgumentError
from trunkline.protocol.versions import api_version

__all__ = [
    "Filter",
    "FilterKeyword",
    "FilterStatus",
    "FilterV2",
    "IdType",
    "Mastodon",
    "MastodonIllegalArgumentError",
    "NonPaginatableList",
    "Notification",
    "PaginatableList",
    "Status",
    "api_version",
    "re",
]
