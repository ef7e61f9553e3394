"""Notifications, and the policy that filters them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from trunkline.answers.entity import Entity
from trunkline.entities.literals import NotificationPolicyAction, NotificationType
from trunkline.ids import Id

if TYPE_CHECKING:
    from trunkline.entities.accounts import Account
    from trunkline.entities.collection import Collection
    from trunkline.entities.relationships import RelationshipSeveranceEvent
    from trunkline.entities.reports import AccountWarning, Report
    from trunkline.entities.statuses import Status


class Notification(Entity):
    """A notification of an event. Since 0.9.9."""

    id: Id
    """Id of the notification."""

    type: NotificationType | str
    """Type of the notification."""

    group_key: str
    """Key of the group, equal for notifications to be shown as one (since 4.3.0)."""

    created_at: datetime
    """Time of the event."""

    account: Account
    """Account that caused the event."""

    status: Status | None
    """Status concerned."""

    report: Report | None
    """The report, for ``admin.report`` (since 4.0.0)."""

    event: RelationshipSeveranceEvent | None
    """Severed relationships, for ``severed_relationships`` (since 4.3.0)."""

    moderation_warning: AccountWarning | None
    """The warning, for ``moderation_warning`` (since 4.3.0)."""

    fallback: NotificationFallback | None
    """Text for programs that do not know the type (since 4.6.0)."""

    collection: Collection | None
    """The collection, for ``added_to_collection`` and ``collection_update`` (since 4.6.0)."""

    filtered: bool | None
    """True if the policy has filtered the notification; sent only if true."""


class NotificationFallback(Entity):
    """Text for a notification of unknown type. Since 4.6.0."""

    title: str
    """One line, as HTML."""

    summary: str | None
    """Few lines, as HTML."""

    details: str | None
    """Whole text, as HTML, under the documented name."""

    description: str | None
    """Whole text, as servers of 4.7 send it."""


class NotificationPolicy(Entity):
    """Policy on notifications of strangers and others. Since 4.3.0."""

    for_not_following: NotificationPolicyAction | str
    """Action for accounts that the own account does not follow."""

    for_not_followers: NotificationPolicyAction | str
    """Action for accounts that do not follow the own account."""

    for_new_accounts: NotificationPolicyAction | str
    """Action for accounts younger than 30 days."""

    for_private_mentions: NotificationPolicyAction | str
    """Action for unsolicited direct statuses."""

    for_limited_accounts: NotificationPolicyAction | str
    """Action for limited accounts."""

    for_bots: NotificationPolicyAction | str
    """Action for bots."""

    summary: NotificationPolicySummary
    """Filtered notifications at present."""


class V1NotificationPolicy(Entity):
    """Policy on notifications, API version 1. Since 4.3.0."""

    filter_not_following: bool
    """True if notifications of accounts that the own account does not follow are filtered."""

    filter_not_followers: bool
    """True if notifications of accounts that do not follow the own account are filtered."""

    filter_new_accounts: bool
    """True if notifications of accounts younger than 30 days are filtered."""

    filter_private_mentions: bool
    """True if notifications of unsolicited direct statuses are filtered."""

    filter_bots: bool
    """True if notifications of bots are filtered."""

    summary: NotificationPolicySummary
    """Filtered notifications at present."""


class NotificationPolicySummary(Entity):
    """Number of filtered notifications. Since 4.3.0."""

    pending_requests_count: int
    """Number of accounts."""

    pending_notifications_count: int
    """Number of notifications."""


class NotificationRequest(Entity):
    """An account whose notifications are filtered. Since 4.3.0."""

    id: Id
    """Id of the request."""

    created_at: datetime
    """Time of the first filtered notification."""

    updated_at: datetime
    """Time of the newest filtered notification."""

    account: Account
    """Account that caused the notifications."""

    notifications_count: str
    """Number of notifications, as text."""

    last_status: Status | None
    """Newest status among them."""


class NotificationRequestsMerged(Entity):
    """State of merging accepted requests into the notifications."""

    merged: bool
    """True if all accepted requests are merged."""


class UnreadNotificationsCount(Entity):
    """Number of unread notifications."""

    count: int
    """Number, up to the requested limit."""
