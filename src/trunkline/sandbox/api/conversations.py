"""`/api/v1/conversations`: direct conversations."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer, empty
from trunkline.sandbox.http.auth import requires, viewer_of
from trunkline.sandbox.http.context import path_id, store_of
from trunkline.sandbox.http.pagination import Cursor, link_header, page_rows
from trunkline.sandbox.http.params import params_of
from trunkline.sandbox.rules.lookup import require_row
from trunkline.sandbox.serializers.serializer import serializer_of
from trunkline.sandbox.store.database import Row

_CONVERSATIONS = """
SELECT * FROM account_conversations c
WHERE c.account_id = :viewer AND c.last_status_id IS NOT NULL AND {page}
"""


@requires("read:statuses")
async def index(request: Request) -> Response:
    """GET /api/v1/conversations: paged by the id of the last status."""
    params = await params_of(request)
    cursor = Cursor.of(params, 20)
    values = {"viewer": viewer_of(request).account_id}
    rows = page_rows(store_of(request), _CONVERSATIONS, values, cursor, "c.last_status_id")
    headers = link_header(request, params, cursor, [row["last_status_id"] for row in rows])
    return answer(serializer_of(request).conversations(rows), headers=headers)


def _own(request: Request) -> Row:
    values = (path_id(request), viewer_of(request).account_id)
    return require_row(store_of(request), "SELECT * FROM account_conversations WHERE id = ? AND account_id = ?", values)


@requires("write:conversations")
async def delete(request: Request) -> Response:
    """DELETE /api/v1/conversations/:id."""
    store_of(request).execute("DELETE FROM account_conversations WHERE id = ?", (_own(request)["id"],))
    return empty()


@requires("write:conversations")
async def read(request: Request) -> Response:
    """POST /api/v1/conversations/:id/read."""
    return _mark(request, unread=False)


@requires("write:conversations")
async def unread(request: Request) -> Response:
    """POST /api/v1/conversations/:id/unread."""
    return _mark(request, unread=True)


def _mark(request: Request, *, unread: bool) -> Response:
    store_of(request).update("account_conversations", _own(request)["id"], {"unread": unread})
    return answer(serializer_of(request).conversations([_own(request)])[0])


routes = [
    Route("/api/v1/conversations", index, methods=["GET"]),
    Route("/api/v1/conversations/{id}", delete, methods=["DELETE"]),
    Route("/api/v1/conversations/{id}/read", read, methods=["POST"]),
    Route("/api/v1/conversations/{id}/unread", unread, methods=["POST"]),
]
