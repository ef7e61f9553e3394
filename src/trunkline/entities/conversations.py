"""Threads of direct messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trunkline.answers.entity import Entity
from trunkline.ids import Id

if TYPE_CHECKING:
    from trunkline.entities.accounts import Account
    from trunkline.entities.statuses import Status


class Conversation(Entity):
    """A thread of direct messages. Since 2.6.0."""

    id: Id
    """Id of the conversation."""

    unread: bool
    """Whether it has a message not yet read."""

    accounts: list[Account]
    """Who takes part."""

    last_status: Status | None
    """Its newest message."""
