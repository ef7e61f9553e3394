"""Endpoint for custom emoji."""

from __future__ import annotations

from trunkline.entities import CustomEmoji
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request


class CustomEmojis:
    """Listing custom emoji."""

    @endpoint(since="2.0.0", changed="3.0.0")
    def custom_emojis(self) -> Request[list[CustomEmoji]]:
        """Return all custom emoji of the server."""
        return Request("GET", "/api/v1/custom_emojis", list[CustomEmoji])
