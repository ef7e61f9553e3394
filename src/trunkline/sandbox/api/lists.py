"""`/api/v1/lists`: lists of followed accounts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer, empty
from trunkline.sandbox.http.auth import requires, viewer_of
from trunkline.sandbox.http.context import path_id, store_of
from trunkline.sandbox.http.pagination import Cursor, link_header, page_rows
from trunkline.sandbox.http.params import Params, params_of
from trunkline.sandbox.http.validation import Problem, blank, inclusion_problems, refuse, too_long
from trunkline.sandbox.rules.feeds import add_member, remove_member
from trunkline.sandbox.rules.limits import MAX_LIST_TITLE
from trunkline.sandbox.rules.lookup import require_account, require_own_row
from trunkline.sandbox.serializers.lists import serialize_list
from trunkline.sandbox.serializers.serializer import serializer_of
from trunkline.sandbox.store.database import Row, Store

# Source: https://github.com/mastodon/mastodon/blob/main/app/models/list.rb
_LARGEST_NUMBER = 50
_TOO_MANY = "You have reached the maximum number of lists"
_NEW = {"title": "", "replies_policy": "list"}
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
    if params.has("replies_policy"):
        changes["replies_policy"] = params.text("replies_policy") or ""
    exclusive = params.maybe_flag("exclusive")
    if exclusive is not None:
        changes["exclusive"] = exclusive
    return changes


# Source: https://github.com/mastodon/mastodon/blob/main/app/models/list.rb
def _problems(columns: Mapping[str, Any]) -> list[Problem]:
    problems = [blank("title")] if not columns["title"].strip() else []
    if len(columns["title"]) > MAX_LIST_TITLE:
        problems.append(too_long("title", MAX_LIST_TITLE))
    return [*inclusion_problems("replies_policy", columns["replies_policy"], REPLIES_POLICIES), *problems]


@requires("write:lists")
async def create(request: Request) -> Response:
    """POST /api/v1/lists."""
    store, account_id = store_of(request), viewer_of(request).account_id
    changes = {**_NEW, **_changes(await params_of(request))}
    problems = _problems(changes)
    if store.value("SELECT count(*) FROM lists WHERE account_id = ?", (account_id,)) >= _LARGEST_NUMBER:
        problems.append(Problem("base", "ERR_INVALID", _TOO_MANY))
    refuse(problems)
    list_id = store.insert("lists", {**changes, "account_id": account_id, "created_at": store.now()})
    return answer(serialize_list(_own(request, list_id)))


@requires("write:lists")
async def update(request: Request) -> Response:
    """PUT /api/v1/lists/:id."""
    store, row = store_of(request), _own(request, path_id(request))
    changes = _changes(await params_of(request))
    refuse(_problems({**dict(row), **changes}))
    store.update("lists", row["id"], changes)
    return answer(serialize_list(_own(request, row["id"])))


@requires("write:lists")
async def delete(request: Request) -> Response:
    """DELETE /api/v1/lists/:id."""
    row = _own(request, path_id(request))
    store_of(request).execute("DELETE FROM lists WHERE id = ?", (row["id"],))
    return empty()


@requires("read:lists")
async def accounts(request: Request) -> Response:
    """GET /api/v1/lists/:id/accounts: with `limit=0` all of them, in the order in which they were added."""
    row, params = _own(request, path_id(request)), await params_of(request)
    store = store_of(request)
    values = {"list": row["id"]}
    if params.text("limit") == "0":
        everybody = store.rows(_MEMBERS.replace("{page}", "TRUE ORDER BY la.rowid"), values)
        return answer(serializer_of(request).accounts(member["account_id"] for member in everybody))
    cursor = Cursor.of(params, 40, min_id=False)
    ids = [member["account_id"] for member in page_rows(store, _MEMBERS, values, cursor, "la.account_id")]
    return answer(serializer_of(request).accounts(ids), headers=link_header(request, params, cursor, ids))


@requires("write:lists")
async def add_accounts(request: Request) -> Response:
    """POST /api/v1/lists/:id/accounts: all of them or none. What they have posted joins the timeline."""
    store, row = store_of(request), _own(request, path_id(request))
    ids = [require_account(store, one)["id"] for one in await _account_ids(request)]
    with store.transaction():
        for account_id in ids:
            _add(store, row, account_id)
    return empty()


async def _account_ids(request: Request) -> list[int]:
    """Return the ids in the list `account_ids[]`."""
    params = await params_of(request)
    sent = params.get("account_ids")
    return list(dict.fromkeys(params.integers("account_ids"))) if isinstance(sent, list) else []


# Source: https://github.com/mastodon/mastodon/blob/main/app/models/list_account.rb
def _add(store: Store, row: Row, account_id: int) -> None:
    """Add an account to a list. The list's owner must follow it, have asked to follow it, or be it."""
    problems = []
    if store.value("SELECT 1 FROM list_accounts WHERE list_id = ? AND account_id = ?", (row["id"], account_id)):
        problems.append(Problem("account_id", "ERR_TAKEN", "is already on the list", "Account"))
    if account_id != row["account_id"] and not store.value(_FOLLOWED, (row["account_id"], account_id)):
        problems.append(Problem("account_id", "ERR_INVALID", "must be a followed account", "Account"))
    refuse(problems)
    store.insert("list_accounts", {"list_id": row["id"], "account_id": account_id})
    add_member(store, row["id"], account_id)


@requires("write:lists")
async def remove_accounts(request: Request) -> Response:
    """DELETE /api/v1/lists/:id/accounts: their posts leave the timeline."""
    store, row = store_of(request), _own(request, path_id(request))
    ids = await _account_ids(request)
    with store.transaction():
        for account_id in ids:
            store.execute("DELETE FROM list_accounts WHERE list_id = ? AND account_id = ?", (row["id"], account_id))
            remove_member(store, row["id"], account_id)
    return empty()


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
