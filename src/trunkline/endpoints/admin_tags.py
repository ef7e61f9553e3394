"""Endpoints for the moderation of hashtags."""

from __future__ import annotations

from trunkline.answers.page import Page
from trunkline.answers.paging import paged
from trunkline.endpoints.parameters import cursors
from trunkline.entities import AdminTag
from trunkline.ids import CursorLike, IdLike, segment
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request

TAGS = "/api/v1/admin/tags"


class AdminTags:
    """Listing and restricting hashtags as a moderator."""

    @endpoint(scopes="admin:read")
    def admin_tags(
        self,
        *,
        max_id: CursorLike | None = None,
        min_id: CursorLike | None = None,
        since_id: CursorLike | None = None,
        limit: int | None = None,
    ) -> Request[Page[AdminTag]]:
        """Return all hashtags, newest first.

        Args:
            max_id: only hashtags older than this one.
            min_id: the page of hashtags immediately newer than this one.
            since_id: only hashtags newer than this one.
            limit: hashtags a page, 100 unless given, at most 200.
        """
        return paged(TAGS, AdminTag, cursors(max_id, min_id, since_id, limit))

    @endpoint(scopes="admin:read")
    def admin_tag(self, id: IdLike) -> Request[AdminTag]:
        """Return a hashtag in the form for moderators.

        Args:
            id: the hashtag's id.
        """
        return Request("GET", f"{TAGS}/{segment(id)}", AdminTag)

    @endpoint(scopes="admin:write")
    def admin_update_tag(
        self,
        id: IdLike,
        *,
        display_name: str | None = None,
        usable: bool | None = None,
        trendable: bool | None = None,
        listable: bool | None = None,
    ) -> Request[AdminTag]:
        """Change the restrictions of a hashtag; parameters not given keep their values.

        Args:
            id: the hashtag's id.
            display_name: another spelling; only upper and lower case may differ.
            usable: allow statuses with the hashtag.
            trendable: allow it to trend.
            listable: allow it in searches and suggestions.
        """
        form = {"display_name": display_name, "usable": usable, "trendable": trendable, "listable": listable}
        return Request("PATCH", f"{TAGS}/{segment(id)}", AdminTag, form=form)
