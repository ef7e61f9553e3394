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
    """Title given by the owner."""

    replies_policy: RepliesPolicy | str
    """Replies shown in the timeline (since 3.3.0)."""

    exclusive: bool
    """True if the accounts of the list are left out of the home timeline (since 4.2.0)."""
