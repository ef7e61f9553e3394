"""Grouped notifications."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from trunkline.answers.entity import Entity
from trunkline.entities.literals import NotificationType
from trunkline.ids import Id

if TYPE_CHECKING:
    from trunkline.entities.accounts import Account, PartialAccountWithAvatar
    from trunkline.entities.annual_reports import AnnualReportEvent
    from trunkline.entities.collection import Collection
    from trunkline.entities.notifications import NotificationFallback
    from trunkline.entities.relationships import RelationshipSeveranceEvent
    from trunkline.entities.reports import AccountWarning, Report
    from trunkline.entities.statuses import Status


class GroupedNotificationsResults(Entity):
    """A page of grouped notifications, with their accounts and statuses. Since 4.3.0."""

    listed = "notification_groups"

    accounts: list[Account]
    """Accounts named in the groups."""

    partial_accounts: list[PartialAccountWithAvatar] | None
    """Reduced accounts for pictures; sent only if asked for."""

    statuses: list[Status]
    """Statuses named in the groups."""

    notification_groups: list[NotificationGroup]
    """The groups, newest first."""


class NotificationGroup(Entity):
    """Notifications of one type about one object. Since 4.3.0."""

    group_key: str
    """Key of the group."""

    notifications_count: int
    """Number of notifications."""

    type: NotificationType | str
    """Type of the notification."""

    most_recent_notification_id: Id
    """Id of the newest notification."""

    page_min_id: Id | None
    """Id of the oldest notification on this page."""

    page_max_id: Id | None
    """Id of the newest notification on this page."""

    latest_page_notification_at: datetime | None
    """Time of the newest notification on this page."""

    sample_account_ids: list[Id]
    """Ids of some of the causing accounts."""

    status_id: Id | None
    """Id of the status concerned; ``None`` without one."""

    report: Report | None
    """The report, for ``admin.report``."""

    event: RelationshipSeveranceEvent | None
    """Severed relationships, for ``severed_relationships``."""

    moderation_warning: AccountWarning | None
    """The warning, for ``moderation_warning``."""

    fallback: NotificationFallback | None
    """Text for programs that do not know the type (since 4.6.0)."""

    annual_report: AnnualReportEvent | None
    """Year of the report, for ``annual_report``."""

    collection: Collection | None
    """The collection, for ``added_to_collection`` and ``collection_update`` (since 4.6.0)."""
