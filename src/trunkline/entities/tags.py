"""Hashtags."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from trunkline.answers.entity import Entity
from trunkline.ids import Id


class ShallowTag(Entity):
    """A hashtag's name and page."""

    further_fields: ClassVar[frozenset[str]] = frozenset(
        {"featuring", "following", "history", "id", "requires_review", "trendable", "usable"}
    )

    name: str
    """Name without ``#``."""

    url: str
    """Page of the hashtag on this server."""


class Tag(ShallowTag):
    """A hashtag, with its use and the own account's relation to it."""

    further_fields: ClassVar[frozenset[str]] = frozenset({"requires_review", "trendable", "usable"})

    id: Id
    """Id of the hashtag (since 3.5.0)."""

    history: list[TagHistory]
    """Use by day, newest first (since 2.4.1)."""

    following: bool | None
    """True if the own account follows the hashtag; not sent without a token (since 4.0.0)."""

    featuring: bool | None
    """True if the own profile features the hashtag; not sent without a token (since 4.4.0)."""


class TagHistory(Entity):
    """Use of a hashtag on one day. Since 2.4.1."""

    day: datetime
    """The day (midnight UTC; sent as a Unix time)."""

    uses: str
    """Number of statuses with the hashtag, as text."""

    accounts: str
    """Number of accounts that used the hashtag, as text."""


class FeaturedTag(Entity):
    """A hashtag on a profile. Since 3.0.0."""

    id: Id
    """Id of the entry, not of the hashtag."""

    name: str
    """Name without ``#``."""

    url: str
    """Page of the account's statuses with the hashtag (since 3.3.0)."""

    statuses_count: str
    """Number of the account's statuses with the hashtag, as text."""

    last_status_at: datetime | None
    """Date of the newest such status; ``None`` without any."""
