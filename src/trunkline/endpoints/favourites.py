"""Endpoint for favourites."""

from __future__ import annotations

from trunkline.answers.page import Page
from trunkline.answers.paging import paged
from trunkline.endpoints.parameters import cursors
from trunkline.entities import Status
from trunkline.ids import CursorLike
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request


class Favourites:
    """Listing favourites; `Statuses.status_favourite` adds one."""

    @endpoint(changed="3.3.0", scopes="read:favourites", params_since={"min_id": "2.6.0"})
    def favourites(
        self,
        max_id: CursorLike | None = None,
        min_id: CursorLike | None = None,
        since_id: CursorLike | None = None,
        limit: int | None = None,
    ) -> Request[Page[Status]]:
        """Return your favourited statuses, latest favourite first.

        Cursors are ids of favourites, not of statuses: continue with the page's own ``next``.

        Args:
            max_id: from an earlier page.
            min_id: from an earlier page.
            since_id: from an earlier page.
            limit: statuses a page, 20 unless given, at most 40.
        """
        return paged("/api/v1/favourites", Status, cursors(max_id, min_id, since_id, limit))
