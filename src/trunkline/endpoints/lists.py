"""Endpoints for lists of accounts."""

from __future__ import annotations

from collections.abc import Iterable
from types import NoneType

from trunkline.answers.page import Page
from trunkline.answers.paging import paged
from trunkline.endpoints.parameters import cursors, id_list
from trunkline.entities import Account, RepliesPolicy, UserList
from trunkline.ids import CursorLike, IdLike, segment
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request

_UserLists = list[UserList]  # inside the class, `list` is the call of that name


class Lists:
    """Lists of accounts; `Timelines.timeline_list` reads their statuses."""

    @endpoint(since="2.1.0", scopes="read:lists")
    def lists(self) -> Request[_UserLists]:
        """Return all of your lists."""
        return Request("GET", "/api/v1/lists", _UserLists)

    @endpoint(since="2.1.0", scopes="read:lists")
    def list(self, id: IdLike) -> Request[UserList]:
        """Return one of your lists.

        Args:
            id: the list.
        """
        return Request("GET", _path(id), UserList)

    @endpoint(since="2.1.0", changed="3.3.0", scopes="read:lists")
    def list_accounts(
        self,
        id: IdLike,
        max_id: CursorLike | None = None,
        min_id: CursorLike | None = None,
        since_id: CursorLike | None = None,
        limit: int | None = None,
    ) -> Request[Page[Account]]:
        """Return the accounts on a list.

        Args:
            id: the list.
            max_id: from an earlier page.
            min_id: from an earlier page; Mastodon ignores this here.
            since_id: from an earlier page.
            limit: accounts a page, 40 unless given, at most 80; 0 returns all at once.
        """
        return paged(f"{_path(id)}/accounts", Account, cursors(max_id, min_id, since_id, limit))

    @endpoint(
        since="2.1.0",
        changed="4.2.0",
        scopes="write:lists",
        params_since={"replies_policy": "3.3.0", "exclusive": "4.2.0"},
    )
    def list_create(
        self, title: str, replies_policy: RepliesPolicy | None = "list", exclusive: bool = False
    ) -> Request[UserList]:
        """Create a list.

        Args:
            title: the title, at most 256 characters.
            replies_policy: replies to show: to accounts on the list (``"list"``), to accounts that you
                follow (``"followed"``), or none (``"none"``).
            exclusive: remove the statuses of its accounts from your home timeline.
        """
        form = {"title": title, "replies_policy": replies_policy, "exclusive": exclusive}
        return Request("POST", "/api/v1/lists", UserList, form=form)

    @endpoint(
        since="2.1.0",
        changed="4.2.0",
        scopes="write:lists",
        params_since={"replies_policy": "3.3.0", "exclusive": "4.2.0"},
    )
    def list_update(
        self, id: IdLike, title: str, replies_policy: RepliesPolicy | None = "list", exclusive: bool = False
    ) -> Request[UserList]:
        """Change a list; all three settings are replaced.

        Args:
            id: the list.
            title: the title, at most 256 characters.
            replies_policy: replies to show, as in `list_create`.
            exclusive: remove the statuses of its accounts from your home timeline.
        """
        form = {"title": title, "replies_policy": replies_policy, "exclusive": exclusive}
        return Request("PUT", _path(id), UserList, form=form)

    @endpoint(since="2.1.0", scopes="write:lists")
    def list_delete(self, id: IdLike) -> Request[None]:
        """Delete a list.

        Args:
            id: the list.
        """
        return Request("DELETE", _path(id), NoneType)

    @endpoint(since="2.1.0", scopes="write:lists")
    def list_accounts_add(self, id: IdLike, account_ids: Iterable[IdLike] | IdLike) -> Request[None]:
        """Add accounts that you follow to a list.

        Args:
            id: the list.
            account_ids: the accounts.

        Raises:
            MastodonNotFoundError: you do not follow one of them.
            MastodonUnprocessableError: one of them is already on the list.
        """
        return Request("POST", f"{_path(id)}/accounts", NoneType, form={"account_ids": id_list(account_ids)})

    @endpoint(since="2.1.0", scopes="write:lists")
    def list_accounts_delete(self, id: IdLike, account_ids: Iterable[IdLike] | IdLike) -> Request[None]:
        """Remove accounts from a list.

        Args:
            id: the list.
            account_ids: the accounts.
        """
        return Request("DELETE", f"{_path(id)}/accounts", NoneType, form={"account_ids": id_list(account_ids)})


def _path(id: IdLike) -> str:
    return f"/api/v1/lists/{segment(id)}"
