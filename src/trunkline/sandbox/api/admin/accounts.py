"""`/api/v1/admin/accounts`: listing, approving and rejecting accounts, and reverting actions."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.api.admin.account_filters import AccountFilter
from trunkline.sandbox.api.admin.guard import moderates
from trunkline.sandbox.api.sign_up import tell_of_sign_up
from trunkline.sandbox.http.answers import answer, empty
from trunkline.sandbox.http.auth import Handler, viewer_id_of
from trunkline.sandbox.http.context import base_of, path_id, store_of
from trunkline.sandbox.http.errors import forbidden
from trunkline.sandbox.http.pagination import Cursor, link_header, page_rows
from trunkline.sandbox.http.params import params_of
from trunkline.sandbox.moderation import actions as moderation
from trunkline.sandbox.moderation.permissions import Permission
from trunkline.sandbox.rules.lookup import require_row
from trunkline.sandbox.serializers.moderation import admin_accounts
from trunkline.sandbox.store.database import Row, Store

_READ, _WRITE = "admin:read:accounts", "admin:write:accounts"
_KEPT_V1 = (
    "local", "remote", "by_domain", "active", "pending", "disabled", "sensitized", "silenced", "suspended",
    "username", "display_name", "email", "ip", "staff",
)  # fmt: skip
_KEPT_V2 = (
    "origin", "status", "permissions", "role_ids", "invited_by", "by_domain", "username", "display_name", "email",
    "ip",
)  # fmt: skip
# An account with columns of its user, which are NULL for remote accounts.
_ACCOUNT = """
SELECT a.*, u.confirmed, u.approved, u.disabled FROM accounts a LEFT JOIN users u ON u.account_id = a.id WHERE a.id = ?
"""


@moderates(_READ, Permission.MANAGE_USERS)
async def index_v1(request: Request) -> Response:
    """GET /api/v1/admin/accounts."""
    return await _page(request, AccountFilter.of_v1(store_of(request), await params_of(request)), _KEPT_V1)


@moderates(_READ, Permission.MANAGE_USERS)
async def index_v2(request: Request) -> Response:
    """GET /api/v2/admin/accounts."""
    return await _page(request, AccountFilter.of_v2(store_of(request), await params_of(request)), _KEPT_V2)


async def _page(request: Request, chosen: AccountFilter, kept: tuple[str, ...]) -> Response:
    params = await params_of(request)
    cursor = Cursor.of(params, 100)
    sql = (
        "SELECT a.id FROM accounts a LEFT JOIN users u ON u.account_id = a.id"
        f" WHERE {' AND '.join(chosen.conditions)} AND {{page}}"
    )
    ids = [row["id"] for row in page_rows(store_of(request), sql, chosen.values, cursor, "a.id")]
    headers = link_header(request, params, cursor, ids, keep=kept)
    return answer(admin_accounts(store_of(request), base_of(request), viewer_id_of(request), ids), headers=headers)


def _account(request: Request) -> Row:
    return require_row(store_of(request), _ACCOUNT, (path_id(request),))


def _local_account(request: Request) -> Row:
    """Return a local account; 403 for others, whoever asks."""
    account = _account(request)
    if account["approved"] is None:
        raise forbidden()
    return account


@moderates(_READ, Permission.MANAGE_USERS, _account)
async def show(request: Request) -> Response:
    """GET /api/v1/admin/accounts/:id."""
    return _shown(request, _account(request))


def _shown(request: Request, account: Row) -> Response:
    return answer(admin_accounts(store_of(request), base_of(request), viewer_id_of(request), [account["id"]])[0])


def _handler(action: Callable[[Store, Row], None], find: Callable[[Request], Row] = _account) -> Handler:
    """Build a handler that runs `action` in a transaction and answers with the Admin::Account."""

    @moderates(_WRITE, Permission.MANAGE_USERS, find)
    async def handle(request: Request) -> Response:
        store, account = store_of(request), find(request)
        with store.transaction():
            action(store, account)
        return _shown(request, account)

    return handle


@moderates(_WRITE, Permission.MANAGE_USERS, _local_account)
async def approve(request: Request) -> Response:
    """POST /api/v1/admin/accounts/:id/approve."""
    store, account = store_of(request), _local_account(request)
    _require_pending(account)
    store.execute("UPDATE users SET approved = 1 WHERE account_id = ?", (account["id"],))
    if account["confirmed"]:
        tell_of_sign_up(request, account["id"])
    return _shown(request, account)


def _require_pending(account: Row) -> None:
    if account["approved"]:
        raise forbidden()


def _enable(store: Store, account: Row) -> None:
    moderation.set_disabled(store, account["id"], disabled=False)


def _unsilence(store: Store, account: Row) -> None:
    moderation.set_limited(store, account["id"], limited=False)


def _unsensitive(store: Store, account: Row) -> None:
    store.update("accounts", account["id"], {"sensitized": 0})


def _unsuspend(store: Store, account: Row) -> None:
    if not account["suspended"]:
        raise forbidden()
    moderation.unsuspend(store, account["id"])


@moderates(_WRITE, Permission.MANAGE_USERS, _local_account)
async def reject(request: Request) -> Response:
    """POST /api/v1/admin/accounts/:id/reject."""
    store, account = store_of(request), _local_account(request)
    _require_pending(account)
    with store.transaction():
        moderation.reject(store, account["id"])
    return empty()


@moderates(_WRITE, Permission.DELETE_USER_DATA, _account)
async def delete(request: Request) -> Response:
    """DELETE /api/v1/admin/accounts/:id: for suspended accounts that still have data."""
    store, account = store_of(request), _account(request)
    if not account["suspended"] or account["purged"] == 1:
        raise forbidden()
    with store.transaction():
        moderation.purge(store, account["id"])
    return empty()


routes = [
    Route("/api/v1/admin/accounts", index_v1, methods=["GET"]),
    Route("/api/v2/admin/accounts", index_v2, methods=["GET"]),
    Route("/api/v1/admin/accounts/{id}", show, methods=["GET"]),
    Route("/api/v1/admin/accounts/{id}", delete, methods=["DELETE"]),
    Route("/api/v1/admin/accounts/{id}/approve", approve, methods=["POST"]),
    Route("/api/v1/admin/accounts/{id}/reject", reject, methods=["POST"]),
    Route("/api/v1/admin/accounts/{id}/enable", _handler(_enable, _local_account), methods=["POST"]),
    Route("/api/v1/admin/accounts/{id}/unsilence", _handler(_unsilence), methods=["POST"]),
    Route("/api/v1/admin/accounts/{id}/unsuspend", _handler(_unsuspend), methods=["POST"]),
    Route("/api/v1/admin/accounts/{id}/unsensitive", _handler(_unsensitive), methods=["POST"]),
]
