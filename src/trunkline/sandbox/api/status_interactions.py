"""Accounts that boosted or favourited a status, and statuses that quote it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.api.paging import account_page
from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.auth import accepts, requires, viewer_id_of
from trunkline.sandbox.http.context import path_id, store_of
from trunkline.sandbox.http.pagination import Cursor, link_header, page_rows
from trunkline.sandbox.http.params import params_of
from trunkline.sandbox.rules.lookup import require_visible_status
from trunkline.sandbox.rules.visibility import READABLE, UNWANTED_ACCOUNTS
from trunkline.sandbox.serializers.serializer import serializer_of

_BOOSTS = f"""
SELECT s.id, s.account_id FROM statuses s
WHERE s.reblog_of_id = :status AND s.visibility IN ('public', 'unlisted')
    AND s.account_id NOT IN ({UNWANTED_ACCOUNTS}) AND {{page}}
"""
_FAVOURITES = f"""
SELECT f.id, f.account_id FROM favourites f
WHERE f.status_id = :status AND f.account_id NOT IN ({UNWANTED_ACCOUNTS}) AND {{page}}
"""
_QUOTES = f"""
SELECT q.id, q.status_id FROM quotes q JOIN statuses s ON s.id = q.status_id
WHERE q.quoted_status_id = :status AND q.state = 'accepted' AND {READABLE}
    AND s.account_id NOT IN ({UNWANTED_ACCOUNTS}) AND {{page}}
"""


@accepts("read:accounts")
async def reblogged_by(request: Request) -> Response:
    """GET /api/v1/statuses/:id/reblogged_by: paged by the id of the boost."""
    return await _account_page(request, _BOOSTS, "s.id")


@accepts("read:accounts")
async def favourited_by(request: Request) -> Response:
    """GET /api/v1/statuses/:id/favourited_by: paged by the id of the favourite."""
    return await _account_page(request, _FAVOURITES, "f.id")


async def _account_page(request: Request, sql: str, column: str) -> Response:
    store, viewer_id = store_of(request), viewer_id_of(request)
    status = require_visible_status(store, path_id(request), viewer_id)
    return await account_page(request, sql, {"status": status["id"], "viewer": viewer_id, "now": store.now()}, column)


@requires("read:statuses")
async def quotes(request: Request) -> Response:
    """GET /api/v1/statuses/:id/quotes: paged by the id of the quote."""
    params = await params_of(request)
    store, viewer_id = store_of(request), viewer_id_of(request)
    status = require_visible_status(store, path_id(request), viewer_id)
    cursor = Cursor.of(params, 20, min_id=False)
    values = {"status": status["id"], "viewer": viewer_id, "now": store.now()}
    rows = page_rows(store, _QUOTES, values, cursor, "q.id")
    statuses = serializer_of(request).statuses((row["status_id"] for row in rows), listed=False)
    return answer(statuses, headers=link_header(request, params, cursor, [row["id"] for row in rows]))


routes = [
    Route("/api/v1/statuses/{id}/reblogged_by", reblogged_by, methods=["GET"]),
    Route("/api/v1/statuses/{id}/favourited_by", favourited_by, methods=["GET"]),
    Route("/api/v1/statuses/{id}/quotes", quotes, methods=["GET"]),
]
