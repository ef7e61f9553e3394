"""Reports, moderation warnings and appeals."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from trunkline.answers.entity import Entity
from trunkline.entities.literals import AppealState, ReportCategory, WarningAction
from trunkline.ids import Id

if TYPE_CHECKING:
    from trunkline.entities.accounts import Account


class Report(Entity):
    """A report, as its author or a notified moderator sees it. Since 1.1.0."""

    further_fields: ClassVar[frozenset[str]] = frozenset({"rules_ids"})

    id: Id
    """Id of the report."""

    action_taken: bool
    """True if the report is resolved."""

    action_taken_at: datetime | None
    """Time of the resolution; ``None`` while open (since 4.0.0)."""

    category: ReportCategory | str
    """Category (since 4.0.0)."""

    comment: str
    """Comment of the reporter (since 4.0.0)."""

    forwarded: bool
    """True if the report was forwarded to the account's own server (since 4.0.0)."""

    created_at: datetime
    """Time of creation (since 4.0.0)."""

    status_ids: list[Id] | None
    """Ids of the reported statuses (since 4.0.0)."""

    collection_ids: list[Id] | None
    """Ids of the reported collections (since 4.6.0)."""

    rule_ids: list[Id] | None
    """Ids of the broken rules (since 4.0.0)."""

    target_account: Account
    """Reported account (since 4.0.0)."""


class AccountWarning(Entity):
    """A moderation decision on the own account. Since 4.3.0."""

    id: Id
    """Id of the warning."""

    action: WarningAction | str
    """Action taken."""

    text: str
    """Message of the moderators; may be empty."""

    status_ids: list[Id] | None
    """Ids of the statuses concerned; ``None`` without any."""

    target_account: Account
    """Account concerned."""

    appeal: Appeal | None
    """Appeal; ``None`` without one."""

    created_at: datetime
    """Time of the warning."""


class Appeal(Entity):
    """An appeal against a moderation decision. Since 4.3.0."""

    text: str
    """Text of the appeal."""

    state: AppealState | str
    """State of the appeal."""
