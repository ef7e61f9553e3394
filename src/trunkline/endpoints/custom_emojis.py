"""The emojis that a server adds to the usual ones."""

from __future__ import annotations

from trunkline.entities import CustomEmoji
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request


class CustomEmojis:
    """The call that lists custom emojis."""

    @endpoint(since="2.0.0", changed="3.0.0")
    def custom_emojis(self) -> Request[list[CustomEmoji]]:
        """All custom emojis that people on the server can use."""
        return Request("GET", "/api/v1/custom_emojis", list[CustomEmoji])
