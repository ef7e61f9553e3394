"""Polls."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from trunkline.answers.entity import Entity
from trunkline.ids import Id

if TYPE_CHECKING:
    from trunkline.entities.emojis import CustomEmoji


class Poll(Entity):
    """A poll attached to a post. Since 2.8.0."""

    id: Id
    """Id of the poll, not of the post."""

    expires_at: datetime | None
    """When it ends; ``None``: never."""

    expired: bool
    """Whether it has ended."""

    multiple: bool
    """Whether several choices may be taken."""

    votes_count: int
    """Number of votes."""

    voters_count: int | None
    """Number of accounts that voted; ``None`` unless ``multiple``."""

    options: list[PollOption]
    """Choices."""

    emojis: list[CustomEmoji]
    """Custom emoji in the choices."""

    voted: bool | None
    """Whether the own account voted; not sent without a token."""

    own_votes: list[int] | None
    """What the own account chose, as positions in ``options`` from 0; not sent without a token."""


class PollOption(Entity):
    """A choice of a poll. Since 2.8.0."""

    title: str
    """Text of the choice."""

    votes_count: int | None
    """Votes for it; ``None`` while they are hidden."""
