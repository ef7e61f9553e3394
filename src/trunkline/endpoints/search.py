"""Endpoints for searches."""

from __future__ import annotations

from typing import Literal

from trunkline.endpoints.parameters import cursor, given, one_of, queried_id
from trunkline.entities import Search, SearchV2
from trunkline.ids import CursorLike, IdLike
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Pagination, Request

ResultType = Literal["accounts", "hashtags", "statuses"]
"""Kinds of results."""


class Searches:
    """Searching accounts, statuses and hashtags."""

    @endpoint(since="2.4.1", changed="4.0.0", scopes="read:search")
    def search(
        self,
        q: str,
        resolve: bool = True,
        result_type: ResultType | None = None,
        account_id: IdLike | None = None,
        offset: int | None = None,
        min_id: CursorLike | None = None,
        max_id: CursorLike | None = None,
        exclude_unreviewed: bool = True,
        limit: int | None = None,
        *,
        following: bool | None = None,
    ) -> Request[SearchV2]:
        """Search accounts, statuses and hashtags; same as `search_v2`.

        Args:
            q: words, ``user@domain``, a hashtag, or the URL of an account or a status.
            resolve: look a URL or ``user@domain`` up on its own server. Needs a token of a person:
                pass ``False`` without one.
            result_type: only accounts, only hashtags or only statuses.
            account_id: only statuses of this account.
            offset: number of results to skip; only together with ``result_type``.
            min_id: only results with a greater id.
            max_id: only results with a smaller id.
            exclude_unreviewed: leave out hashtags not reviewed by moderators.
            limit: results of each kind, 20 unless given, at most 40.
            following: only accounts that you follow.
        """
        return Searches.search_v2.request(
            q,
            resolve,
            result_type,
            account_id,
            offset,
            min_id,
            max_id,
            exclude_unreviewed,
            limit,
            following=following,
        )

    @endpoint(
        since="2.4.1",
        changed="4.0.0",
        scopes="read:search",
        params_since={
            "type": "2.8.0",
            "account_id": "2.8.0",
            "max_id": "2.8.0",
            "min_id": "2.8.0",
            "limit": "2.8.0",
            "offset": "2.8.0",
            "exclude_unreviewed": "3.0.0",
        },
    )
    def search_v2(
        self,
        q: str,
        resolve: bool = True,
        result_type: ResultType | None = None,
        account_id: IdLike | None = None,
        offset: int | None = None,
        min_id: CursorLike | None = None,
        max_id: CursorLike | None = None,
        exclude_unreviewed: bool = True,
        limit: int | None = None,
        *,
        following: bool | None = None,
    ) -> Request[SearchV2]:
        """Search accounts, statuses and hashtags. With ``result_type``, ``fetch_next`` accepts the result.

        Args:
            q: words, ``user@domain``, a hashtag, or the URL of an account or a status.
            resolve: look a URL or ``user@domain`` up on its own server. Needs a token of a person:
                pass ``False`` without one.
            result_type: only accounts, only hashtags or only statuses.
            account_id: only statuses of this account.
            offset: number of results to skip; only together with ``result_type``.
            min_id: only results with a greater id.
            max_id: only results with a smaller id.
            exclude_unreviewed: leave out hashtags not reviewed by moderators.
            limit: results of each kind, 20 unless given, at most 40.
            following: only accounts that you follow.
        """
        params = {
            "q": q,
            "resolve": given(resolve),
            "type": one_of("result_type", result_type, ResultType),
            "account_id": queried_id(account_id),
            "offset": offset,
            "min_id": cursor(min_id, "ids"),
            "max_id": cursor(max_id, "ids"),
            "exclude_unreviewed": given(exclude_unreviewed),
            "limit": limit,
            "following": following,
        }
        by: Pagination = "none" if result_type is None else "offset"
        return Request("GET", "/api/v2/search", SearchV2, params, pagination=by)

    @endpoint(since="1.1.0", changed="3.0.0", scopes="read:search", deprecated="use search_v2")
    def search_v1(self, q: str, resolve: bool = False) -> Request[Search]:
        """Search as before Mastodon 3.0.0, which removed it; use `search_v2`. Other software still has it.

        Args:
            q: the search text.
            resolve: ask other servers too.

        Raises:
            MastodonNotFoundError: the server has it no more.
        """
        return Request("GET", "/api/v1/search", Search, {"q": q, "resolve": given(resolve)})
