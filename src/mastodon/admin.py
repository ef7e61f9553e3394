"""The client, with the types and errors of its calls for administration."""

from datetime import datetime

from mastodon.types_base import IdType, NonPaginatableList, PaginatableList, PrimitiveIdType
from trunkline.clients.client import Mastodon
from trunkline.entities import (
    Account,
    AdminAccount,
    AdminCanonicalEmailBlock,
    AdminDimension,
    AdminDomainAllow,
    AdminDomainBlock,
    AdminEmailDomainBlock,
    AdminIpBlock,
    AdminMeasure,
    AdminReport,
    AdminRetention,
    PreviewCard,
    Status,
    Tag,
)
from trunkline.errors import MastodonIllegalArgumentError
from trunkline.protocol.versions import api_version

__all__ = [
    "Account",
    "AdminAccount",
    "AdminCanonicalEmailBlock",
    "AdminDimension",
    "AdminDomainAllow",
    "AdminDomainBlock",
    "AdminEmailDomainBlock",
    "AdminIpBlock",
    "AdminMeasure",
    "AdminReport",
    "AdminRetention",
    "IdType",
    "Mastodon",
    "MastodonIllegalArgumentError",
    "NonPaginatableList",
    "PaginatableList",
    "PreviewCard",
    "PrimitiveIdType",
    "Status",
    "Tag",
    "api_version",
    "datetime",
]
