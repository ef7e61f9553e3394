"""What the people who run the server have to say to everybody on it."""

from __future__ import annotations

from types import NoneType

from trunkline.entities import Announcement
from trunkline.ids import IdLike, segment
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request


class Announcements:
    """Calls for reading announcements and reacting to them."""

    @endpoint(since="3.1.0")
    def announcements(self) -> Request[list[Announcement]]:
        """The announcements that are shown at present."""
        return Request("GET", "/api/v1/announcements", list[Announcement])

    @endpoint(since="3.1.0", scopes="write:accounts")
    def announcement_dismiss(self, id: IdLike) -> Request[None]:
        """Mark an announcement as read.

        Args:
            id: the announcement.
        """
        return Request("POST", f"/api/v1/announcements/{segment(id)}/dismiss", NoneType)

    @endpoint(since="3.1.0", scopes="write:favourites")
    def announcement_reaction_create(self, id: IdLike, reaction: str) -> Request[None]:
        """React to an announcement with an emoji.

        Args:
            id: the announcement.
            reaction: a Unicode emoji, or the shortcode of a custom one, without colons.

        Raises:
            MastodonUnprocessableError: it is no emoji, or the announcement has too many different ones already.
        """
        return Request("PUT", _reaction(id, reaction), NoneType)

    @endpoint(since="3.1.0", scopes="write:favourites")
    def announcement_reaction_delete(self, id: IdLike, reaction: str) -> Request[None]:
        """Take a reaction to an announcement back.

        Args:
            id: the announcement.
            reaction: a Unicode emoji, or the shortcode of a custom one, without colons.
        """
        return Request("DELETE", _reaction(id, reaction), NoneType)


def _reaction(id: IdLike, reaction: str) -> str:
    return f"/api/v1/announcements/{segment(id)}/reactions/{segment(reaction)}"
