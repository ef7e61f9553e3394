"""Previews of links."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from trunkline.answers.entity import Entity
from trunkline.entities.literals import CardType

if TYPE_CHECKING:
    from trunkline.entities.accounts import Account


class PreviewCard(Entity):
    """Preview of a link in a post."""

    url: str
    """The link."""

    title: str
    """Title of the page."""

    description: str
    """What the page says of itself."""

    type: CardType | str
    """What the page is (since 1.3.0)."""

    authors: list[PreviewCardAuthor]
    """Who wrote it (since 4.3.0)."""

    author_name: str
    """Who wrote it; see ``authors`` (since 1.3.0, deprecated since 4.3.0)."""

    author_url: str
    """Page of who wrote it; see ``authors`` (since 1.3.0, deprecated since 4.3.0)."""

    provider_name: str
    """Name of the site (since 1.3.0)."""

    provider_url: str
    """Front page of the site (since 1.3.0)."""

    html: str
    """HTML to embed; empty for plain links (since 1.3.0)."""

    width: int
    """Width of the embedded page in pixels (since 1.3.0)."""

    height: int
    """Height of the embedded page in pixels (since 1.3.0)."""

    image: str | None
    """URL of the preview image."""

    embed_url: str
    """URL of an image or page to embed (since 2.1.0)."""

    blurhash: str | None
    """Short text that paints a blurred preview of the image (since 3.2.0)."""

    missing_attribution: bool | None
    """Whether the page names an author who did not allow it (since 4.6.0)."""

    published_at: datetime | None
    """When the page was published; ``None`` where it does not say."""

    language: str | None
    """Language of the page (ISO 639-1)."""

    image_description: str
    """Alternative text of the image."""


class TrendsLink(PreviewCard):
    """A link that many post. Since 3.5.0."""

    history: list[TrendingLinkHistory]
    """How often it was posted, by day, newest first."""


class TrendingLinkHistory(Entity):
    """How often a link was posted on one day. Since 3.5.0."""

    day: datetime
    """The day (midnight UTC; sent as a Unix time)."""

    accounts: int
    """Number of accounts that posted it."""

    uses: int
    """Number of posts with it."""


class PreviewCardAuthor(Entity):
    """Who wrote a page. Since 4.3.0."""

    name: str
    """Name."""

    url: str
    """Page of the author."""

    account: Account | None
    """Fediverse account of the author; ``None`` where none is known."""
