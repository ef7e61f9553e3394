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
from trunkline.sandbox.http.params import Params, params_of
from trunkline.sandbox.http.validation import validation_message
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
    moved = {timeline: sent for timeline in _TIMELINES if (sent := params.child(timeline)) is not None}
    with store.transaction():
        for timeline, sent in moved.items():
            version = before[timeline]["version"] if timeline in before else _create(store, account_id, timeline)
            if sent.has("last_read_id"):
                _move(store, account_id, timeline, _last_read(sent), version)
    return answer(_shown(store, account_id, list(moved)))


def _last_read(sent: Params) -> int:
    last_read_id = sent.integer("last_read_id")
    if last_read_id is None:
        raise validation_message("Last read can't be blank")
    return last_read_id


def _create(store: Store, account_id: int, timeline: str) -> int:
    """Create a marker, unless another request has done so meanwhile, and return its first version."""
    store.execute(
        "INSERT OR IGNORE INTO markers (account_id, timeline, last_read_id, updated_at) VALUES (?, ?, 0, ?)",
        (account_id, timeline, store.now()),
    )
    return 0


# The version column detects concurrent updates: https://github.com/mastodon/mastodon/blob/main/app/controllers/api/v1/markers_controller.rb
def _move(store: Store, account_id: int, timeline: str, last_read_id: int, version: int) -> None:
    """Move a marker; the same position is no move."""
    marker = "account_id = :account_id AND timeline = :timeline AND version = :version"
    values = {
        "account_id": account_id,
        "timeline": timeline,
        "last_read_id": last_read_id,
        "updated_at": store.now(),
        "version": version,
    }
    if store.row(f"SELECT 1 FROM markers WHERE {marker} AND last_read_id = :last_read_id", values) is not None:
        return
    changes = "last_read_id = :last_read_id, updated_at = :updated_at, version = version + 1"
    if store.execute(f"UPDATE markers SET {changes} WHERE {marker}", values).rowcount == 0:
        raise ApiError(409, "Conflict during update, please try again")


routes = [
    Route("/api/v1/markers", index, methods=["GET"]),
    Route("/api/v1/markers", create, methods=["POST"]),
]
