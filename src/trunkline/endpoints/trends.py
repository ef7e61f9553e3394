"""Endpoints for trends."""

from __future__ import annotations

from trunkline.answers.page import Page
from trunkline.answers.paging import paged
from trunkline.entities import Status, Tag, TrendsLink
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request


class Trends:
    """Trending hashtags, statuses and links. Each call returns a `Page`, most popular first."""

    @endpoint(since="3.0.0", changed="3.5.0")
    def trending_tags(
        self, limit: int | None = None, offset: int | None = None, lang: str | None = None
    ) -> Request[Page[Tag]]:
        """Return the trending hashtags.

        Args:
            limit: hashtags a page, 10 unless given, at most 20.
            offset: number of results to skip.
            lang: prefer results in this language (ISO 639 code) to those in the account's own.
        """
        return paged("/api/v1/trends/tags", Tag, {"limit": limit, "offset": offset, "lang": lang})

    @endpoint(since="3.5.0")
    def trending_statuses(
        self, limit: int | None = None, offset: int | None = None, lang: str | None = None
    ) -> Request[Page[Status]]:
        """Return the trending statuses.

        Args:
            limit: statuses a page, 20 unless given, at most 40.
            offset: number of results to skip.
            lang: prefer results in this language (ISO 639 code) to those in the account's own.
        """
        return paged("/api/v1/trends/statuses", Status, {"limit": limit, "offset": offset, "lang": lang})

    @endpoint(since="3.5.0")
    def trending_links(
        self, limit: int | None = None, offset: int | None = None, lang: str | None = None
    ) -> Request[Page[TrendsLink]]:
        """Return the trending links.

        Args:
            limit: pages a page, 10 unless given, at most 20.
            offset: number of results to skip.
            lang: prefer results in this language (ISO 639 code) to those in the account's own.
        """
        return paged("/api/v1/trends/links", TrendsLink, {"limit": limit, "offset": offset, "lang": lang})

    @endpoint(since="3.0.0", changed="3.5.0", deprecated="use trending_tags")
    def trends(
        self, limit: int | None = None, *, offset: int | None = None, lang: str | None = None
    ) -> Request[Page[Tag]]:
        """Return the trending hashtags, also of servers older than Mastodon 3.5.

        Args:
            limit: hashtags a page, 10 unless given, at most 20.
            offset: number of results to skip.
            lang: prefer results in this language (ISO 639 code) to those in the account's own.
        """
        params = {"limit": limit, "offset": offset, "lang": lang}
        return paged("/api/v1/trends", Tag, params, usual="/api/v1/trends/tags")
