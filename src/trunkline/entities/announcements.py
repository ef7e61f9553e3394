"""Announcements of the server."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from trunkline.answers.entity import Entity
from trunkline.ids import Id

if TYPE_CHECKING:
    from trunkline.entities.emojis import CustomEmoji
    from trunkline.entities.statuses import StatusMention
    from trunkline.entities.tags import ShallowTag


class Announcement(Entity):
    """An announcement of the server. Since 3.1.0."""

    id: Id
    """Id of the announcement."""

    content: str
    """Text as HTML."""

    starts_at: datetime | None
    """Start of the announced event; ``None`` without one."""

    ends_at: datetime | None
    """End of the announced event; ``None`` without one."""

    all_day: bool
    """True if only the dates of start and end count."""

    published_at: datetime
    """Time of publication."""

    updated_at: datetime
    """Time of the last change."""

    read: bool | None
    """True if the own account has dismissed the announcement; not sent without a token."""

    mentions: list[StatusMention]
    """Mentioned accounts."""

    statuses: list[AnnouncementStatus]
    """Linked statuses."""

    tags: list[ShallowTag]
    """Hashtags in the text."""

    emojis: list[CustomEmoji]
    """Custom emoji in the text."""

    reactions: list[Reaction]
    """Reactions."""


class AnnouncementStatus(Entity):
    """A status linked in an announcement. Since 3.1.0."""

    id: Id
    """Id of the status."""

    url: str
    """Web page."""


class Reaction(Entity):
    """An emoji reaction, with its count. Since 3.1.0."""

    name: str
    """The emoji, or the shortcode of a custom one."""

    count: int
    """Number of accounts that reacted with this emoji."""

    me: bool | None
    """True if the own account reacted with this emoji; not sent without a token."""

    url: str | None
    """URL of a custom emoji's image."""

    static_url: str | None
    """URL of a custom emoji's image without animation."""


class StreamReaction(Entity):
    """A reaction, as sent by streams."""

    name: str
    """The emoji, or the shortcode of a custom one."""

    count: int
    """Number of accounts that reacted with this emoji."""

    announcement_id: Id
    """Id of the announcement."""
