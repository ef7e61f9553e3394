"""Endpoints for hashtags featured on your profile."""

from __future__ import annotations

from collections.abc import Mapping
from types import NoneType
from typing import Any

from trunkline.endpoints.parameters import hashtag_name
from trunkline.entities import FeaturedTag, Tag
from trunkline.ids import IdLike, segment
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request


class FeaturedTags:
    """Featuring hashtags by id; `Tags.tag_feature` and `Tags.tag_unfeature` take names."""

    @endpoint(since="3.0.0", scopes="read:accounts")
    def featured_tags(self) -> Request[list[FeaturedTag]]:
        """Return the hashtags featured on your profile."""
        return Request("GET", "/api/v1/featured_tags", list[FeaturedTag])

    @endpoint(since="3.0.0", scopes="read:accounts")
    def featured_tag_suggestions(self) -> Request[list[Tag]]:
        """Return the 10 hashtags that you use most and do not feature yet."""
        return Request("GET", "/api/v1/featured_tags/suggestions", list[Tag])

    @endpoint(since="3.0.0", scopes="write:accounts")
    def featured_tag_create(self, name: str | Mapping[str, Any]) -> Request[FeaturedTag]:
        """Feature a hashtag on your profile.

        Args:
            name: the hashtag, with or without ``#``.
        """
        return Request("POST", "/api/v1/featured_tags", FeaturedTag, form={"name": hashtag_name(name)})

    @endpoint(since="3.0.0", scopes="write:accounts")
    def featured_tag_delete(self, id: IdLike) -> Request[None]:
        """Stop featuring a hashtag on your profile.

        Args:
            id: the featured tag; not the id of the hashtag.
        """
        return Request("DELETE", f"/api/v1/featured_tags/{segment(id)}", NoneType)
