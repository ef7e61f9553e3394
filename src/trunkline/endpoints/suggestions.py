"""Accounts that one might want to follow."""

from __future__ import annotations

from types import NoneType

from trunkline.entities import Account, Suggestion
from trunkline.errors import MastodonNotFoundError
from trunkline.ids import IdLike, segment
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Flow, Request, send


class Suggestions:
    """Calls for suggested accounts."""

    @endpoint(scopes="read:accounts")
    def suggestions(self) -> Flow[list[Suggestion] | list[Account]]:
        """Accounts that the server suggests to follow, in the newest form that it knows.

        Returns:
            `Suggestion` objects; accounts from servers older than Mastodon 3.4.
        """
        try:
            return (yield from send(Request("GET", "/api/v2/suggestions", list[Suggestion])))
        except MastodonNotFoundError:
            return (yield from send(Request("GET", "/api/v1/suggestions", list[Account])))

    @endpoint(since="3.4.0", scopes="read:accounts")
    def suggestions_v2(self, *, limit: int | None = None, offset: int | None = None) -> Request[list[Suggestion]]:
        """Accounts that the server suggests to follow, with the reasons.

        Args:
            limit: how many, 40 unless given, at most 80.
            offset: how many to skip.
        """
        return Request("GET", "/api/v2/suggestions", list[Suggestion], {"limit": limit, "offset": offset})

    @endpoint(since="2.4.3", changed="3.4.0", scopes="read:accounts", deprecated="use suggestions_v2")
    def suggestions_v1(self, *, limit: int | None = None, offset: int | None = None) -> Request[list[Account]]:
        """Accounts that the server suggests to follow, without reasons.

        Args:
            limit: how many, 40 unless given, at most 80.
            offset: how many to skip.
        """
        return Request("GET", "/api/v1/suggestions", list[Account], {"limit": limit, "offset": offset})

    @endpoint(since="2.4.3", scopes="write:accounts")
    def suggestion_delete(self, account_id: IdLike) -> Request[None]:
        """Have an account not suggested any more.

        Args:
            account_id: the suggested account.
        """
        return Request("DELETE", f"/api/v1/suggestions/{segment(account_id)}", NoneType)
