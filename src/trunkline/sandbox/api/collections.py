"""`/api/v1/collections`: collections of accounts, and the lists of those of and about an account."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer, bodiless
from trunkline.sandbox.http.auth import Handler, accepts, requires, user_of, viewer_id_of, viewer_of
from trunkline.sandbox.http.context import base_of, path_id, store_of
from trunkline.sandbox.http.errors import ApiError, forbidden
from trunkline.sandbox.http.offsets import offset_of
from trunkline.sandbox.http.pagination import limit_of
from trunkline.sandbox.http.params import Params, params_of
from trunkline.sandbox.http.validation import Problem, validation_failed, validation_message
from trunkline.sandbox.live.fanout import fanout_of
from trunkline.sandbox.rules.collections import (
    add_item,
    collection_changes,
    collection_problems,
    limit_problems,
    tag_id_of,
    tag_name_of,
)
from trunkline.sandbox.rules.lookup import require_account, require_row
from trunkline.sandbox.rules.relations import is_related
from trunkline.sandbox.serializers.collections import collection_item, collections
from trunkline.sandbox.serializers.serializer import serializer_of
from trunkline.sandbox.store.database import Row, Store

_ALPHA = "/api/v1_alpha"
_SINCE_V1 = "@1781049600"
_OF_ACCOUNT = "FROM collections c WHERE c.account_id = :account AND (c.discoverable OR c.account_id IS :viewer)"
_WITH_ACCOUNT = """
FROM collections c JOIN collection_items i ON i.collection_id = c.id
WHERE i.account_id = :account AND i.state = 'accepted'
"""


class _InvalidCollection(ApiError):
    """A 422 whose error is an object, as only collections have it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        found = validation_failed(problems, details=True)
        super().__init__(422, found.message, details=found.details)

    def body(self) -> dict[str, Any]:
        """Return the JSON body."""
        return {"error": super().body()}


@accepts("read:collections")
async def show(request: Request) -> Response:
    """GET /api/v1/collections/:id."""
    row, viewer_id = _collection(request), viewer_id_of(request)
    if viewer_id is not None and is_related(store_of(request), "blocks", row["account_id"], viewer_id):
        raise forbidden()
    shown = _shown(request, row["id"])["collection"]
    accounts = [row["account_id"], *(int(item["account_id"]) for item in shown["items"])]
    return answer({"collection": shown, "accounts": serializer_of(request).accounts(accounts)})


def _collection(request: Request, name: str = "id") -> Row:
    return require_row(store_of(request), "SELECT * FROM collections WHERE id = ?", (path_id(request, name),))


def _own_collection(request: Request, name: str = "id") -> Row:
    row = _collection(request, name)
    if row["account_id"] != viewer_of(request).account_id:
        raise forbidden()
    return row


def _shown(request: Request, collection_id: int) -> dict[str, Any]:
    store = store_of(request)
    row = require_row(store, "SELECT * FROM collections WHERE id = ?", (collection_id,))
    return {"collection": collections(store, base_of(request), viewer_id_of(request), [row])[0]}


@requires("write:collections")
async def create(request: Request) -> Response:
    """POST /api/v1/collections."""
    params, store = await params_of(request), store_of(request)
    viewer_id, now = viewer_of(request).account_id, store.now()
    members = [require_account(store, one) for one in dict.fromkeys(_account_ids(params))]
    for member in members:
        _require_willing(request, member)
    values, tag_name = collection_changes(params), tag_name_of(params)
    problems = [*collection_problems(store, values, tag_name), *limit_problems(store, viewer_id, len(members))]
    if problems:
        raise _InvalidCollection(problems)
    with store.transaction():
        own = {"id": store.new_id(), "account_id": viewer_id, "created_at": now, "updated_at": now}
        collection_id = store.insert("collections", {**values, **own, "tag_id": tag_id_of(store, tag_name)})
        for member in members:
            add_item(store, collection_id, member["id"], accepted=member["domain"] is None)
    for member in members:
        _tell(request, "added_to_collection", member["id"], collection_id)
    return answer(_shown(request, collection_id))


