"""Endpoints for the moderation of accounts."""

from __future__ import annotations

from collections.abc import Iterable
from types import NoneType
from typing import Literal, get_args

from trunkline.answers.page import Page
from trunkline.answers.paging import paged
from trunkline.endpoints.parameters import cursors, given, id_list, one_of, optional_id
from trunkline.entities import AdminAccount
from trunkline.errors import MastodonIllegalArgumentError
from trunkline.ids import CursorLike, IdLike, segment
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request

AdminAccountStatus = Literal["active", "pending", "disabled", "silenced", "suspended"]
"""States of accounts to filter by."""

AdminAccountStatusV1 = Literal["active", "pending", "disabled", "silenced", "suspended", "sensitized"]
"""States of accounts to filter by, API version 1."""

AdminAccountAction = Literal["none", "sensitive", "disable", "silence", "suspend"]
"""Actions of a moderator on an account; ``"none"`` only warns."""


class AdminAccounts:
    """Listing, approving and restricting accounts as a moderator."""

    @endpoint(since="3.5.0", changed="4.0.0", scopes="admin:read:accounts", params_since={"role_ids": "4.0.0"})
    def admin_accounts_v2(
        self,
        origin: Literal["local", "remote"] | None = None,
        by_domain: str | None = None,
        status: AdminAccountStatus | None = None,
        username: str | None = None,
        display_name: str | None = None,
        email: str | None = None,
        ip: str | None = None,
        permissions: Literal["staff"] | None = None,
        invited_by: IdLike | None = None,
        role_ids: Iterable[IdLike] | None = None,
        max_id: CursorLike | None = None,
        min_id: CursorLike | None = None,
        since_id: CursorLike | None = None,
        limit: int | None = None,
    ) -> Request[Page[AdminAccount]]:
        """Return the accounts that match all conditions, newest first.

        Args:
            origin: accounts of this server, or of others.
            by_domain: accounts of this domain.
            status: accounts in this state.
            username: the beginning of the user name.
            display_name: the beginning of the display name.
            email: the beginning of the e-mail address.
            ip: the IP address used last.
            permissions: ``"staff"``: only moderators and administrators.
            invited_by: accounts invited by this one.
            role_ids: accounts with one of these roles.
            max_id: only accounts older than this one.
            min_id: the page of accounts immediately newer than this one.
            since_id: only accounts newer than this one.
            limit: accounts a page, 100 unless given, at most 200.
        """
        params = {
            "origin": one_of("origin", origin, Literal["local", "remote"]),
            "by_domain": by_domain,
            "status": one_of("status", status, AdminAccountStatus),
            "username": username,
            "display_name": display_name,
            "email": email,
            "ip": ip,
            "permissions": one_of("permissions", permissions, Literal["staff"]),
            "invited_by": optional_id(invited_by),
            "role_ids": None if role_ids is None else id_list(role_ids),
            **cursors(max_id, min_id, since_id, limit, "ids"),
        }
        return paged("/api/v2/admin/accounts", AdminAccount, params)

    @endpoint(since="2.9.1", changed="4.0.0", scopes="admin:read:accounts", params_since={"sensitized": "3.3.0"})
    def admin_accounts_v1(
        self,
        remote: bool = False,
        by_domain: str | None = None,
        status: AdminAccountStatusV1 = "active",
        username: str | None = None,
        display_name: str | None = None,
        email: str | None = None,
        ip: str | None = None,
        staff_only: bool = False,
        max_id: CursorLike | None = None,
        min_id: CursorLike | None = None,
        since_id: CursorLike | None = None,
        limit: int | None = None,
    ) -> Request[Page[AdminAccount]]:
        """Return the accounts that match all conditions, newest first; works before Mastodon 3.5 too.

        Args:
            remote: accounts of other servers.
            by_domain: accounts of this domain.
            status: accounts in this state.
            username: the beginning of the user name.
            display_name: the beginning of the display name.
            email: the beginning of the e-mail address.
            ip: the IP address used last.
            staff_only: only moderators and administrators.
            max_id: only accounts older than this one.
            min_id: the page of accounts immediately newer than this one.
            since_id: only accounts newer than this one.
            limit: accounts a page, 100 unless given, at most 200.

        Raises:
            MastodonIllegalArgumentError: *status* is unknown.
        """
        if status not in get_args(AdminAccountStatusV1):
            raise MastodonIllegalArgumentError(
                f"status is {status!r}; it must be one of {', '.join(get_args(AdminAccountStatusV1))}."
            )
        params = {
            "remote" if remote else "local": True,
            "by_domain": by_domain,
            status: True,
            "username": username,
            "display_name": display_name,
            "email": email,
            "ip": ip,
            "staff": given(staff_only),
            **cursors(max_id, min_id, since_id, limit, "ids"),
        }
        return paged("/api/v1/admin/accounts", AdminAccount, params)

    admin_accounts = admin_accounts_v1

    @endpoint(since="2.9.1", changed="4.0.0", scopes="admin:read:accounts")
    def admin_account(self, id: IdLike) -> Request[AdminAccount]:
        """Return an account in the form for moderators.

        Args:
            id: the account.
        """
        return Request("GET", _path(id), AdminAccount)

    @endpoint(since="2.9.1", changed="4.0.0", scopes="admin:write:accounts")
    def admin_account_approve(self, id: IdLike) -> Request[AdminAccount]:
        """Approve a new account.

        Args:
            id: the account, pending approval.
        """
        return _act(id, "approve")

    @endpoint(since="2.9.1", changed="4.0.0", scopes="admin:write:accounts")
    def admin_account_reject(self, id: IdLike) -> Request[None]:
        """Reject a new account and delete it.

        Args:
            id: the account, pending approval.
        """
        return Request("POST", f"{_path(id)}/reject", NoneType)

    @endpoint(since="3.3.0", changed="4.0.0", scopes="admin:write:accounts")
    def admin_account_delete(self, id: IdLike) -> Request[None]:
        """Delete the data of a suspended account permanently.

        Args:
            id: a suspended account.
        """
        return Request("DELETE", _path(id), NoneType)

    @endpoint(since="2.9.1", changed="4.0.0", scopes="admin:write:accounts")
    def admin_account_moderate(
        self,
        id: IdLike,
        action: AdminAccountAction | None = None,
        report_id: IdLike | None = None,
        warning_preset_id: IdLike | None = None,
        text: str | None = None,
        send_email_notification: bool | None = True,
    ) -> Request[None]:
        """Warn or restrict an account.

        Args:
            id: the account.
            action: the action; only a warning unless given.
            report_id: the report to resolve with this.
            warning_preset_id: id of a prepared text to send.
            text: a message to the person.
            send_email_notification: notify the person by e-mail.
        """
        form = {
            "type": action or "none",
            "report_id": optional_id(report_id),
            "warning_preset_id": optional_id(warning_preset_id),
            "text": text,
            "send_email_notification": send_email_notification,
        }
        return Request("POST", f"{_path(id)}/action", NoneType, form=form)

    @endpoint(since="2.9.1", changed="4.0.0", scopes="admin:write:accounts")
    def admin_account_enable(self, id: IdLike) -> Request[AdminAccount]:
        """Enable a disabled account.

        Args:
            id: the account.
        """
        return _act(id, "enable")

    @endpoint(since="2.9.1", changed="4.0.0", scopes="admin:write:accounts")
    def admin_account_unsilence(self, id: IdLike) -> Request[AdminAccount]:
        """Lift the limit of an account.

        Args:
            id: the account.
        """
        return _act(id, "unsilence")

    @endpoint(since="2.9.1", changed="4.0.0", scopes="admin:write:accounts")
    def admin_account_unsuspend(self, id: IdLike) -> Request[AdminAccount]:
        """Lift the suspension of an account.

        Args:
            id: the account.
        """
        return _act(id, "unsuspend")

    @endpoint(since="3.3.0", changed="4.0.0", scopes="admin:write:accounts")
    def admin_account_unsensitive(self, id: IdLike) -> Request[AdminAccount]:
        """Stop marking the media of an account as sensitive.

        Args:
            id: the account.
        """
        return _act(id, "unsensitive")


def _path(id: IdLike) -> str:
    return f"/api/v1/admin/accounts/{segment(id)}"


def _act(id: IdLike, action: str) -> Request[AdminAccount]:
    return Request("POST", f"{_path(id)}/{action}", AdminAccount)
