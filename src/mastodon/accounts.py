"""The client, with the types and errors of its calls for accounts."""

import collections
from datetime import datetime

from mastodon.defaults import _DEFAULT_SCOPES, _SCOPE_SETS
from mastodon.types_base import (
    AttribAccessDict,
    IdType,
    NonPaginatableList,
    PaginatableList,
    PathOrFile,
    try_cast_recurse,
)
from trunkline.clients.client import Mastodon
from trunkline.entities import Account, AccountCreationError, FamiliarFollowers, Relationship, Status, Tag, UserList
from trunkline.errors import MastodonAPIError, MastodonIllegalArgumentError, MastodonNotFoundError
from trunkline.protocol.versions import api_version

__all__ = [
    "_DEFAULT_SCOPES",
    "_SCOPE_SETS",
    "Account",
    "AccountCreationError",
    "AttribAccessDict",
    "FamiliarFollowers",
    "IdType",
    "Mastodon",
    "MastodonAPIError",
    "MastodonIllegalArgumentError",
    "MastodonNotFoundError",
    "NonPaginatableList",
    "PaginatableList",
    "PathOrFile",
    "Relationship",
    "Status",
    "Tag",
    "UserList",
    "api_version",
    "collections",
    "datetime",
    "try_cast_recurse",
]
