"""Preferences of the own account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from trunkline.answers.entity import Entity
from trunkline.entities.literals import ExpandMedia, QuotePolicy, Visibility


class Preferences(Entity):
    """Preferences that the account set on the web. Since 2.8.0."""

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
    """Visibility of new posts."""

    posting_default_sensitive: bool
    """Whether media of new posts are marked sensitive."""

    posting_default_language: str | None
    """Language of new posts (ISO 639-1); ``None``: that of the user interface."""

    posting_default_quote_policy: QuotePolicy | str
    """Who may quote new posts (since 4.5.0)."""

    reading_expand_media: ExpandMedia | str
    """Which media are shown at once."""

    reading_expand_spoilers: bool
    """Whether posts with content warnings are shown at once."""

    reading_autoplay_gifs: bool
    """Whether animated images move by themselves."""
