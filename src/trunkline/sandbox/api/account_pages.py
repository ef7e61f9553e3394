"""Collections of an account: statuses, followers, following, endorsements, featured hashtags."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.api.paging import account_page
from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.auth import accepts, requires, viewer_id_of, viewer_of
from trunkline.sandbox.http.context import path_id, store_of
from trunkline.sandbox.http.pagination import Cursor, link_header, page_rows
from trunkline.sandbox.http.params import Params, params_of
from trunkline.sandbox.rules.lookup import require_account
from trunkline.sandbox.rules.relations import is_related
from trunkline.sandbox.rules.visibility import UNWANTED_ACCOUNTS, UNWANTED_DOMAINS, readable
from trunkline.sandbox.serializers.serializer import serializer_of
from trunkline.sandbox.serializers.tags import serialize_featured_tags
from trunkline.sandbox.store.database import Row
from trunkline.text.hashtags import normalise_tag

_STATUS_FILTERS = ("only_media", "exclude_replies", "exclude_reblogs", "pinned", "tagged")
_TAGGED = """
EXISTS (SELECT 1 FROM statuses_tags st JOIN tags t ON t.id = st.tag_id WHERE st.status_id = s.id AND t.name = :tag)
"""
_NO_REPLIES = "(s.in_reply_to_account_id IS NULL OR s.in_reply_to_account_id = s.account_id)"
_NO_UNWANTED_BOOSTS = f"""
(s.reblog_of_id IS NULL OR EXISTS (
    SELECT 1 FROM statuses o WHERE o.id = s.reblog_of_id
    AND o.account_id NOT IN ({UNWANTED_ACCOUNTS}) AND o.account_id NOT IN ({UNWANTED_DOMAINS})))
"""
_FOLLOWERS = """
SELECT f.id, f.account_id FROM follows f JOIN accounts a ON a.id = f.account_id
WHERE f.target_account_id = :account AND {wanted} AND {page}
"""
_FOLLOWING = """
SELECT f.id, f.target_account_id AS account_id FROM follows f JOIN accounts a ON a.id = f.target_account_id
WHERE f.account_id = :account AND {wanted} AND {page}
"""
_ENDORSED = """
SELECT a.id, a.id AS account_id FROM endorsements e JOIN accounts a ON a.id = e.target_account_id
WHERE e.account_id = :account AND NOT a.suspended AND {wanted} AND {page}
"""


@accepts("read:statuses")
async def statuses(request: Request) -> Response:
    """GET /api/v1/accounts/:id/statuses."""
    params = await params_of(request)
    store, viewer_id = store_of(request), viewer_id_of(request)
    account = require_account(store, path_id(request))
    if account["suspended"] or (viewer_id is not None and is_related(store, "blocks", account["id"], viewer_id)):
        return answer([])
    pins = "JOIN status_pins p ON p.status_id = s.id AND p.account_id = :account" if params.flag("pinned") else ""
    sql = (
        f"SELECT s.id FROM statuses s {pins} WHERE {' AND '.join(_conditions(params, account, viewer_id))} AND {{page}}"
    )
    values = {
        "account": account["id"],
        "viewer": viewer_id,
        "now": store.now(),
        "tag": normalise_tag((params.text("tagged") or "").removeprefix("#")),
    }
    cursor = Cursor.of(params, 20)
    ids = [row["id"] for row in page_rows(store, sql, values, cursor, "s.id", first="p.id" if pins else "")]
    headers = link_header(request, params, cursor, ids, keep=_STATUS_FILTERS)
    return answer(serializer_of(request).statuses(ids), headers=headers)


def _conditions(params: Params, account: Row, viewer_id: int | None) -> list[str]:
    chosen = ["s.account_id = :account"]
    if viewer_id != account["id"]:
        chosen.append(readable(viewer_id))
        if viewer_id is not None:
            chosen.append(_NO_UNWANTED_BOOSTS)
    if params.flag("only_media"):
        chosen.append("s.has_media = 1")
    if params.flag("exclude_replies"):
        chosen.append(_NO_REPLIES)
    if params.flag("exclude_reblogs"):
        chosen.append("s.reblog_of_id IS NULL")
    if params.flag("exclude_direct"):
        chosen.append("s.visibility <> 'direct'")
    if params.filled("tagged"):
        chosen.append(_TAGGED)
    return chosen


@accepts("read:accounts")
async def followers(request: Request) -> Response:
    """GET /api/v1/accounts/:id/followers: paged by the id of the follow."""
    return await _account_page(request, require_account(store_of(request), path_id(request)), _FOLLOWERS, "f.id")


@accepts("read:accounts")
async def following(request: Request) -> Response:
    """GET /api/v1/accounts/:id/following: paged by the id of the follow."""
    return await _account_page(request, require_account(store_of(request), path_id(request)), _FOLLOWING, "f.id")


@accepts("read:accounts")
async def endorsements(request: Request) -> Response:
    """GET /api/v1/accounts/:id/endorsements: paged by the id of the endorsed account."""
    return await _account_page(request, require_account(store_of(request), path_id(request)), _ENDORSED, "a.id")


@requires("read:accounts")
async def own_endorsements(request: Request) -> Response:
    """GET /api/v1/endorsements: the viewer's own endorsements, with `limit=0` all of them."""
    store, viewer_id = store_of(request), viewer_of(request).account_id
    if (await params_of(request)).text("limit") == "0":
        everybody = _ENDORSED.format(wanted="TRUE", page="TRUE ORDER BY e.created_at, a.id")
        return answer(serializer_of(request).accounts(store.column(everybody, {"account": viewer_id})))
    return await _account_page(request, require_account(store, viewer_id), _ENDORSED, "a.id")


async def _account_page(request: Request, account: Row, sql: str, column: str) -> Response:
    store, viewer_id = store_of(request), viewer_id_of(request)
    own = viewer_id == account["id"]
    hidden = sql is not _ENDORSED and account["hide_collections"] and not own
    if (
        account["suspended"]
        or hidden
        or (viewer_id is not None and is_related(store, "blocks", account["id"], viewer_id))
    ):
        return answer([])
    wanted = "TRUE" if own else f"a.id NOT IN ({UNWANTED_ACCOUNTS})"
    values = {"account": account["id"], "viewer": viewer_id, "now": store.now()}
    return await account_page(request, sql.replace("{wanted}", wanted), values, column)


async def tags(request: Request) -> Response:
    """GET /api/v1/accounts/:id/featured_tags."""
    account = require_account(store_of(request), path_id(request))
    return answer(serialize_featured_tags(serializer_of(request), account))


routes = [
    Route("/api/v1/accounts/{id}/statuses", statuses, methods=["GET"]),
    Route("/api/v1/accounts/{id}/followers", followers, methods=["GET"]),
    Route("/api/v1/accounts/{id}/following", following, methods=["GET"]),
    Route("/api/v1/accounts/{id}/endorsements", endorsements, methods=["GET"]),
    Route("/api/v1/accounts/{id}/featured_tags", tags, methods=["GET"]),
    Route("/api/v1/endorsements", own_endorsements, methods=["GET"]),
]
