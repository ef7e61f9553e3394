"""Notifications, and which of them to let through."""

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
    """Something that happened to the own account."""

    id: Id
    """Id of the notification."""

    type: NotificationType | str
    """What happened."""

    group_key: str
    """Notifications with the same key may be shown as one (since 4.3.0)."""

    created_at: datetime
    """When it happened."""

    account: Account
    """Who did it."""

    status: Status | None
    """The post that it is about."""

    report: Report | None
    """The report, for ``admin.report`` (since 4.0.0)."""

    event: RelationshipSeveranceEvent | None
    """The cut follows, for ``severed_relationships`` (since 4.3.0)."""

    moderation_warning: AccountWarning | None
    """The warning, for ``moderation_warning`` (since 4.3.0)."""

    fallback: NotificationFallback | None
    """Text to show for a type that the program does not know (since 4.6.0)."""

    collection: Collection | None
    """The collection, for ``added_to_collection`` and ``collection_update`` (since 4.6.0)."""

    filtered: bool | None
    """Whether the policy keeps it apart; sent only where true."""


class NotificationFallback(Entity):
    """Text to show for a notification of unknown type. Since 4.6.0."""

    title: str
    """One line, as HTML."""

    summary: str | None
    """Few lines, as HTML."""

    details: str | None
    """Whole text, as HTML, under the documented name."""

    description: str | None
    """Whole text, as servers of 4.7 send it."""


class NotificationPolicy(Entity):
    """What happens to notifications of strangers and others. Since 4.3.0."""

    for_not_following: NotificationPolicyAction | str
    """Of accounts one does not follow."""

    for_not_followers: NotificationPolicyAction | str
    """Of accounts that do not follow back."""

    for_new_accounts: NotificationPolicyAction | str
    """Of accounts younger than 30 days."""

    for_private_mentions: NotificationPolicyAction | str
    """Of direct messages that answer nothing of one's own."""

    for_limited_accounts: NotificationPolicyAction | str
    """Of accounts that moderators limited."""

    for_bots: NotificationPolicyAction | str
    """Of accounts that say they are automated."""

    summary: NotificationPolicySummary
    """What is kept apart now."""


class V1NotificationPolicy(Entity):
    """Which notifications are kept apart, in the first form. Since 4.3.0."""

    filter_not_following: bool
    """Those of accounts one does not follow."""

    filter_not_followers: bool
    """Those of accounts that do not follow back."""

    filter_new_accounts: bool
    """Those of accounts younger than 30 days."""

    filter_private_mentions: bool
    """Those of direct messages that answer nothing of one's own."""

    filter_bots: bool
    """Those of accounts that say they are automated."""

    summary: NotificationPolicySummary
    """What is kept apart now."""


class NotificationPolicySummary(Entity):
    """How much is kept apart. Since 4.3.0."""

    pending_requests_count: int
    """Number of accounts."""

    pending_notifications_count: int
    """Number of notifications."""


class NotificationRequest(Entity):
    """An account whose notifications are kept apart. Since 4.3.0."""

    id: Id
    """Id of the request."""

    created_at: datetime
    """When the first of them was kept apart."""

    updated_at: datetime
    """When the newest was."""

    account: Account
    """Who caused them."""

    notifications_count: str
    """How many there are, as text."""

    last_status: Status | None
    """Newest post among them."""


class NotificationRequestsMerged(Entity):
    """Whether accepted requests are in the list of notifications by now."""

    merged: bool
    """Whether all of them are."""


class UnreadNotificationsCount(Entity):
    """How many notifications are unread."""

    count: int
    """The number, up to the limit that was asked for."""
