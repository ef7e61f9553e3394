"""Custom emoji."""

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
    """True if pickers offer the emoji."""

    category: str | None
    """Category in pickers; ``None`` without one (since 3.0.0)."""

    featured: bool | None
    """True if the server features the emoji."""