def _account_ids(params: Params) -> list[int]:
    return params.integers("account_ids") if isinstance(params.get("account_ids"), list) else []


def _require_willing(request: Request, account: Row) -> None:
    """Refuse accounts that may not be added to collections of the viewer."""
    store, viewer_id = store_of(request), viewer_of(request).account_id
    approval = serializer_of(request).account(account["id"])["feature_approval"]["current_user"]
    blocks = is_related(store, "blocks", account["id"], viewer_id) or is_related(
        store, "blocks", viewer_id, account["id"]
    )
    if approval == "denied" or blocks:
        raise forbidden()


def _tell(request: Request, kind: str, account_id: int, collection_id: int) -> None:
    """Notify a member of a collection."""
    details = {"collection_id": collection_id}
    fanout_of(request).notify(account_id, kind, viewer_of(request).account_id, details=details)


@requires("write:collections")
async def update(request: Request) -> Response:
    """PUT and PATCH /api/v1/collections/:id: what is left out stays."""
    params, store, row = await params_of(request), store_of(request), _own_collection(request)
    changes, tag_name = collection_changes(params), tag_name_of(params)
    problems = collection_problems(store, {**dict(row), **changes}, tag_name)
    if problems:
        raise _InvalidCollection(problems)
    with store.transaction():
        if params.has("tag_name"):
            changes["tag_id"] = tag_id_of(store, tag_name)
        if any(row[name] != value for name, value in changes.items()):
            store.update("collections", row["id"], {**changes, "updated_at": store.now()})
    if any(row[name] != changes.get(name, row[name]) for name in ("name", "description")):
        for account_id in _members(store, row):
            _tell(request, "collection_update", account_id, row["id"])
    return answer(_shown(request, row["id"]))


def _members(store: Store, collection: Row) -> list[int]:
    sql = "SELECT account_id FROM collection_items WHERE collection_id = ? AND state = 'accepted' ORDER BY id"
    return store.column(sql, (collection["id"],))


@requires("write:collections")
async def delete(request: Request) -> Response:
    """DELETE /api/v1/collections/:id."""
    store_of(request).execute("DELETE FROM collections WHERE id = ?", (_own_collection(request)["id"],))
    return bodiless(request)


@requires("write:collections")
async def add(request: Request) -> Response:
    """POST /api/v1/collections/:id/items."""
    params, store = await params_of(request), store_of(request)
    _collection(request, "collection_id")
    if params.filled("account_id") is None:
        raise ApiError(422, "`account_id` parameter is missing")
    account = require_account(store, params.integer("account_id") or 0)
    row = _own_collection(request, "collection_id")
    _require_willing(request, account)
    sql = "SELECT 1 FROM collection_items WHERE collection_id = ? AND account_id = ?"
    if store.row(sql, (row["id"], account["id"])) is not None:
        raise validation_message("Account has already been taken")
    item_id = add_item(store, row["id"], account["id"], accepted=account["domain"] is None)
    _tell(request, "added_to_collection", account["id"], row["id"])
    item = require_row(store, "SELECT * FROM collection_items WHERE id = ?", (item_id,))
    return answer({"collection_item": collection_item(item)})


def _item(request: Request, collection: Row) -> Row:
    sql = "SELECT * FROM collection_items WHERE id = ? AND collection_id = ?"
    return require_row(store_of(request), sql, (path_id(request), collection["id"]))


@requires("write:collections")
async def remove(request: Request) -> Response:
    """DELETE /api/v1/collections/:collection_id/items/:id."""
    item = _item(request, _collection(request, "collection_id"))
    _own_collection(request, "collection_id")
    store_of(request).execute("DELETE FROM collection_items WHERE id = ?", (item["id"],))
    return bodiless(request)


