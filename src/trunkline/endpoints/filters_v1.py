"""Endpoints for filters, API version 1: one phrase each."""

from __future__ import annotations

from collections.abc import Iterable
from types import NoneType

from trunkline.endpoints.parameters import Expiry, contexts, expiry, text_list
from trunkline.entities import Filter, FilterContext
from trunkline.ids import IdLike, segment
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request


class FiltersV1:
    """Filters of Mastodon before 4.0. Newer servers keep a filter of `FiltersV2` behind each phrase."""

    @endpoint(since="2.4.3", changed="4.0.0", scopes="read:filters", deprecated="use filters_v2")
    def filters(self) -> Request[list[Filter]]:
        """Return all filters."""
        return Request("GET", "/api/v1/filters", list[Filter])

    @endpoint(since="2.4.3", changed="4.0.0", scopes="read:filters", deprecated="use filter_v2 or filter_keyword_v2")
    def filter(self, id: IdLike) -> Request[Filter]:
        """Return a filter.

        Args:
            id: the filter.
        """
        return Request("GET", f"/api/v1/filters/{segment(id)}", Filter)

    @endpoint(since="2.4.3", changed="4.0.0", scopes="write:filters", deprecated="use create_filter_v2")
    def filter_create(
        self,
        phrase: str,
        context: FilterContext | Iterable[FilterContext],
        irreversible: bool = False,
        whole_word: bool = True,
        expires_in: Expiry | None = None,
    ) -> Request[Filter]:
        """Create a filter.

        Args:
            phrase: the word or phrase to match, at most 256 characters.
            context: one or several of ``"home"``, ``"notifications"``, ``"public"``, ``"thread"`` and
                ``"account"``.
            irreversible: let the server drop matching statuses for good.
            whole_word: match whole words only.
            expires_in: seconds (or a ``timedelta``) until the filter ends; permanent unless given.
        """
        form = {
            "phrase": phrase,
            "context": contexts(context),
            "irreversible": irreversible,
            "whole_word": whole_word,
            "expires_in": expiry(expires_in),
        }
        return Request("POST", "/api/v1/filters", Filter, form=form)

    @endpoint(since="2.4.3", changed="4.0.0", scopes="write:filters", deprecated="use update_filter_v2")
    def filter_update(
        self,
        id: IdLike,
        phrase: str | None = None,
        context: FilterContext | Iterable[FilterContext] | None = None,
        irreversible: bool | None = None,
        whole_word: bool | None = None,
        expires_in: Expiry | None = None,
    ) -> Request[Filter]:
        """Change a filter; parameters not given keep their values.

        Args:
            id: the filter.
            phrase: the word or phrase to match, at most 256 characters.
            context: one or several contexts.
            irreversible: let the server drop matching statuses for good.
            whole_word: match whole words only.
            expires_in: seconds (or a ``timedelta``) from now until the filter ends; ``""`` makes it permanent.
        """
        form = {
            "phrase": phrase,
            "context": text_list(context),
            "irreversible": irreversible,
            "whole_word": whole_word,
            "expires_in": expiry(expires_in),
        }
        return Request("PUT", f"/api/v1/filters/{segment(id)}", Filter, form=form)

    @endpoint(since="2.4.3", changed="4.0.0", scopes="write:filters", deprecated="use delete_filter_v2")
    def filter_delete(self, id: IdLike) -> Request[None]:
        """Delete a filter.

        Args:
            id: the filter.
        """
        return Request("DELETE", f"/api/v1/filters/{segment(id)}", NoneType)
