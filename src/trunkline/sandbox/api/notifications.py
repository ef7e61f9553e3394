"""`/api/v1/notifications`: single notifications."""

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
from trunkline.sandbox.rules.notification_requests import reconsider_request
from trunkline.sandbox.rules.notification_selection import NotificationSelection, count_limit, last_read
from trunkline.sandbox.serializers.serializer import serializer_of

_KEPT = ("types[]", "exclude_types[]", "account_id", "include_filtered", "supported_types[]")


@requires("read:notifications")
async def index(request: Request) -> Response:
    """GET /api/v1/notifications."""
    params = await params_of(request)
    cursor = Cursor.of(params, 40)
    selection = NotificationSelection.of(params, viewer_of(request).account_id)
    sql = f"SELECT * FROM notifications n WHERE {selection.condition} AND {{page}}"
    rows = page_rows(store_of(request), sql, selection.values, cursor, "n.id")
    ids = [row["id"] for row in rows]
    headers = link_header(request, params, cursor, ids, keep=_KEPT, always_next=True)
    return answer(serializer_of(request).notifications(rows), headers=headers)


@requires("read:notifications")
async def show(request: Request) -> Response:
    """GET /api/v1/notifications/:id."""
    row = own_row(request, "notifications")
    return answer(serializer_of(request).notifications([row])[0])


@requires("read:notifications")
async def unread_count(request: Request) -> Response:
    """GET /api/v1/notifications/unread_count: notifications after the marker."""
    params, store = await params_of(request), store_of(request)
    viewer_id = viewer_of(request).account_id
    selection = NotificationSelection.of(params, viewer_id)
    sql = f"SELECT 1 FROM notifications n WHERE {selection.condition} AND n.id > :last LIMIT :limit"
    values = {**selection.values, "last": last_read(store, viewer_id), "limit": count_limit(params)}
    return answer({"count": len(store.rows(sql, values))})


@requires("write:notifications")
async def clear(request: Request) -> Response:
    """POST /api/v1/notifications/clear and /api/v2/notifications/clear."""
    sql = "DELETE FROM notifications WHERE account_id = ?"
    store_of(request).execute(sql, (viewer_of(request).account_id,))
    return empty()


@requires("write:notifications")
async def dismiss(request: Request) -> Response:
    """POST /api/v1/notifications/:id/dismiss."""
    store, row = store_of(request), own_row(request, "notifications")
    with store.transaction():
        store.execute("DELETE FROM notifications WHERE id = ?", (row["id"],))
        reconsider_request(store, row["account_id"], row["from_account_id"])
    return empty()


routes = [
    Route("/api/v1/notifications", index, methods=["GET"]),
    Route("/api/v1/notifications/unread_count", unread_count, methods=["GET"]),
    Route("/api/v1/notifications/clear", clear, methods=["POST"]),
    Route("/api/v2/notifications/clear", clear, methods=["POST"]),
    Route("/api/v1/notifications/{id}", show, methods=["GET"]),
    Route("/api/v1/notifications/{id}/dismiss", dismiss, methods=["POST"]),
]
