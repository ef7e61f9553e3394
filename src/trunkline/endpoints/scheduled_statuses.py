"""Endpoints for scheduled statuses."""

from __future__ import annotations

from datetime import datetime
from types import NoneType

from trunkline.answers.page import Page
from trunkline.answers.paging import paged
from trunkline.endpoints.parameters import cursors
from trunkline.entities import ScheduledStatus
from trunkline.ids import CursorLike, IdLike, segment
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request


class ScheduledStatuses:
    """Statuses scheduled with `Statuses.status_post`."""

    @endpoint(since="2.7.0", changed="3.3.0", scopes="read:statuses")
    def scheduled_statuses(
        self,
        max_id: CursorLike | None = None,
        min_id: CursorLike | None = None,
        since_id: CursorLike | None = None,
        limit: int | None = None,
    ) -> Request[Page[ScheduledStatus]]:
        """Return your scheduled statuses.

        Args:
            max_id: only scheduled statuses older than this one.
            min_id: the page of scheduled statuses immediately newer than this one.
            since_id: only scheduled statuses newer than this one.
            limit: scheduled statuses a page, 20 unless given, at most 40.
        """
        return paged(
            "/api/v1/scheduled_statuses", ScheduledStatus, cursors(max_id, min_id, since_id, limit), pagination="id"
        )

    @endpoint(since="2.7.0", scopes="read:statuses")
    def scheduled_status(self, id: IdLike) -> Request[ScheduledStatus]:
        """Return a scheduled status.

        Args:
            id: the scheduled status.
        """
        return Request("GET", _path(id), ScheduledStatus)

    @endpoint(since="2.7.0", scopes="write:statuses")
    def scheduled_status_update(self, id: IdLike, scheduled_at: datetime | str) -> Request[ScheduledStatus]:
        """Move a scheduled status to another time.

        Args:
            id: the scheduled status.
            scheduled_at: the new time, at least 5 minutes ahead.
        """
        return Request("PUT", _path(id), ScheduledStatus, form={"scheduled_at": scheduled_at})

    @endpoint(since="2.7.0", scopes="write:statuses")
    def scheduled_status_delete(self, id: IdLike) -> Request[None]:
        """Cancel a scheduled status.

        Args:
            id: the scheduled status.
        """
        return Request("DELETE", _path(id), NoneType)


def _path(id: IdLike) -> str:
    return f"/api/v1/scheduled_statuses/{segment(id)}"
