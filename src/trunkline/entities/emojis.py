"""Emoji of the server."""

from __future__ import annotations

from trunkline.answers.entity import Entity


class CustomEmoji(Entity):
    """An image that stands for ``:shortcode:`` in a text. Since 2.0.0."""

    shortcode: str
    """Name without colons."""

    url: str
    """URL of the image, possibly animated."""

    static_url: str
    """URL of the image without animation."""

    visible_in_picker: bool
    """Whether to offer it."""

    category: str | None
    """Heading to offer it under; ``None``: none (since 3.0.0)."""

    featured: bool | None
    """Whether the server features it."""
