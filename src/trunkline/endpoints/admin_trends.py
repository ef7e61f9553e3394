"""Endpoints for the review of trends."""

from __future__ import annotations

from trunkline.answers.page import Page
from trunkline.answers.paging import paged
from trunkline.endpoints.parameters import cursors
from trunkline.entities import AdminPreviewCardProvider, AdminTag, AdminTrendsLink, AdminTrendsStatus
from trunkline.ids import CursorLike, IdLike, segment
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request

TRENDS = "/api/v1/admin/trends"


class AdminTrends:
    """Reviewing trends. The lists include objects not reviewed yet."""

    @endpoint(since="3.5.0", changed="4.1.0", scopes="admin:read")
    def admin_trending_tags(self, limit: int | None = None, *, offset: int | None = None) -> Request[Page[AdminTag]]:
        """Return the trending hashtags, including those not approved.

        Args:
            limit: hashtags a page, 10 unless given, at most 20.
            offset: number of results to skip.
        """
        return paged(f"{TRENDS}/tags", AdminTag, {"limit": limit, "offset": offset})

    @endpoint(scopes="admin:write")
    def admin_approve_trending_tag(self, id: IdLike) -> Request[AdminTag]:
        """Approve a hashtag for trends.

        Args:
            id: the hashtag's id.
        """
        return Request("POST", f"{TRENDS}/tags/{segment(id)}/approve", AdminTag)

    @endpoint(scopes="admin:write")
    def admin_reject_trending_tag(self, id: IdLike) -> Request[AdminTag]:
        """Reject a hashtag for trends.

        Args:
            id: the hashtag's id.
        """
        return Request("POST", f"{TRENDS}/tags/{segment(id)}/reject", AdminTag)

    @endpoint(since="3.5.0", scopes="admin:read")
    def admin_trending_statuses(
        self, *, limit: int | None = None, offset: int | None = None
    ) -> Request[Page[AdminTrendsStatus]]:
        """Return the trending statuses, including those not approved.

        Args:
            limit: statuses a page, 20 unless given, at most 40.
            offset: number of results to skip.
        """
        return paged(f"{TRENDS}/statuses", AdminTrendsStatus, {"limit": limit, "offset": offset})

    @endpoint(scopes="admin:write")
    def admin_approve_trending_status(self, id: IdLike) -> Request[AdminTrendsStatus]:
        """Approve a status for trends.

        Args:
            id: the status.
        """
        return Request("POST", f"{TRENDS}/statuses/{segment(id)}/approve", AdminTrendsStatus)

    @endpoint(scopes="admin:write")
    def admin_reject_trending_status(self, id: IdLike) -> Request[AdminTrendsStatus]:
        """Reject a status for trends.

        Args:
            id: the status.
        """
        return Request("POST", f"{TRENDS}/statuses/{segment(id)}/reject", AdminTrendsStatus)

    @endpoint(since="3.5.0", scopes="admin:read")
    def admin_trending_links(
        self, *, limit: int | None = None, offset: int | None = None
    ) -> Request[Page[AdminTrendsLink]]:
        """Return the trending links, including those not approved.

        Args:
            limit: pages a page, 10 unless given, at most 20.
            offset: number of results to skip.
        """
        return paged(f"{TRENDS}/links", AdminTrendsLink, {"limit": limit, "offset": offset})

    @endpoint(scopes="admin:write")
    def admin_approve_trending_link(self, id: IdLike) -> Request[AdminTrendsLink]:
        """Approve a link for trends.

        Args:
            id: the id of the link (an `AdminTrendsLink`).
        """
        return Request("POST", f"{TRENDS}/links/{segment(id)}/approve", AdminTrendsLink)

    @endpoint(scopes="admin:write")
    def admin_reject_trending_link(self, id: IdLike) -> Request[AdminTrendsLink]:
        """Reject a link for trends.

        Args:
            id: the id of the link (an `AdminTrendsLink`).
        """
        return Request("POST", f"{TRENDS}/links/{segment(id)}/reject", AdminTrendsLink)

    @endpoint(scopes="admin:read")
    def admin_trending_link_publishers(
        self,
        *,
        max_id: CursorLike | None = None,
        min_id: CursorLike | None = None,
        since_id: CursorLike | None = None,
        limit: int | None = None,
    ) -> Request[Page[AdminPreviewCardProvider]]:
        """Return the publishers of links.

        Args:
            max_id: only sites older than this one.
            min_id: the page of sites immediately newer than this one.
            since_id: only sites newer than this one.
            limit: sites a page, 100 unless given, at most 200.
        """
        return paged(f"{TRENDS}/links/publishers", AdminPreviewCardProvider, cursors(max_id, min_id, since_id, limit))

    @endpoint(scopes="admin:write")
    def admin_approve_trending_link_publisher(self, id: IdLike) -> Request[AdminPreviewCardProvider]:
        """Approve all links of a publisher for trends.

        Args:
            id: the publisher.
        """
        return Request("POST", f"{TRENDS}/links/publishers/{segment(id)}/approve", AdminPreviewCardProvider)

    @endpoint(scopes="admin:write")
    def admin_reject_trending_link_publisher(self, id: IdLike) -> Request[AdminPreviewCardProvider]:
        """Reject all links of a publisher for trends.

        Args:
            id: the publisher.
        """
        return Request("POST", f"{TRENDS}/links/publishers/{segment(id)}/reject", AdminPreviewCardProvider)
