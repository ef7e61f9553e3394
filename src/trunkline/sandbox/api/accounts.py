"""`/api/v1/accounts`: accounts by id and handle, search, and relationships."""

from __future__ import annotations

from datetime import date

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.auth import accepts, required_viewer_of, requires, viewer_of
from trunkline.sandbox.http.context import domain_of, path_id, store_of
from trunkline.sandbox.http.deprecation import deprecated
from trunkline.sandbox.http.errors import not_found
from trunkline.sandbox.http.pagination import limit_of
from trunkline.sandbox.http.params import params_of
from trunkline.sandbox.rules.account_search import search_accounts
from trunkline.sandbox.rules.accounts import find_account
from trunkline.sandbox.rules.limits import MAX_ACCOUNTS_BY_ID
from trunkline.sandbox.rules.lookup import require_account, require_active_account
from trunkline.sandbox.rules.visibility import ACTIVE
from trunkline.sandbox.serializers.lists import serialize_list
from trunkline.sandbox.serializers.serializer import serializer_of
from trunkline.sandbox.store.database import id_list

_FAMILIAR = """
SELECT theirs.target_account_id AS target, theirs.account_id AS follower
FROM follows theirs JOIN follows mine ON mine.target_account_id = theirs.account_id
JOIN accounts a ON a.id = theirs.account_id
WHERE mine.account_id = :viewer AND theirs.target_account_id IN (SELECT value FROM json_each(:ids))
    AND a.hide_collections IS NOT 1
ORDER BY theirs.id DESC
"""
_LISTS = """
SELECT l.* FROM lists l JOIN list_accounts la ON la.list_id = l.id
WHERE l.account_id = ? AND la.account_id = ? ORDER BY l.id
"""


@accepts("read:accounts")
async def index(request: Request) -> Response:
    """GET /api/v1/accounts: several accounts by id, in the order of their age."""
    ids = (await params_of(request)).distinct_ids("id", MAX_ACCOUNTS_BY_ID)
    sql = f"SELECT a.id FROM accounts a WHERE a.id IN (SELECT value FROM json_each(?)) AND {ACTIVE} ORDER BY a.id"
    return answer(serializer_of(request).accounts(store_of(request).column(sql, (id_list(ids),))))


@accepts("read:accounts")
async def show(request: Request) -> Response:
    """GET /api/v1/accounts/:id."""
    account = require_active_account(store_of(request), path_id(request))
    return answer(serializer_of(request).account(account["id"]))


@accepts("read:accounts")
async def lookup(request: Request) -> Response:
    """GET /api/v1/accounts/lookup: one account by handle; other servers are not asked."""
    params = await params_of(request)
    account = find_account(store_of(request), (params.text("acct") or "").strip(), domain_of(request))
    if account is None or account["purged"]:
        raise not_found()
    return answer(serializer_of(request).account(account["id"]))


@requires("profile", "read:accounts")
async def verify_credentials(request: Request) -> Response:
    """GET /api/v1/accounts/verify_credentials."""
    return answer(serializer_of(request).credential_account(viewer_of(request).account_id))


@requires("read:accounts")
async def search(request: Request) -> Response:
    """GET /api/v1/accounts/search: paged by `offset`."""
    params = await params_of(request)
    ids = search_accounts(
        store_of(request),
        params.text("q") or "",
        domain_of(request),
        viewer_id=viewer_of(request).account_id,
        limit=limit_of(params, 40),
        offset=max(params.integer("offset") or 0, 0),
        following=params.flag("following"),
    )
    return answer(serializer_of(request).accounts(ids))


@requires("read:follows")
async def relationships(request: Request) -> Response:
    """GET /api/v1/accounts/relationships."""
    params = await params_of(request)
    ids = params.integers("id", single=True)
    left_out = "purged" if params.flag("with_suspended") else "(purged OR suspended)"
    gone = f"SELECT id FROM accounts WHERE {left_out} AND id IN (SELECT value FROM json_each(?))"
    absent = set(store_of(request).column(gone, (id_list(ids),)))
    ids = [account_id for account_id in ids if account_id not in absent]
    return answer(serializer_of(request).relationships(ids))


@requires("read:follows")
async def familiar_followers(request: Request) -> Response:
    """GET /api/v1/accounts/familiar_followers: accounts that the viewer follows and that follow the given ones."""
    params = await params_of(request)
    ids = list(dict.fromkeys(params.integers("id", single=True)))
    store, viewer = store_of(request), viewer_of(request)
    known = set(store.column("SELECT id FROM accounts WHERE id IN (SELECT value FROM json_each(?))", (id_list(ids),)))
    followers: dict[int, list[int]] = {account_id: [] for account_id in ids if account_id in known}
    for row in store.rows(_FAMILIAR, {"viewer": viewer.account_id, "ids": id_list(followers)}):
        followers[row["target"]].append(row["follower"])
    shown = {int(one["id"]): one for one in serializer_of(request).accounts({i for f in followers.values() for i in f})}
    return answer(
        [{"id": str(one), "accounts": [shown[other] for other in others]} for one, others in followers.items()]
    )


@requires("read:lists")
async def lists(request: Request) -> Response:
    """GET /api/v1/accounts/:id/lists: lists of the viewer that contain the account."""
    store = store_of(request)
    account = require_account(store, path_id(request))
    rows = store.rows(_LISTS, (viewer_of(request).account_id, account["id"]))
    return answer([serialize_list(row) for row in rows])


@deprecated(date(2022, 3, 30))
@accepts()
async def identity_proofs(request: Request) -> Response:
    """GET /api/v1/accounts/:id/identity_proofs: always empty, for accounts that do not exist too."""
    required_viewer_of(request)
    return answer([])


routes = [
    Route("/api/v1/accounts", index, methods=["GET"]),
    Route("/api/v1/accounts/lookup", lookup, methods=["GET"]),
    Route("/api/v1/accounts/verify_credentials", verify_credentials, methods=["GET"]),
    Route("/api/v1/accounts/search", search, methods=["GET"]),
    Route("/api/v1/accounts/relationships", relationships, methods=["GET"]),
    Route("/api/v1/accounts/familiar_followers", familiar_followers, methods=["GET"]),
    Route("/api/v1/accounts/{id}", show, methods=["GET"]),
    Route("/api/v1/accounts/{id}/lists", lists, methods=["GET"]),
    Route("/api/v1/accounts/{id}/identity_proofs", identity_proofs, methods=["GET"]),
]
