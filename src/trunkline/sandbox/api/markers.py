"""`/api/v1/markers`: reading positions."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.auth import requires, viewer_of
from trunkline.sandbox.http.context import store_of
from trunkline.sandbox.http.errors import ApiError
from trunkline.sandbox.http.params import params_of
from trunkline.sandbox.store.database import Row, Store
from trunkline.sandbox.store.times import iso

_TIMELINES = ("home", "notifications")


def _markers(store: Store, account_id: int) -> dict[str, Row]:
    rows = store.rows("SELECT * FROM markers WHERE account_id = ?", (account_id,))
    return {row["timeline"]: row for row in rows}


def _shown(store: Store, account_id: int, timelines: list[str]) -> dict[str, Any]:
    markers = _markers(store, account_id)
    return {
        timeline: {
            "last_read_id": str(markers[timeline]["last_read_id"]),
            "version": markers[timeline]["version"],
            "updated_at": iso(markers[timeline]["updated_at"]),
        }
        for timeline in _TIMELINES
        if timeline in timelines and timeline in markers
    }


@requires("read:statuses")
async def index(request: Request) -> Response:
    """GET /api/v1/markers: the markers of the timelines in `timeline[]`."""
    timelines = (await params_of(request)).texts("timeline", single=True)
    return answer(_shown(store_of(request), viewer_of(request).account_id, timelines))


@requires("write:statuses")
async def create(request: Request) -> Response:
    """POST /api/v1/markers: 409 if another request moved the marker meanwhile."""
    store, account_id = store_of(request), viewer_of(request).account_id
    before = _markers(store, account_id)
    params = await params_of(request)
    moved = []
    with store.transaction():
        for timeline in _TIMELINES:
            sent = params.child(timeline)
            last_read_id = None if sent is None else sent.integer("last_read_id")
            if last_read_id is not None:
                _move(store, account_id, timeline, last_read_id, before.get(timeline))
                moved.append(timeline)
    return answer(_shown(store, account_id, moved))


# The version column detects concurrent updates: https://github.com/mastodon/mastodon/blob/main/app/controllers/api/v1/markers_controller.rb
def _move(store: Store, account_id: int, timeline: str, last_read_id: int, before: Row | None) -> None:
    values = {
        "account_id": account_id,
        "timeline": timeline,
        "last_read_id": last_read_id,
        "updated_at": store.now(),
        "version": None if before is None else before["version"],
    }
    if before is None:
        sql = """INSERT OR IGNORE INTO markers (account_id, timeline, last_read_id, updated_at)
            VALUES (:account_id, :timeline, :last_read_id, :updated_at)"""
    else:
        sql = """UPDATE markers SET last_read_id = :last_read_id, updated_at = :updated_at, version = version + 1
            WHERE account_id = :account_id AND timeline = :timeline AND version = :version"""
    if store.execute(sql, values).rowcount == 0:
        raise ApiError(409, "Conflict during update, please try again")


routes = [
    Route("/api/v1/markers", index, methods=["GET"]),
    Route("/api/v1/markers", create, methods=["POST"]),
]
