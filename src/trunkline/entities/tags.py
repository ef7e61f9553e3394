"""Hashtags."""

from __future__ import annotations

from datetime import datetime

from trunkline.answers.entity import Entity
from trunkline.ids import Id


class ShallowTag(Entity):
    """A hashtag's name and page."""

    name: str
    """Name without ``#``."""

    url: str
    """Page of the hashtag on this server."""


class Tag(ShallowTag):
    """A hashtag, how much it is used, and whether one follows it."""

    id: Id
    """Id of the hashtag (since 3.5.0)."""

    history: list[TagHistory]
    """How often it was used, by day, newest first (since 2.4.1)."""

    following: bool | None
    """Whether the own account follows it; not sent without a token (since 4.0.0)."""

    featuring: bool | None
    """Whether the own profile features it; not sent without a token (since 4.4.0)."""


class TagHistory(Entity):
    """How often a hashtag was used on one day. Since 2.4.1."""

    day: datetime
    """The day (midnight UTC; sent as a Unix time)."""

    uses: str
    """Number of posts with it, as text."""

    accounts: str
    """Number of accounts that used it, as text."""


class FeaturedTag(Entity):
    """A hashtag on a profile. Since 3.0.0."""

    id: Id
    """Id of the entry, not of the hashtag."""

    name: str
    """Name without ``#``."""

    url: str
    """Page of the account's posts with it (since 3.3.0)."""

    statuses_count: str
    """Number of the account's posts with it, as text."""

    last_status_at: datetime | None
    """Day of the newest of them; ``None`` where there is none."""
