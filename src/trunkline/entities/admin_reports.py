"""Reports as moderators see them."""

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
    """A report with what only moderators see. Since 2.9.1."""

    id: Id
    """Id of the report."""

    action_taken: bool
    """Whether it has been dealt with."""

    action_taken_at: datetime | None
    """When that was; ``None`` before."""

    category: ReportCategory | str
    """What is wrong (since 3.5.0)."""

    comment: str
    """What the reporter wrote."""

    forwarded: bool | None
    """Whether it was sent to the account's own server too; ``None`` where unknown (since 4.0.0)."""

    created_at: datetime
    """When it was made."""

    updated_at: datetime
    """When it last changed."""

    account: AdminAccount
    """Who made it."""

    target_account: AdminAccount
    """Who was reported."""

    assigned_account: AdminAccount | None
    """Moderator who works on it."""

    action_taken_by_account: AdminAccount | None
    """Moderator who dealt with it."""

    statuses: list[Status]
    """Posts that it names."""

    rules: list[Rule]
    """Rules that it names (since 3.5.0)."""
