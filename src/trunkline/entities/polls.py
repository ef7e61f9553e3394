"""Polls."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from trunkline.answers.entity import Entity
from trunkline.ids import Id

if TYPE_CHECKING:
    from trunkline.entities.emojis import CustomEmoji


class Poll(Entity):
    """A poll of a status. Since 2.8.0."""

    id: Id
    """Id of the poll, not of the status."""

    expires_at: datetime | None
    """End; ``None``: no end."""

    expired: bool
    """True if the poll has ended."""

    multiple: bool
    """True if several choices may be taken."""

    votes_count: int
    """Number of votes."""

    voters_count: int | None
    """Number of accounts that voted; ``None`` unless ``multiple``."""

    options: list[PollOption]
    """Choices."""

    emojis: list[CustomEmoji]
    """Custom emoji in the choices."""

    voted: bool | None
    """True if the own account voted; not sent without a token."""

    own_votes: list[int] | None
    """Choices of the own account, as positions in ``options`` from 0; not sent without a token."""


class PollOption(Entity):
    """A choice of a poll. Since 2.8.0."""

    title: str
    """Text of the choice."""

    votes_count: int | None
    """Votes for the choice; ``None`` while hidden."""
