"""The client, with the types and errors of its calls for reports."""

from mastodon.types_base import IdType, NonPaginatableList
from trunkline.clients.client import Mastodon
from trunkline.entities import Account, Collection, Report, Rule, Status
from trunkline.errors import MastodonIllegalArgumentError, MastodonVersionError
from trunkline.protocol.versions import api_version

__all__ = [
    "Account",
    "Collection",
    "IdType",
    "Mastodon",
    "MastodonIllegalArgumentError",
    "MastodonVersionError",
    "NonPaginatableList",
    "Report",
    "Rule",
    "Status",
    "api_version",
]
