"""Moderation of hashtags."""

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
    """Calls for looking at hashtags as a moderator, and for restricting them."""

    @endpoint(scopes="admin:read")
    def admin_tags(
        self,
        *,
        max_id: CursorLike | None = None,
        min_id: CursorLike | None = None,
        since_id: CursorLike | None = None,
        limit: int | None = None,
    ) -> Request[Page[AdminTag]]:
        """All hashtags, newest first.

        Args:
            max_id: only hashtags older than this one.
            min_id: the page of hashtags immediately newer than this one.
            since_id: only hashtags newer than this one.
            limit: hashtags a page, 100 unless given, at most 200.
        """
        return paged(TAGS, AdminTag, cursors(max_id, min_id, since_id, limit))

    @endpoint(scopes="admin:read")
    def admin_tag(self, id: IdLike) -> Request[AdminTag]:
        """One hashtag as moderators see it.

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
        """Change what people may do with a hashtag; what is not given stays.

        Args:
            id: the hashtag's id.
            display_name: another spelling with upper and lower case; the letters must be the same.
            usable: let people post with it.
            trendable: let it trend.
            listable: let it be found and suggested.
        """
        form = {"display_name": display_name, "usable": usable, "trendable": trendable, "listable": listable}
        return Request("PATCH", f"{TAGS}/{segment(id)}", AdminTag, form=form)
