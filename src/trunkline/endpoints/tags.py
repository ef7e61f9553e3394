"""Endpoints for hashtags."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trunkline.answers.page import Page
from trunkline.answers.paging import paged
from trunkline.endpoints.parameters import cursors, hashtag_name
from trunkline.entities import Tag
from trunkline.ids import CursorLike, segment
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request


class Tags:
    """Reading, following and featuring hashtags, given with or without ``#``, or as a `Tag`."""

    @endpoint(since="4.0.0", changed="4.1.0", scopes="read:follows")
    def followed_tags(
        self,
        max_id: CursorLike | None = None,
        min_id: CursorLike | None = None,
        since_id: CursorLike | None = None,
        limit: int | None = None,
    ) -> Request[Page[Tag]]:
        """Return the hashtags that you follow.

        Args:
            max_id: from an earlier page.
            min_id: from an earlier page.
            since_id: from an earlier page.
            limit: hashtags a page, 100 unless given, at most 200.
        """
        return paged("/api/v1/followed_tags", Tag, cursors(max_id, min_id, since_id, limit))

    @endpoint(since="4.0.0")
    def tag(self, hashtag: str | Mapping[str, Any]) -> Request[Tag]:
        """Return a hashtag, with its use on the last days and your relation to it.

        Args:
            hashtag: the hashtag.
        """
        return Request("GET", _path(hashtag), Tag)

    @endpoint(since="4.0.0", changed="4.1.0", scopes="write:follows")
    def tag_follow(self, hashtag: str | Mapping[str, Any]) -> Request[Tag]:
        """Follow a hashtag: its statuses appear in your home timeline.

        Args:
            hashtag: the hashtag.
        """
        return Request("POST", f"{_path(hashtag)}/follow", Tag)

    @endpoint(since="4.0.0", scopes="write:follows")
    def tag_unfollow(self, hashtag: str | Mapping[str, Any]) -> Request[Tag]:
        """Unfollow a hashtag.

        Args:
            hashtag: the hashtag.
        """
        return Request("POST", f"{_path(hashtag)}/unfollow", Tag)

    @endpoint(since="4.4.0", scopes="write:accounts")
    def tag_feature(self, name: str | Mapping[str, Any]) -> Request[Tag]:
        """Feature a hashtag on your profile.

        Args:
            name: the hashtag.
        """
        return Request("POST", f"{_path(name)}/feature", Tag)

    @endpoint(since="4.4.0", scopes="write:accounts")
    def tag_unfeature(self, name: str | Mapping[str, Any]) -> Request[Tag]:
        """Stop featuring a hashtag on your profile.

        Args:
            name: the hashtag.
        """
        return Request("POST", f"{_path(name)}/unfeature", Tag)


def _path(hashtag: str | Mapping[str, Any]) -> str:
    return f"/api/v1/tags/{segment(hashtag_name(hashtag))}"
