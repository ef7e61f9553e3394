"""What many people on the server talk about."""

from __future__ import annotations

from trunkline.answers.page import Page
from trunkline.answers.paging import paged
from trunkline.entities import Status, Tag, TrendsLink
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request


class Trends:
    """Calls for what is trending. Each returns a `Page`, the most popular first."""

    @endpoint(since="3.0.0", changed="3.5.0")
    def trending_tags(
        self, limit: int | None = None, offset: int | None = None, lang: str | None = None
    ) -> Request[Page[Tag]]:
        """Hashtags that are used more than usual.

        Args:
            limit: hashtags a page, 10 unless given, at most 20.
            offset: how many to skip.
            lang: prefer what is popular in this language (ISO 639 code) to the account's own.
        """
        return paged("/api/v1/trends/tags", Tag, {"limit": limit, "offset": offset, "lang": lang})

    @endpoint(since="3.5.0")
    def trending_statuses(
        self, limit: int | None = None, offset: int | None = None, lang: str | None = None
    ) -> Request[Page[Status]]:
        """Statuses that are boosted and favourited more than usual.

        Args:
            limit: statuses a page, 20 unless given, at most 40.
            offset: how many to skip.
            lang: prefer what is popular in this language (ISO 639 code) to the account's own.
        """
        return paged("/api/v1/trends/statuses", Status, {"limit": limit, "offset": offset, "lang": lang})

    @endpoint(since="3.5.0")
    def trending_links(
        self, limit: int | None = None, offset: int | None = None, lang: str | None = None
    ) -> Request[Page[TrendsLink]]:
        """Web pages that many people link to.

        Args:
            limit: pages a page, 10 unless given, at most 20.
            offset: how many to skip.
            lang: prefer what is popular in this language (ISO 639 code) to the account's own.
        """
        return paged("/api/v1/trends/links", TrendsLink, {"limit": limit, "offset": offset, "lang": lang})

    @endpoint(since="3.0.0", changed="3.5.0", deprecated="use trending_tags")
    def trends(
        self, limit: int | None = None, *, offset: int | None = None, lang: str | None = None
    ) -> Request[Page[Tag]]:
        """Hashtags that are used more than usual, under the path that servers older than Mastodon 3.5 know.

        Args:
            limit: hashtags a page, 10 unless given, at most 20.
            offset: how many to skip.
            lang: prefer what is popular in this language (ISO 639 code) to the account's own.
        """
        return paged("/api/v1/trends", Tag, {"limit": limit, "offset": offset, "lang": lang})
