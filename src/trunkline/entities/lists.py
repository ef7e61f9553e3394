"""Lists of accounts."""

from __future__ import annotations

from trunkline.answers.entity import Entity
from trunkline.entities.literals import RepliesPolicy
from trunkline.ids import Id


class UserList(Entity):
    """A list of followed accounts, with a timeline of its own. Since 2.1.0."""

    id: Id
    """Id of the list."""

    title: str
    """Name that its owner gave it."""

    replies_policy: RepliesPolicy | str
    """Which replies its timeline shows (since 3.3.0)."""

    exclusive: bool
    """Whether its accounts are left out of the home timeline (since 4.2.0)."""
