"""The client, with the types and errors of its calls for the instance."""

import datetime
import warnings
from urllib.parse import urlparse

from mastodon.types_base import AttribAccessDict, IdType, NonPaginatableList, PaginatableList
from trunkline.clients.client import Mastodon
from trunkline.entities import (
    Account,
    Activity,
    Announcement,
    CustomEmoji,
    DomainBlock,
    ExtendedDescription,
    Instance,
    InstanceV2,
    Nodeinfo,
    Rule,
    SupportedLocale,
    TermsOfService,
)
from trunkline.errors import MastodonDeprecationWarning, MastodonIllegalArgumentError, MastodonNotFoundError
from trunkline.protocol.versions import api_version

__all__ = [
    "Account",
    "Activity",
    "Announcement",
    "AttribAccessDict",
    "CustomEmoji",
    "DomainBlock",
    "ExtendedDescription",
    "IdType",
    "Instance",
    "InstanceV2",
    "Mastodon",
    "MastodonDeprecationWarning",
    "MastodonIllegalArgumentError",
    "MastodonNotFoundError",
    "Nodeinfo",
    "NonPaginatableList",
    "PaginatableList",
    "Rule",
    "SupportedLocale",
    "TermsOfService",
    "api_version",
    "datetime",
    "urlparse",
    "warnings",
]
