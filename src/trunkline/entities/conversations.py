"""Conversations: threads of direct statuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trunkline.answers.entity import Entity
from trunkline.ids import Id

if TYPE_CHECKING:
    from trunkline.entities.accounts import Account
    from trunkline.entities.statuses import Status


class Conversation(Entity):
    """A thread of direct statuses. Since 2.6.0."""

    id: Id
    """Id of the conversation."""

    unread: bool
    """True if the conversation has unread statuses."""

    accounts: list[Account]
    """Participants."""

    last_status: Status | None
    """Newest status."""
