"""Endpoints for filters, API version 2: groups of keywords and statuses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import NoneType

from trunkline.endpoints.parameters import Expiry, expiry, text_list
from trunkline.entities import FilterAction, FilterContext, FilterKeyword, FilterStatus, FilterV2
from trunkline.ids import IdLike, id_of, segment
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request

KeywordAttributes = Mapping[str, str | int | bool]
"""A keyword of a filter: ``keyword`` and ``whole_word``; for one that exists also ``id``, and ``_destroy`` to remove
it."""


class FiltersV2:
    """Filters, their keywords and their statuses."""

    @endpoint(since="4.0.0", scopes="read:filters")
    def filters_v2(self) -> Request[list[FilterV2]]:
        """Return all filters, with their keywords and statuses."""
        return Request("GET", "/api/v2/filters", list[FilterV2])

    @endpoint(since="4.0.0", scopes="read:filters")
    def filter_v2(self, filter_id: IdLike) -> Request[FilterV2]:
        """Return a filter.

        Args:
            filter_id: the filter.
        """
        return Request("GET", f"/api/v2/filters/{segment(filter_id)}", FilterV2)

    @endpoint(since="4.0.0", changed="4.4.0", scopes="write:filters")
    def create_filter_v2(
        self,
        title: str,
        context: FilterContext | Iterable[FilterContext],
        filter_action: FilterAction,
        expires_in: Expiry | None = None,
        keywords_attributes: Iterable[KeywordAttributes] | None = None,
    ) -> Request[FilterV2]:
        """Create a filter.

        Args:
            title: the title, at most 256 characters.
            context: one or several of ``"home"``, ``"notifications"``, ``"public"``, ``"thread"`` and
                ``"account"``.
            filter_action: ``"warn"``, ``"hide"`` or ``"blur"`` (media only; since Mastodon 4.4).
            expires_in: seconds (or a ``timedelta``) until the filter ends; permanent unless given.
            keywords_attributes: its first keywords, such as ``[{"keyword": "spoiler", "whole_word": True}]``.
        """
        form = _filter_form(title, context, filter_action, expires_in, keywords_attributes)
        return Request("POST", "/api/v2/filters", FilterV2, form=form, prefers_json=True)

    @endpoint(since="4.0.0", changed="4.4.0", scopes="write:filters")
    def update_filter_v2(
        self,
        filter_id: IdLike,
        title: str | None = None,
        context: FilterContext | Iterable[FilterContext] | None = None,
        filter_action: FilterAction | None = None,
        expires_in: Expiry | None = None,
        keywords_attributes: Iterable[KeywordAttributes] | None = None,
    ) -> Request[FilterV2]:
        """Change a filter; parameters not given keep their values.

        Args:
            filter_id: the filter.
            title: the title, at most 256 characters.
            context: one or several contexts.
            filter_action: the action on matching statuses, as in `create_filter_v2`.
            expires_in: seconds (or a ``timedelta``) from now until the filter ends; ``""`` makes it permanent.
            keywords_attributes: keywords to add, to change (with their ``id``), or to remove (with their ``id`` and
                ``_destroy`` set).
        """
        form = _filter_form(title, context, filter_action, expires_in, keywords_attributes)
        return Request("PUT", f"/api/v2/filters/{segment(filter_id)}", FilterV2, form=form, prefers_json=True)

    @endpoint(since="4.0.0", scopes="write:filters")
    def delete_filter_v2(self, filter_id: IdLike) -> Request[None]:
        """Delete a filter, with its keywords and statuses.

        Args:
            filter_id: the filter.
        """
        return Request("DELETE", f"/api/v2/filters/{segment(filter_id)}", NoneType)

    @endpoint(since="4.0.0", scopes="read:filters")
    def filter_keywords_v2(self, filter_id: IdLike) -> Request[list[FilterKeyword]]:
        """Return the keywords of a filter.

        Args:
            filter_id: the filter.
        """
        return Request("GET", f"/api/v2/filters/{segment(filter_id)}/keywords", list[FilterKeyword])

    @endpoint(since="4.0.0", scopes="write:filters")
    def add_filter_keyword_v2(
        self, filter_id: IdLike, keyword: str, whole_word: bool = False
    ) -> Request[FilterKeyword]:
        """Add a keyword to a filter.

        Args:
            filter_id: the filter.
            keyword: the word or phrase to match, at most 512 characters.
            whole_word: match whole words only.
        """
        form = {"keyword": keyword, "whole_word": whole_word}
        return Request("POST", f"/api/v2/filters/{segment(filter_id)}/keywords", FilterKeyword, form=form)

    @endpoint(since="4.0.0", scopes="read:filters")
    def filter_keyword_v2(self, keyword_id: IdLike) -> Request[FilterKeyword]:
        """Return a keyword of a filter.

        Args:
            keyword_id: the keyword.
        """
        return Request("GET", f"/api/v2/filters/keywords/{segment(keyword_id)}", FilterKeyword)

    @endpoint(since="4.0.0", scopes="write:filters")
    def update_filter_keyword_v2(
        self, keyword_id: IdLike, keyword: str, whole_word: bool | None = None
    ) -> Request[FilterKeyword]:
        """Change a keyword of a filter.

        Args:
            keyword_id: the keyword.
            keyword: the word or phrase to match, at most 512 characters.
            whole_word: match whole words only; unchanged unless given.
        """
        form = {"keyword": keyword, "whole_word": whole_word}
        return Request("PUT", f"/api/v2/filters/keywords/{segment(keyword_id)}", FilterKeyword, form=form)

    @endpoint(since="4.0.0", scopes="write:filters")
    def delete_filter_keyword_v2(self, keyword_id: IdLike) -> Request[None]:
        """Remove a keyword from its filter.

        Args:
            keyword_id: the keyword.
        """
        return Request("DELETE", f"/api/v2/filters/keywords/{segment(keyword_id)}", NoneType)

    @endpoint(since="4.0.0", scopes="read:filters")
    def filter_statuses_v2(self, filter_id: IdLike) -> Request[list[FilterStatus]]:
        """Return the statuses of a filter.

        Args:
            filter_id: the filter.
        """
        return Request("GET", f"/api/v2/filters/{segment(filter_id)}/statuses", list[FilterStatus])

    @endpoint(since="4.0.0", scopes="write:filters")
    def add_filter_status_v2(self, filter_id: IdLike, status_id: IdLike) -> Request[FilterStatus]:
        """Add a status to a filter.

        Args:
            filter_id: the filter.
            status_id: the status.
        """
        form = {"status_id": id_of(status_id)}
        return Request("POST", f"/api/v2/filters/{segment(filter_id)}/statuses", FilterStatus, form=form)

    @endpoint(since="4.0.0", scopes="read:filters")
    def filter_status_v2(self, filter_status_id: IdLike) -> Request[FilterStatus]:
        """Return a status entry of a filter.

        Args:
            filter_status_id: the entry (not the status).
        """
        return Request("GET", f"/api/v2/filters/statuses/{segment(filter_status_id)}", FilterStatus)

    @endpoint(since="4.0.0", scopes="write:filters")
    def delete_filter_status_v2(self, filter_status_id: IdLike) -> Request[None]:
        """Remove a status from its filter.

        Args:
            filter_status_id: the entry (not the status).
        """
        return Request("DELETE", f"/api/v2/filters/statuses/{segment(filter_status_id)}", NoneType)


def _filter_form(
    title: str | None,
    context: FilterContext | Iterable[FilterContext] | None,
    filter_action: FilterAction | None,
    expires_in: Expiry | None,
    keywords_attributes: Iterable[KeywordAttributes] | None,
) -> dict[str, object]:
    return {
        "title": title,
        "context": text_list(context),
        "filter_action": filter_action,
        "expires_in": expiry(expires_in),
        "keywords_attributes": None if keywords_attributes is None else list(keywords_attributes),
    }
