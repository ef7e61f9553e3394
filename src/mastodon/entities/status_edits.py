"""Earlier versions of posts."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from mastodon.entity import Entity

if TYPE_CHECKING:
    from mastodon.entities.accounts import Account
    from mastodon.entities.emojis import CustomEmoji
    from mastodon.entities.media import MediaAttachment
    from mastodon.entities.quotes import Quote, ShallowQuote


class StatusEdit(Entity):
    """One version of a post. Since 3.5.0."""

    content: str
    """Text as HTML."""

    spoiler_text: str
    """Content warning; empty: none."""

    sensitive: bool
    """Whether media were marked sensitive."""

    created_at: datetime
    """When this version was made."""

    account: Account
    """Author of the post."""

    poll: StatusEditPoll | None
    """Its poll, without votes."""

    media_attachments: list[MediaAttachment]
    """Media of this version."""

    emojis: list[CustomEmoji]
    """Custom emoji in this version."""

    quote: Quote | ShallowQuote | None
    """The post that it quotes (since 4.4.0)."""


class StatusEditPoll(Entity):
    """A poll in a version of a post. Since 3.5.0."""

    options: list[StatusEditPollOption]
    """Choices."""


class StatusEditPollOption(Entity):
    """A choice of a poll in a version of a post. Since 3.5.0."""

    title: str
    """Text of the choice."""
