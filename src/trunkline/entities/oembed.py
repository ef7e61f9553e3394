"""oEmbed: statuses embedded in web pages."""

from __future__ import annotations

from trunkline.answers.entity import Entity


class OEmbed(Entity):
    """A status to embed in a web page (oEmbed)."""

    type: str
    """Always ``rich``."""

    version: str
    """Version of oEmbed."""

    author_name: str
    """Author's name to show."""

    author_url: str
    """Author's profile."""

    provider_name: str
    """Domain of the server."""

    provider_url: str
    """URL of the server."""

    cache_age: int
    """Recommended time to cache the answer, in seconds."""

    html: str
    """HTML to put into the page."""

    width: int
    """Width in pixels."""

    height: int | None
    """Height in pixels; ``None``: as the text needs."""
