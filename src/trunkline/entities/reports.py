"""Reports, and what moderators answer to those concerned."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from trunkline.answers.entity import Entity
from trunkline.entities.literals import AppealState, ReportCategory, WarningAction
from trunkline.ids import Id

if TYPE_CHECKING:
    from trunkline.entities.accounts import Account


class Report(Entity):
    """A report that the own account made, or that a notification tells a moderator about. Since 1.1.0."""

    id: Id
    """Id of the report."""

    action_taken: bool
    """Whether a moderator has dealt with it."""

    action_taken_at: datetime | None
    """When that was; ``None`` before (since 4.0.0)."""

    category: ReportCategory | str
    """What is wrong with the posts or the account (since 4.0.0)."""

    comment: str
    """What the reporter wrote (since 4.0.0)."""

    forwarded: bool
    """Whether it was sent to the account's own server too (since 4.0.0)."""

    created_at: datetime
    """When it was made (since 4.0.0)."""

    status_ids: list[Id] | None
    """Posts that it names (since 4.0.0)."""

    collection_ids: list[Id] | None
    """Collections that it names (since 4.6.0)."""

    rule_ids: list[Id] | None
    """Rules of the server that it names (since 4.0.0)."""

    target_account: Account
    """The account that was reported (since 4.0.0)."""


class AccountWarning(Entity):
    """What moderators did to the own account. Since 4.3.0."""

    id: Id
    """Id of the warning."""

    action: WarningAction | str
    """What was done."""

    text: str
    """Message of the moderators; may be empty."""

    status_ids: list[Id] | None
    """Posts that it is about; ``None`` where it is about none."""

    target_account: Account
    """The account that it concerns."""

    appeal: Appeal | None
    """The objection to it; ``None`` where there is none."""

    created_at: datetime
    """When it was sent."""


class Appeal(Entity):
    """An objection to a moderation decision. Since 4.3.0."""

    text: str
    """What its author wrote."""

    state: AppealState | str
    """Whether it succeeded."""
