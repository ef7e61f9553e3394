"""Trends as moderators see them."""

from __future__ import annotations

from datetime import datetime

from trunkline.answers.entity import Entity
from trunkline.entities.cards import TrendsLink
from trunkline.entities.statuses import Status
from trunkline.entities.tags import Tag
from trunkline.ids import Id


class AdminTag(Tag):
    """A hashtag with what moderators decided about it. Since 3.5.0."""

    trendable: bool
    """Whether it may trend."""

    usable: bool
    """Whether it may be used."""

    requires_review: bool
    """Whether nobody has decided yet."""

    listable: bool
    """Whether it may be recommended."""


class AdminTrendsLink(TrendsLink):
    """A trending link with what moderators decided about it."""

    id: Id
    """Id of the link."""

    requires_review: bool
    """Whether nobody has decided yet."""


class AdminTrendsStatus(Status):
    """A trending post with what moderators decided about it."""

    requires_review: bool
    """Whether nobody has decided yet."""


class AdminPreviewCardProvider(Entity):
    """A site whose links may trend or not."""

    id: Id
    """Id of the site."""

    domain: str
    """Its domain."""

    trendable: bool | None
    """Whether its links may trend; ``None``: not decided."""

    reviewed_at: datetime | None
    """When that was decided."""

    requested_review_at: datetime | None
    """When moderators were asked."""

    requires_review: bool
    """Whether nobody has decided yet."""
