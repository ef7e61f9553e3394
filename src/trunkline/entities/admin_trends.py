"""Trends, in the form for moderators."""

from __future__ import annotations

from datetime import datetime

from trunkline.answers.entity import Entity
from trunkline.entities.cards import TrendsLink
from trunkline.entities.statuses import Status
from trunkline.entities.tags import Tag
from trunkline.ids import Id


class AdminTag(Tag):
    """A hashtag with the fields for moderators. Since 3.5.0."""

    trendable: bool
    """True if the hashtag may trend."""

    usable: bool
    """True if the hashtag may be used."""

    requires_review: bool
    """True if the review by a moderator is pending."""

    listable: bool
    """True if recommendations may include the hashtag."""


class AdminTrendsLink(TrendsLink):
    """A trending link with the fields for moderators."""

    id: Id
    """Id of the link."""

    requires_review: bool
    """True if the review by a moderator is pending."""


class AdminTrendsStatus(Status):
    """A trending status with the fields for moderators."""

    requires_review: bool
    """True if the review by a moderator is pending."""


class AdminPreviewCardProvider(Entity):
    """Publisher of links, with the decision on their trending."""

    id: Id
    """Id of the site."""

    domain: str
    """Domain."""

    trendable: bool | None
    """True if links of the site may trend; ``None`` if not decided."""

    reviewed_at: datetime | None
    """Time of the decision."""

    requested_review_at: datetime | None
    """Time at which a review was requested."""

    requires_review: bool
    """True if the review by a moderator is pending."""
