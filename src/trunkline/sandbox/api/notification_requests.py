"""`/api/v1/notifications/requests`: senders of filtered notifications."""

from __future__ import annotations

from typing import Any

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
from trunkline.sandbox.rules.notification_requests import accept_request, dismiss_request, forget_request
from trunkline.sandbox.serializers.serializer import serializer_of
from trunkline.sandbox.store.database import Row, id_list
from trunkline.sandbox.store.times import iso

_REQUESTS = """
SELECT r.* FROM notification_requests r JOIN accounts a ON a.id = r.from_account_id
WHERE r.account_id = :viewer AND NOT a.suspended AND {page}
"""


def _shown(request: Request, rows: list[Row]) -> list[dict[str, Any]]:
    serializer = serializer_of(request)
    accounts = {one["id"]: one for one in serializer.accounts({row["from_account_id"] for row in rows})}
    last_ids = {row["last_status_id"] for row in rows if row["last_status_id"] is not None}
    statuses = {one["id"]: one for one in serializer.statuses(last_ids)}
    return [
        {
            "id": str(row["id"]),
            "created_at": iso(row["created_at"]),
            "updated_at": iso(row["updated_at"]),
            "notifications_count": str(row["notifications_count"]),
            "account": accounts[str(row["from_account_id"])],
            "last_status": statuses.get(str(row["last_status_id"])),
        }
        for row in rows
    ]


@requires("read:notifications")
async def index(request: Request) -> Response:
    """GET /api/v1/notifications/requests."""
    params = await params_of(request)
    cursor = Cursor.of(params, 40)
    rows = page_rows(store_of(request), _REQUESTS, {"viewer": viewer_of(request).account_id}, cursor, "r.id")
    headers = link_header(request, params, cursor, [row["id"] for row in rows])
    return answer(_shown(request, rows), headers=headers)


@requires("read:notifications")
async def show(request: Request) -> Response:
    """GET /api/v1/notifications/requests/:id."""
    return answer(_shown(request, [_own(request)])[0])


def _own(request: Request) -> Row:
    return own_row(request, "notification_requests")


async def _own_of_params(request: Request) -> list[Row]:
    ids = id_list((await params_of(request)).integers("id", single=True))
    return store_of(request).rows(
        "SELECT * FROM notification_requests WHERE account_id = ? AND id IN (SELECT value FROM json_each(?))",
        (viewer_of(request).account_id, ids),
    )


@requires("write:notifications")
async def accept(request: Request) -> Response:
    """POST /api/v1/notifications/requests/:id/accept."""
    return _accept(request, [_own(request)])


@requires("write:notifications")
async def accept_bulk(request: Request) -> Response:
    """POST /api/v1/notifications/requests/accept: the requests in `id[]`."""
    return _accept(request, await _own_of_params(request))


@requires("write:notifications")
async def dismiss(request: Request) -> Response:
    """POST /api/v1/notifications/requests/:id/dismiss."""
    store, row = store_of(request), _own(request)
    with store.transaction():
        dismiss_request(store, row)
    return empty()


@requires("write:notifications")
async def dismiss_bulk(request: Request) -> Response:
    """POST /api/v1/notifications/requests/dismiss: the requests in `id[]`. What was filtered stays, filtered."""
    store, rows = store_of(request), await _own_of_params(request)
    with store.transaction():
        for row in rows:
            forget_request(store, row)
    return empty()


def _accept(request: Request, rows: list[Row]) -> Response:
    """Accept the senders for good and unfilter their notifications."""
    store = store_of(request)
    with store.transaction():
        conversations = [changed for row in rows for changed in accept_request(store, row)]
    if rows:
        fanout_of(request).requests_accepted(viewer_of(request).account_id, conversations)
    return empty()


@requires("read:notifications")
async def merged(_request: Request) -> Response:
    """GET /api/v1/notifications/requests/merged: always true, because accepting happens at once."""
    return answer({"merged": True})


_ROOT = "/api/v1/notifications/requests"
routes = [
    Route(_ROOT, index, methods=["GET"]),
    Route(f"{_ROOT}/accept", accept_bulk, methods=["POST"]),
    Route(f"{_ROOT}/dismiss", dismiss_bulk, methods=["POST"]),
    Route(f"{_ROOT}/merged", merged, methods=["GET"]),
    Route(f"{_ROOT}/{{id}}", show, methods=["GET"]),
    Route(f"{_ROOT}/{{id}}/accept", accept, methods=["POST"]),
    Route(f"{_ROOT}/{{id}}/dismiss", dismiss, methods=["POST"]),
]
