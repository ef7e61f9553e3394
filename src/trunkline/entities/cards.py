"""Previews of links."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from trunkline.answers.entity import Entity
from trunkline.entities.literals import CardType

if TYPE_CHECKING:
    from trunkline.entities.accounts import Account


class PreviewCard(Entity):
    """Preview of a link in a status. Since 1.0.0."""

    further_fields: ClassVar[frozenset[str]] = frozenset({"history"})

    url: str
    """URL of the link."""

    title: str
    """Title of the page."""

    description: str
    """Description that the page gives of itself."""

    type: CardType | str
    """Kind of the page (since 1.3.0)."""

    authors: list[PreviewCardAuthor]
    """Authors of the page (since 4.3.0)."""

    author_name: str
    """Name of the author; use ``authors`` (since 1.3.0, deprecated since 4.3.0)."""

    author_url: str
    """URL of the author; use ``authors`` (since 1.3.0, deprecated since 4.3.0)."""

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
    """BlurHash of a blurred preview of the image (since 3.2.0)."""

    missing_attribution: bool | None
    """True if the named author has not allowed attribution by the site (since 4.6.0)."""

    published_at: datetime | None
    """Time of publication; ``None`` if the page does not state it."""

    language: str | None
    """Language of the page (ISO 639-1)."""

    image_description: str
    """Alternative text of the image."""


class TrendsLink(PreviewCard):
    """A trending link. Since 3.5.0."""

    history: list[TrendingLinkHistory]
    """Use by day, newest first."""


class TrendingLinkHistory(Entity):
    """Use of a link on one day. Since 3.5.0."""

    day: datetime
    """The day (midnight UTC; sent as a Unix time)."""

    accounts: int
    """Number of accounts that posted the link."""

    uses: int
    """Number of statuses with the link."""


class PreviewCardAuthor(Entity):
    """Author of a page. Since 4.3.0."""

    name: str
    """Name."""

    url: str
    """Page of the author."""

    account: Account | None
    """Fediverse account of the author; ``None`` where none is known."""
