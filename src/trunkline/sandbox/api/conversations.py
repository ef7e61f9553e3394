"""`/api/v1/conversations`: direct conversations."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.api.owned import own_row
from trunkline.sandbox.http.answers import answer, empty
from trunkline.sandbox.http.auth import requires, viewer_of
from trunkline.sandbox.http.context import store_of
from trunkline.sandbox.http.pagination import Cursor, link_header, page_rows
from trunkline.sandbox.http.params import params_of
from trunkline.sandbox.live.fanout import fanout_of
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
    return own_row(request, "account_conversations")


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
    fanout_of(request).conversation_changed(_own(request)["id"])
    return answer(serializer_of(request).conversations([_own(request)])[0])


routes = [
    Route("/api/v1/conversations", index, methods=["GET"]),
    Route("/api/v1/conversations/{id}", delete, methods=["DELETE"]),
    Route("/api/v1/conversations/{id}/read", read, methods=["POST"]),
    Route("/api/v1/conversations/{id}/unread", unread, methods=["POST"]),
]
