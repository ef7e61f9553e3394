"""Endpoint for bookmarks."""

from __future__ import annotations

from trunkline.answers.page import Page
from trunkline.answers.paging import paged
from trunkline.endpoints.parameters import cursors
from trunkline.entities import Status
from trunkline.ids import CursorLike
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request


class Bookmarks:
    """Listing bookmarks; `Statuses.status_bookmark` adds one."""

    @endpoint(since="3.1.0", changed="3.3.0", scopes="read:bookmarks")
    def bookmarks(
        self,
        max_id: CursorLike | None = None,
        min_id: CursorLike | None = None,
        since_id: CursorLike | None = None,
        limit: int | None = None,
    ) -> Request[Page[Status]]:
        """Return your bookmarked statuses, latest bookmark first.

        Cursors are ids of bookmarks, not of statuses: continue with the page's own ``next``.

        Args:
            max_id: from an earlier page.
            min_id: from an earlier page.
            since_id: from an earlier page.
            limit: statuses a page, 20 unless given, at most 40.
        """
        return paged("/api/v1/bookmarks", Status, cursors(max_id, min_id, since_id, limit))
