"""The emojis that a server adds to the usual ones."""

from __future__ import annotations

from mastodon.endpoint import endpoint
from mastodon.entities import CustomEmoji
from mastodon.request import Request


class CustomEmojis:
    """The call that lists custom emojis."""

    @endpoint(since="2.0.0", changed="3.0.0")
    def custom_emojis(self) -> Request[list[CustomEmoji]]:
        """All custom emojis that people on the server can use."""
        return Request("GET", "/api/v1/custom_emojis", list[CustomEmoji])
