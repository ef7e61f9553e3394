"""`/api/v1/lists`: lists of followed accounts."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer, empty
from trunkline.sandbox.http.auth import requires, viewer_of
from trunkline.sandbox.http.context import path_id, store_of
from trunkline.sandbox.http.errors import ApiError, not_found
from trunkline.sandbox.http.pagination import Cursor, link_header, page_rows
from trunkline.sandbox.http.params import Params, params_of
from trunkline.sandbox.http.validation import blank, validation_failed, validation_message
from trunkline.sandbox.rules.feeds import rebuild_home, rebuild_list
from trunkline.sandbox.rules.lookup import require_own_row
from trunkline.sandbox.serializers.lists import serialize_list
from trunkline.sandbox.serializers.serializer import serializer_of
from trunkline.sandbox.store.database import Row, Store

# Source: https://github.com/mastodon/mastodon/blob/main/app/models/list.rb
_LARGEST_NUMBER = 50
REPLIES_POLICIES = ("list", "followed", "none")
_FOLLOWED = """
SELECT 1 FROM follows WHERE account_id = ?1 AND target_account_id = ?2
UNION ALL SELECT 1 FROM follow_requests WHERE account_id = ?1 AND target_account_id = ?2
"""
_MEMBERS = """
SELECT la.account_id FROM list_accounts la JOIN accounts a ON a.id = la.account_id
WHERE la.list_id = :list AND NOT a.suspended AND {page}
"""


def _own(request: Request, list_id: int) -> Row:
    return require_own_row(store_of(request), "lists", list_id, viewer_of(request).account_id)


@requires("read:lists")
async def index(request: Request) -> Response:
    """GET /api/v1/lists."""
    viewer = viewer_of(request)
    rows = store_of(request).rows("SELECT * FROM lists WHERE account_id = ? ORDER BY id", (viewer.account_id,))
    return answer([serialize_list(row) for row in rows])


@requires("read:lists")
async def show(request: Request) -> Response:
    """GET /api/v1/lists/:id."""
    return answer(serialize_list(_own(request, path_id(request))))


def _changes(params: Params) -> dict[str, Any]:
    """Read the columns of a list from the parameters."""
    changes: dict[str, Any] = {}
    if params.has("title"):
        changes["title"] = params.text("title") or ""
    policy = params.filled("replies_policy")
    if policy is not None:
        if policy not in REPLIES_POLICIES:
            raise ApiError(422, f"'{policy}' is not a valid replies_policy")
        changes["replies_policy"] = policy
    exclusive = params.maybe_flag("exclusive")
    if exclusive is not None:
        changes["exclusive"] = exclusive
    return changes


def _check_title(title: str) -> None:
    if not title.strip():
        raise validation_failed([blank("title")])


@requires("write:lists")
async def create(request: Request) -> Response:
    """POST /api/v1/lists."""
    store, account_id = store_of(request), viewer_of(request).account_id
    changes = {"title": "", **_changes(await params_of(request))}
    _check_title(changes["title"])
    if store.value("SELECT count(*) FROM lists WHERE account_id = ?", (account_id,)) >= _LARGEST_NUMBER:
        raise validation_message("You have reached the maximum number of lists")
    list_id = store.insert("lists", {**changes, "account_id": account_id, "created_at": store.now()})
    return answer(serialize_list(_own(request, list_id)))


@requires("write:lists")
async def update(request: Request) -> Response:
    """PUT /api/v1/lists/:id."""
    store, row = store_of(request), _own(request, path_id(request))
    changes = _changes(await params_of(request))
    _check_title(changes.get("title", row["title"]))
    with store.transaction():
        store.update("lists", row["id"], changes)
        rebuild_list(store, row["id"])
        rebuild_home(store, row["account_id"])
    return answer(serialize_list(_own(request, row["id"])))


@requires("write:lists")
async def delete(request: Request) -> Response:
    """DELETE /api/v1/lists/:id."""
    store, row = store_of(request), _own(request, path_id(request))
    with store.transaction():
        store.execute("DELETE FROM lists WHERE id = ?", (row["id"],))
        if row["exclusive"]:
            rebuild_home(store, row["account_id"])
    return empty()


@requires("read:lists")
async def accounts(request: Request) -> Response:
    """GET /api/v1/lists/:id/accounts: `limit=0` disables paging."""
    row, params = _own(request, path_id(request)), await params_of(request)
    store = store_of(request)
    values = {"list": row["id"]}
    if params.integer("limit") == 0:
        everybody = store.rows(_MEMBERS.replace("{page}", "TRUE ORDER BY la.account_id DESC"), values)
        return answer(serializer_of(request).accounts(member["account_id"] for member in everybody))
    cursor = Cursor.of(params, 40, min_id=False)
    ids = [member["account_id"] for member in page_rows(store, _MEMBERS, values, cursor, "la.account_id")]
    return answer(serializer_of(request).accounts(ids), headers=link_header(request, params, cursor, ids))


@requires("write:lists")
async def add_accounts(request: Request) -> Response:
    """POST /api/v1/lists/:id/accounts."""
    store, row = store_of(request), _own(request, path_id(request))
    ids = (await params_of(request)).integers("account_ids")
    with store.transaction():
        for account_id in dict.fromkeys(ids):
            _add(store, row, account_id)
        _rebuild(store, row)
    return empty()


def _add(store: Store, row: Row, account_id: int) -> None:
    """Add an account to a list. The list's owner must follow it, have asked to follow it, or be it."""
    if account_id != row["account_id"] and not store.value(_FOLLOWED, (row["account_id"], account_id)):
        raise not_found()
    if store.value("SELECT 1 FROM list_accounts WHERE list_id = ? AND account_id = ?", (row["id"], account_id)):
        raise validation_message("Account has already been taken")
    store.insert("list_accounts", {"list_id": row["id"], "account_id": account_id})


@requires("write:lists")
async def remove_accounts(request: Request) -> Response:
    """DELETE /api/v1/lists/:id/accounts."""
    store, row = store_of(request), _own(request, path_id(request))
    ids = (await params_of(request)).integers("account_ids")
    with store.transaction():
        store.executemany(
            "DELETE FROM list_accounts WHERE list_id = ? AND account_id = ?", [(row["id"], one) for one in ids]
        )
        _rebuild(store, row)
    return empty()


def _rebuild(store: Store, row: Row) -> None:
    """Rebuild the timelines that depend on the members of a list."""
    rebuild_list(store, row["id"])
    if row["exclusive"]:
        rebuild_home(store, row["account_id"])


routes = [
    Route("/api/v1/lists", index, methods=["GET"]),
    Route("/api/v1/lists", create, methods=["POST"]),
    Route("/api/v1/lists/{id}", show, methods=["GET"]),
    Route("/api/v1/lists/{id}", update, methods=["PUT"]),
    Route("/api/v1/lists/{id}", delete, methods=["DELETE"]),
    Route("/api/v1/lists/{id}/accounts", accounts, methods=["GET"]),
    Route("/api/v1/lists/{id}/accounts", add_accounts, methods=["POST"]),
    Route("/api/v1/lists/{id}/accounts", remove_accounts, methods=["DELETE"]),
]
