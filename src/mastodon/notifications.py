"""The client, with the types and errors of its calls for notifications."""

from mastodon.types_base import IdType, NonPaginatableList, PaginatableList
from trunkline.clients.client import Mastodon
from trunkline.entities import (
    Account,
    GroupedNotificationsResults,
    Notification,
    NotificationPolicy,
    NotificationRequest,
    UnreadNotificationsCount,
)
from trunkline.errors import MastodonIllegalArgumentError
from trunkline.protocol.versions import api_version

__all__ = [
    "Account",
    "GroupedNotificationsResults",
    "IdType",
    "Mastodon",
    "MastodonIllegalArgumentError",
    "NonPaginatableList",
    "Notification",
    "NotificationPolicy",
    "NotificationRequest",
    "PaginatableList",
    "UnreadNotificationsCount",
    "api_version",
]
