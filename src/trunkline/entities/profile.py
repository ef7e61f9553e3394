"""The own profile, as edited."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from trunkline.answers.entity import Entity
from trunkline.ids import Id

if TYPE_CHECKING:
    from trunkline.entities.accounts import AccountField
    from trunkline.entities.tags import FeaturedTag


class Profile(Entity):
    """The own profile, its texts as they were typed. Since 4.6.0."""

    id: Id
    """Id of the account."""

    display_name: str
    """Name to show; may be empty."""

    note: str
    """Biography as plain text."""

    fields: list[ProfileField]
    """Rows of the table on the profile, as plain text."""

    avatar: str | None
    """URL of the picture; ``None`` where none was uploaded."""

    avatar_static: str | None
    """URL of the picture without animation; ``None`` where none was uploaded."""

    avatar_description: str
    """Alternative text of the picture."""

    header: str | None
    """URL of the banner; ``None`` where none was uploaded."""

    header_static: str | None
    """URL of the banner without animation; ``None`` where none was uploaded."""

    header_description: str
    """Alternative text of the banner."""

    locked: bool
    """True if follow requests are approved by hand."""

    bot: bool
    """True if the account is a bot."""

    hide_collections: bool | None
    """True if the lists of followers and followed accounts are hidden; ``None`` if never chosen."""

    discoverable: bool | None
    """True if the account may be recommended; ``None`` if never chosen."""

    indexable: bool
    """True if the public statuses may be found by full-text search."""

    show_media: bool
    """True if the profile has a media tab."""

    show_media_replies: bool
    """True if the media tab includes media of replies."""

    show_featured: bool
    """True if the profile has a tab of featured content."""

    attribution_domains: list[str]
    """Domains whose pages may name the account as their author."""

    formatted_note: str
    """Biography as HTML."""

    formatted_fields: list[AccountField]
    """Rows of the table on the profile, as HTML."""

    featured_tags: list[FeaturedTag]
    """Hashtags shown on the profile."""


class ProfileField(Entity):
    """A row of the table on the own profile. Since 4.6.0."""

    name: str
    """Left column."""

    value: str
    """Right column."""

    verified_at: datetime | None
    """Time at which a link back was found; ``None`` if the row is not verified."""