@requires("write:collections")
async def revoke(request: Request) -> Response:
    """POST /api/v1/collections/:collection_id/items/:id/revoke: a member leaves, and cannot be added again."""
    item = _item(request, _collection(request, "collection_id"))
    if item["account_id"] != viewer_of(request).account_id:
        raise forbidden()
    store_of(request).update("collection_items", item["id"], {"state": "revoked"})
    return bodiless(request)


@accepts("read:collections")
async def of_account(request: Request) -> Response:
    """GET /api/v1/accounts/:id/collections: empty for people whom the account blocks."""
    store, viewer_id = store_of(request), viewer_id_of(request)
    account = require_account(store, path_id(request, "account_id"))
    if viewer_id is not None and is_related(store, "blocks", account["id"], viewer_id):
        return answer({"collections": []})
    return await _page(request, account, f"{_OF_ACCOUNT} ORDER BY c.id DESC", 100)


@accepts("read:collections")
async def with_account(request: Request) -> Response:
    """GET /api/v1/accounts/:id/in_collections: for the account itself only."""
    viewer = user_of(request)
    account = require_account(store_of(request), path_id(request, "account_id"))
    if account["id"] != viewer.account_id:
        raise forbidden()
    return await _page(request, account, f"{_WITH_ACCOUNT} ORDER BY c.id", 80)


# Source: https://github.com/mastodon/mastodon/blob/main/app/controllers/api/v1/collections_controller.rb
async def _page(request: Request, account: Row, found: str, largest: int) -> Response:
    """Answer with one page of collections. Mastodon multiplies the offset to see if there are more."""
    params, store, viewer_id = await params_of(request), store_of(request), viewer_id_of(request)
    limit, offset = limit_of(params, 40, largest), offset_of(params)
    values = {"account": account["id"], "viewer": viewer_id, "limit": limit, "offset": offset}
    rows = store.rows(f"SELECT c.* {found} LIMIT :limit OFFSET :offset", values)
    links = []
    if offset * limit + len(rows) < store.value(f"SELECT count(*) FROM (SELECT c.id {found})", values):
        links.append((offset + limit, "next"))
    if offset:
        links.append((offset - limit, "prev"))
    kept = "" if params.filled("limit") is None else f"limit={params.text('limit')}&"
    address = f"{base_of(request)}{request.url.path}"
    header = ", ".join(f'<{address}?{kept}offset={start}>; rel="{rel}"' for start, rel in links)
    shown = {"collections": collections(store, base_of(request), viewer_id, rows)}
    return answer(shown, headers={"Link": header} if header else {})


def _deprecated(handler: Handler) -> Handler:
    """Serve the path of the pre-release."""

    async def handle(request: Request) -> Response:
        response = await handler(request)
        response.headers["Deprecation"] = _SINCE_V1
        return response

    return handle


_ENDPOINTS: tuple[tuple[str, Handler, tuple[str, ...]], ...] = (
    ("collections", create, ("POST",)),
    ("collections/{id}", show, ("GET",)),
    ("collections/{id}", update, ("PUT", "PATCH")),
    ("collections/{id}", delete, ("DELETE",)),
    ("collections/{collection_id}/items", add, ("POST",)),
    ("collections/{collection_id}/items/{id}", remove, ("DELETE",)),
    ("collections/{collection_id}/items/{id}/revoke", revoke, ("POST",)),
    ("accounts/{account_id}/collections", of_account, ("GET",)),
)
_WITH_ACCOUNT_PATH = "accounts/{account_id}/in_collections"

routes = [
    *(Route(f"/api/v1/{path}", handler, methods=list(methods)) for path, handler, methods in _ENDPOINTS),
    *(Route(f"{_ALPHA}/{path}", _deprecated(handler), methods=list(methods)) for path, handler, methods in _ENDPOINTS),
    *(Route(f"{prefix}/{_WITH_ACCOUNT_PATH}", with_account, methods=["GET"]) for prefix in ("/api/v1", _ALPHA)),
]
