"""`/api/v2/filters/:id/statuses` and `/api/v2/filters/statuses`: single statuses in filters."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer, empty
from trunkline.sandbox.http.auth import requires, viewer_of
from trunkline.sandbox.http.context import path_id, store_of
from trunkline.sandbox.http.params import params_of
from trunkline.sandbox.http.validation import validation_message
from trunkline.sandbox.rules.filters import own_filter
from trunkline.sandbox.rules.lookup import require_row
from trunkline.sandbox.rules.visibility import visible_statuses
from trunkline.sandbox.serializers.filters import filter_status
from trunkline.sandbox.store.database import Row, Store

_OWN = """
SELECT s.* FROM filter_statuses s JOIN filters f ON f.id = s.filter_id WHERE s.id = ? AND f.account_id = ?
"""


def _own(request: Request) -> Row:
    return require_row(store_of(request), _OWN, (path_id(request), viewer_of(request).account_id))


@requires("read:filters")
async def index(request: Request) -> Response:
    """GET /api/v2/filters/:id/statuses."""
    store = store_of(request)
    row = own_filter(store, path_id(request), viewer_of(request).account_id)
    found = store.rows("SELECT * FROM filter_statuses WHERE filter_id = ? ORDER BY id", (row["id"],))
    return answer([filter_status(one) for one in found])


@requires("read:filters")
async def show(request: Request) -> Response:
    """GET /api/v2/filters/statuses/:id."""
    return answer(filter_status(_own(request)))


@requires("write:filters")
async def create(request: Request) -> Response:
    """POST /api/v2/filters/:id/statuses."""
    store, account_id = store_of(request), viewer_of(request).account_id
    row = own_filter(store, path_id(request), account_id)
    status_id = (await params_of(request)).integer("status_id") or 0
    _check(store, row["id"], status_id, account_id)
    entry_id = store.insert("filter_statuses", {"filter_id": row["id"], "status_id": status_id})
    return answer(filter_status(require_row(store, _OWN, (entry_id, account_id))))


def _check(store: Store, filter_id: int, status_id: int, account_id: int) -> None:
    if not store.value("SELECT 1 FROM statuses WHERE id = ?", (status_id,)):
        raise validation_message("Status must exist")
    pair = (filter_id, status_id)
    if store.value("SELECT 1 FROM filter_statuses WHERE filter_id = ? AND status_id = ?", pair):
        raise validation_message("Status has already been taken")
    if not visible_statuses(store, [status_id], account_id):
        raise validation_message("Status is invalid")


@requires("write:filters")
async def delete(request: Request) -> Response:
    """DELETE /api/v2/filters/statuses/:id."""
    store_of(request).execute("DELETE FROM filter_statuses WHERE id = ?", (_own(request)["id"],))
    return empty()


routes = [
    Route("/api/v2/filters/{id}/statuses", index, methods=["GET"]),
    Route("/api/v2/filters/{id}/statuses", create, methods=["POST"]),
    Route("/api/v2/filters/statuses/{id}", show, methods=["GET"]),
    Route("/api/v2/filters/statuses/{id}", delete, methods=["DELETE"]),
]
