"""The client, with the types and errors of its calls for timelines."""

import warnings
from datetime import datetime

from mastodon.types_base import IdType, PaginatableList
from trunkline.clients.client import Mastodon
from trunkline.entities import Status, UserList
from trunkline.errors import MastodonIllegalArgumentError, MastodonNotFoundError, MastodonWarning
from trunkline.protocol.versions import api_version

__all__ = [
    "IdType",
    "Mastodon",
    "MastodonIllegalArgumentError",
    "MastodonNotFoundError",
    "MastodonWarning",
    "PaginatableList",
    "Status",
    "UserList",
    "api_version",
    "datetime",
    "warnings",
]
