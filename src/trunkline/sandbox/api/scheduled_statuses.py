"""`/api/v1/scheduled_statuses`: statuses that wait for publication."""

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
from trunkline.sandbox.http.validation import refuse
from trunkline.sandbox.rules.scheduling import time_problems
from trunkline.sandbox.serializers.serializer import serializer_of
from trunkline.sandbox.store.database import Row
from trunkline.sandbox.store.times import parse_time

_SCHEDULED = "SELECT * FROM scheduled_statuses s WHERE s.account_id = :viewer AND {page}"


def _own(request: Request) -> Row:
    return own_row(request, "scheduled_statuses")


@requires("read:statuses")
async def index(request: Request) -> Response:
    """GET /api/v1/scheduled_statuses."""
    params = await params_of(request)
    cursor = Cursor.of(params, 20)
    rows = page_rows(store_of(request), _SCHEDULED, {"viewer": viewer_of(request).account_id}, cursor, "s.id")
    headers = link_header(request, params, cursor, [row["id"] for row in rows])
    return answer(serializer_of(request).scheduled_statuses(rows), headers=headers)


@requires("read:statuses")
async def show(request: Request) -> Response:
    """GET /api/v1/scheduled_statuses/:id."""
    return answer(serializer_of(request).scheduled_statuses([_own(request)])[0])


@requires("write:statuses")
async def update(request: Request) -> Response:
    """PUT /api/v1/scheduled_statuses/:id: change the time. Without one that can be read, it is never posted."""
    store, row = store_of(request), _own(request)
    scheduled_at = parse_time((await params_of(request)).filled("scheduled_at") or "")
    if scheduled_at is not None:
        refuse(time_problems(store, scheduled_at))
    store.update("scheduled_statuses", row["id"], {"scheduled_at": scheduled_at})
    return answer(serializer_of(request).scheduled_statuses([_own(request)])[0])


@requires("write:statuses")
async def delete(request: Request) -> Response:
    """DELETE /api/v1/scheduled_statuses/:id."""
    store_of(request).execute("DELETE FROM scheduled_statuses WHERE id = ?", (_own(request)["id"],))
    return empty()


routes = [
    Route("/api/v1/scheduled_statuses", index, methods=["GET"]),
    Route("/api/v1/scheduled_statuses/{id}", show, methods=["GET"]),
    Route("/api/v1/scheduled_statuses/{id}", update, methods=["PUT", "PATCH"]),
    Route("/api/v1/scheduled_statuses/{id}", delete, methods=["DELETE"]),
]
