"""Reports, in the form for moderators."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from trunkline.answers.entity import Entity
from trunkline.entities.literals import ReportCategory
from trunkline.ids import Id

if TYPE_CHECKING:
    from trunkline.entities.admin_accounts import AdminAccount
    from trunkline.entities.instance_pages import Rule
    from trunkline.entities.statuses import Status


class AdminReport(Entity):
    """A report with the fields for moderators. Since 2.9.1."""

    id: Id
    """Id of the report."""

    action_taken: bool
    """True if the report is resolved."""

    action_taken_at: datetime | None
    """Time of the resolution; ``None`` while open."""

    category: ReportCategory | str
    """Category (since 3.5.0)."""

    comment: str
    """Comment of the reporter."""

    forwarded: bool | None
    """True if the report was forwarded to the account's own server; ``None`` if unknown (since 4.0.0)."""

    created_at: datetime
    """Time of creation."""

    updated_at: datetime
    """Time of the last change."""

    account: AdminAccount
    """Account of the reporter."""

    target_account: AdminAccount
    """Reported account."""

    assigned_account: AdminAccount | None
    """Moderator to whom the report is assigned."""

    action_taken_by_account: AdminAccount | None
    """Moderator who resolved the report."""

    statuses: list[Status]
    """Reported statuses."""

    rules: list[Rule]
    """Broken rules (since 3.5.0)."""
