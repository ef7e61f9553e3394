"""Preferences of the own account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from trunkline.answers.entity import Entity
from trunkline.entities.literals import ExpandMedia, QuotePolicy, Visibility


class Preferences(Entity):
    """Preferences set on the web. Since 2.8.0."""

    json_names: ClassVar[Mapping[str, str]] = {
        "posting_default_visibility": "posting:default:visibility",
        "posting_default_sensitive": "posting:default:sensitive",
        "posting_default_language": "posting:default:language",
        "posting_default_quote_policy": "posting:default:quote_policy",
        "reading_expand_media": "reading:expand:media",
        "reading_expand_spoilers": "reading:expand:spoilers",
        "reading_autoplay_gifs": "reading:autoplay:gifs",
    }

    posting_default_visibility: Visibility | str
    """Default visibility of new statuses."""

    posting_default_sensitive: bool
    """True if media of new statuses are marked sensitive by default."""

    posting_default_language: str | None
    """Default language of new statuses (ISO 639-1); ``None``: that of the user interface."""

    posting_default_quote_policy: QuotePolicy | str
    """Accounts that may quote new statuses, by default (since 4.5.0)."""

    reading_expand_media: ExpandMedia | str
    """Media shown without a click."""

    reading_expand_spoilers: bool
    """True if statuses with content warnings are shown expanded."""

    reading_autoplay_gifs: bool
    """True if animated images play automatically."""
