"""Versions of edited statuses."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from trunkline.answers.entity import Entity

if TYPE_CHECKING:
    from trunkline.entities.accounts import Account
    from trunkline.entities.emojis import CustomEmoji
    from trunkline.entities.media import MediaAttachment
    from trunkline.entities.quotes import ShallowQuote
    from trunkline.entities.statuses import Quote


class StatusEdit(Entity):
    """One version of a status. Since 3.5.0."""

    content: str
    """Text as HTML."""

    spoiler_text: str
    """Content warning; empty: none."""

    sensitive: bool
    """True if media were marked sensitive."""

    created_at: datetime
    """Time of this version."""

    account: Account
    """Author."""

    poll: StatusEditPoll | None
    """Poll, without votes."""

    media_attachments: list[MediaAttachment]
    """Media of this version."""

    emojis: list[CustomEmoji]
    """Custom emoji in this version."""

    quote: Quote | ShallowQuote | None
    """Quote (since 4.4.0)."""


class StatusEditPoll(Entity):
    """Poll in a version of a status. Since 3.5.0."""

    further_fields: ClassVar[frozenset[str]] = frozenset(
        {"emojis", "expired", "expires_at", "id", "multiple", "own_votes", "voted", "voters_count", "votes_count"}
    )

    options: list[StatusEditPollOption]
    """Choices."""


class StatusEditPollOption(Entity):
    """Choice of a poll in a version of a status. Since 3.5.0."""

    further_fields: ClassVar[frozenset[str]] = frozenset({"votes_count"})

    title: str
    """Text of the choice."""
