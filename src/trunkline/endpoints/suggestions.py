"""Endpoints for follow suggestions."""

from __future__ import annotations

from types import NoneType

from trunkline.entities import Account, Suggestion
from trunkline.ids import IdLike, segment
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.fallbacks import first_offered
from trunkline.protocol.request import Flow, Request


class Suggestions:
    """Listing and dismissing suggested accounts."""

    @endpoint(scopes="read:accounts")
    def suggestions(self) -> Flow[list[Suggestion] | list[Account]]:
        """Return the suggested accounts, in the newest version that the server supports.

        Returns:
            `Suggestion` objects; `Account` objects from servers older than Mastodon 3.4.
        """
        newest = Request("GET", "/api/v2/suggestions", list[Suggestion])
        older = Request("GET", "/api/v1/suggestions", list[Account])
        found: list[Suggestion] | list[Account] = yield from first_offered(newest, older)
        return found

    @endpoint(since="3.4.0", scopes="read:accounts")
    def suggestions_v2(self, *, limit: int | None = None, offset: int | None = None) -> Request[list[Suggestion]]:
        """Return the suggested accounts, with reasons.

        Args:
            limit: number of suggestions, 40 unless given, at most 80.
            offset: number of results to skip.
        """
        return Request("GET", "/api/v2/suggestions", list[Suggestion], {"limit": limit, "offset": offset})

    @endpoint(since="2.4.3", changed="3.4.0", scopes="read:accounts", deprecated="use suggestions_v2")
    def suggestions_v1(self, *, limit: int | None = None, offset: int | None = None) -> Request[list[Account]]:
        """Return the suggested accounts, without reasons.

        Args:
            limit: number of suggestions, 40 unless given, at most 80.
            offset: number of results to skip.
        """
        return Request("GET", "/api/v1/suggestions", list[Account], {"limit": limit, "offset": offset})

    @endpoint(since="2.4.3", scopes="write:accounts")
    def suggestion_delete(self, account_id: IdLike) -> Request[None]:
        """Dismiss a suggested account.

        Args:
            account_id: the suggested account.
        """
        return Request("DELETE", f"/api/v1/suggestions/{segment(account_id)}", NoneType)
