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
    """The text, as HTML."""

    starts_at: datetime | None
    """When what it announces begins; ``None``: no time."""

    ends_at: datetime | None
    """When what it announces ends; ``None``: no time."""

    all_day: bool
    """Whether only the days of these times count."""

    published_at: datetime
    """When it was published."""

    updated_at: datetime
    """When it last changed."""

    read: bool | None
    """Whether the own account has dismissed it; not sent without a token."""

    mentions: list[StatusMention]
    """Accounts that it mentions."""

    statuses: list[AnnouncementStatus]
    """Posts that it links to."""

    tags: list[ShallowTag]
    """Hashtags in it."""

    emojis: list[CustomEmoji]
    """Custom emoji in it."""

    reactions: list[Reaction]
    """How people react to it."""


class AnnouncementStatus(Entity):
    """A post that an announcement links to. Since 3.1.0."""

    id: Id
    """Id of the post."""

    url: str
    """Web page."""


class Reaction(Entity):
    """An emoji that people react with. Since 3.1.0."""

    name: str
    """The emoji, or the shortcode of a custom one."""

    count: int
    """How many reacted with it."""

    me: bool | None
    """Whether the own account did; not sent without a token."""

    url: str | None
    """URL of a custom emoji's image."""

    static_url: str | None
    """URL of a custom emoji's image without animation."""


class StreamReaction(Entity):
    """A reaction as streams tell it."""

    name: str
    """The emoji, or the shortcode of a custom one."""

    count: int
    """How many reacted with it."""

    announcement_id: Id
    """What they react to."""
