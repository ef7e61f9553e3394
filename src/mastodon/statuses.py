"""The client, with the types and errors of its calls for statuses."""

import base64
import collections
from datetime import datetime

from mastodon.types_base import IdType, NonPaginatableList, PaginatableList, PathOrFile
from trunkline.clients.client import Mastodon
from trunkline.entities import (
    Account,
    Context,
    MediaAttachment,
    Poll,
    PreviewCard,
    ScheduledStatus,
    Status,
    StatusEdit,
    StatusSource,
    Translation,
)
from trunkline.errors import MastodonIllegalArgumentError, MastodonVersionError
from trunkline.protocol.versions import api_version

__all__ = [
    "Account",
    "Context",
    "IdType",
    "Mastodon",
    "MastodonIllegalArgumentError",
    "MastodonVersionError",
    "MediaAttachment",
    "NonPaginatableList",
    "PaginatableList",
    "PathOrFile",
    "Poll",
    "PreviewCard",
    "ScheduledStatus",
    "Status",
    "StatusEdit",
    "StatusSource",
    "Translation",
    "api_version",
    "base64",
    "collections",
    "datetime",
]
