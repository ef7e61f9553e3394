"""Endpoints for announcements of the server."""

from __future__ import annotations

from types import NoneType

from trunkline.entities import Announcement
from trunkline.ids import IdLike, segment
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request


class Announcements:
    """Reading announcements and reacting to them."""

    @endpoint(since="3.1.0")
    def announcements(self) -> Request[list[Announcement]]:
        """Return the current announcements."""
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
        """Add an emoji reaction to an announcement.

        Args:
            id: the announcement.
            reaction: a Unicode emoji, or the shortcode of a custom one, without colons.

        Raises:
            MastodonUnprocessableError: *reaction* is no emoji, or the announcement has too many different ones.
        """
        return Request("PUT", _reaction(id, reaction), NoneType)

    @endpoint(since="3.1.0", scopes="write:favourites")
    def announcement_reaction_delete(self, id: IdLike, reaction: str) -> Request[None]:
        """Remove your reaction from an announcement.

        Args:
            id: the announcement.
            reaction: a Unicode emoji, or the shortcode of a custom one, without colons.
        """
        return Request("DELETE", _reaction(id, reaction), NoneType)


def _reaction(id: IdLike, reaction: str) -> str:
    return f"/api/v1/announcements/{segment(id)}/reactions/{segment(reaction)}"
