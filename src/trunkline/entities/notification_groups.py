"""Notifications put together by what they are about."""

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
    """A page of grouped notifications, and what they refer to. Since 4.3.0."""

    accounts: list[Account]
    """Accounts that the groups name."""

    partial_accounts: list[PartialAccountWithAvatar] | None
    """Accounts of which only the picture is needed; sent where asked for."""

    statuses: list[Status]
    """Posts that the groups name."""

    notification_groups: list[NotificationGroup]
    """The groups, newest first."""


class NotificationGroup(Entity):
    """Notifications of one type about one thing. Since 4.3.0."""

    group_key: str
    """Names the group."""

    notifications_count: int
    """How many there are."""

    type: NotificationType | str
    """What happened."""

    most_recent_notification_id: Id
    """Newest of them."""

    page_min_id: Id | None
    """Oldest of them on this page."""

    page_max_id: Id | None
    """Newest of them on this page."""

    latest_page_notification_at: datetime | None
    """When the newest on this page happened."""

    sample_account_ids: list[Id]
    """Some of the accounts that did it."""

    status_id: Id | None
    """The post that it is about; ``None`` where it is about none."""

    report: Report | None
    """The report, for ``admin.report``."""

    event: RelationshipSeveranceEvent | None
    """The cut follows, for ``severed_relationships``."""

    moderation_warning: AccountWarning | None
    """The warning, for ``moderation_warning``."""

    fallback: NotificationFallback | None
    """Text to show for a type that the program does not know (since 4.6.0)."""

    annual_report: AnnualReportEvent | None
    """The year, for ``annual_report``."""

    collection: Collection | None
    """The collection, for ``added_to_collection`` and ``collection_update`` (since 4.6.0)."""
