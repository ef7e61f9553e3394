"""What may trend: hashtags, statuses and links, before people see them."""

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
    """Calls for reviewing what trends. The lists hold also what has not been reviewed yet."""

    @endpoint(since="3.5.0", changed="4.1.0", scopes="admin:read")
    def admin_trending_tags(self, limit: int | None = None, *, offset: int | None = None) -> Request[Page[AdminTag]]:
        """Hashtags that trend, or would if they were approved.

        Args:
            limit: hashtags a page, 10 unless given, at most 20.
            offset: how many to skip.
        """
        return paged(f"{TRENDS}/tags", AdminTag, {"limit": limit, "offset": offset})

    @endpoint(scopes="admin:write")
    def admin_approve_trending_tag(self, id: IdLike) -> Request[AdminTag]:
        """Let a hashtag trend.

        Args:
            id: the hashtag's id.
        """
        return Request("POST", f"{TRENDS}/tags/{segment(id)}/approve", AdminTag)

    @endpoint(scopes="admin:write")
    def admin_reject_trending_tag(self, id: IdLike) -> Request[AdminTag]:
        """Do not let a hashtag trend.

        Args:
            id: the hashtag's id.
        """
        return Request("POST", f"{TRENDS}/tags/{segment(id)}/reject", AdminTag)

    @endpoint(since="3.5.0", scopes="admin:read")
    def admin_trending_statuses(
        self, *, limit: int | None = None, offset: int | None = None
    ) -> Request[Page[AdminTrendsStatus]]:
        """Statuses that trend, or would if they were approved.

        Args:
            limit: statuses a page, 20 unless given, at most 40.
            offset: how many to skip.
        """
        return paged(f"{TRENDS}/statuses", AdminTrendsStatus, {"limit": limit, "offset": offset})

    @endpoint(scopes="admin:write")
    def admin_approve_trending_status(self, id: IdLike) -> Request[AdminTrendsStatus]:
        """Let a status trend.

        Args:
            id: the status.
        """
        return Request("POST", f"{TRENDS}/statuses/{segment(id)}/approve", AdminTrendsStatus)

    @endpoint(scopes="admin:write")
    def admin_reject_trending_status(self, id: IdLike) -> Request[AdminTrendsStatus]:
        """Do not let a status trend.

        Args:
            id: the status.
        """
        return Request("POST", f"{TRENDS}/statuses/{segment(id)}/reject", AdminTrendsStatus)

    @endpoint(since="3.5.0", scopes="admin:read")
    def admin_trending_links(
        self, *, limit: int | None = None, offset: int | None = None
    ) -> Request[Page[AdminTrendsLink]]:
        """Web pages that trend, or would if they were approved.

        Args:
            limit: pages a page, 10 unless given, at most 20.
            offset: how many to skip.
        """
        return paged(f"{TRENDS}/links", AdminTrendsLink, {"limit": limit, "offset": offset})

    @endpoint(scopes="admin:write")
    def admin_approve_trending_link(self, id: IdLike) -> Request[AdminTrendsLink]:
        """Let a web page trend.

        Args:
            id: the id of the link (an `AdminTrendsLink`).
        """
        return Request("POST", f"{TRENDS}/links/{segment(id)}/approve", AdminTrendsLink)

    @endpoint(scopes="admin:write")
    def admin_reject_trending_link(self, id: IdLike) -> Request[AdminTrendsLink]:
        """Do not let a web page trend.

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
        """Web sites whose pages people link to.

        Args:
            max_id: only sites known longer than this one.
            min_id: the page of sites that became known immediately after this one.
            since_id: only sites that became known after this one.
            limit: sites a page, 100 unless given, at most 200.
        """
        return paged(f"{TRENDS}/links/publishers", AdminPreviewCardProvider, cursors(max_id, min_id, since_id, limit))

    @endpoint(scopes="admin:write")
    def admin_approve_trending_link_publisher(self, id: IdLike) -> Request[AdminPreviewCardProvider]:
        """Let all pages of a web site trend.

        Args:
            id: the web site.
        """
        return Request("POST", f"{TRENDS}/links/publishers/{segment(id)}/approve", AdminPreviewCardProvider)

    @endpoint(scopes="admin:write")
    def admin_reject_trending_link_publisher(self, id: IdLike) -> Request[AdminPreviewCardProvider]:
        """Let no pages of a web site trend.

        Args:
            id: the web site.
        """
        return Request("POST", f"{TRENDS}/links/publishers/{segment(id)}/reject", AdminPreviewCardProvider)
