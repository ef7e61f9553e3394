"""`/api/v2/filters`: filters with their keywords."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer, empty
from trunkline.sandbox.http.auth import requires, viewer_of
from trunkline.sandbox.http.context import path_id, store_of
from trunkline.sandbox.http.params import Params, params_of
from trunkline.sandbox.http.validation import refuse
from trunkline.sandbox.rules.filters import (
    KeywordChange,
    action_problems,
    filter_problems,
    keyword_changes,
    own_filter,
    shared_columns,
)
from trunkline.sandbox.serializers.filters import filters
from trunkline.sandbox.store.database import Row

_NEW = {"title": "", "context": "[]", "action": "warn"}


def _own(request: Request) -> Row:
    return own_filter(store_of(request), path_id(request), viewer_of(request).account_id)


def _shown(request: Request, row: Row) -> Response:
    return answer(filters(store_of(request), [row])[0])


def _columns(params: Params, now: int) -> dict[str, Any]:
    """Read the columns of a filter from the parameters."""
    columns = shared_columns(params, now)
    if params.has("title"):
        columns["title"] = params.text("title") or ""
    if params.has("filter_action"):
        columns["action"] = params.text("filter_action") or ""
    return columns


def _check(columns: dict[str, Any], changes: list[KeywordChange]) -> None:
    of_keywords = (problem for change in changes for problem in change.problems())
    refuse([*action_problems(columns["action"]), *of_keywords, *filter_problems(columns)])


@requires("read:filters")
async def index(request: Request) -> Response:
    """GET /api/v2/filters."""
    store = store_of(request)
    own = (viewer_of(request).account_id,)
    return answer(filters(store, store.rows("SELECT * FROM filters WHERE account_id = ? ORDER BY id", own)))


@requires("read:filters")
async def show(request: Request) -> Response:
    """GET /api/v2/filters/:id."""
    return _shown(request, _own(request))


@requires("write:filters")
async def create(request: Request) -> Response:
    """POST /api/v2/filters."""
    store, account_id, params = store_of(request), viewer_of(request).account_id, await params_of(request)
    columns = {**_NEW, **_columns(params, store.now())}
    changes = keyword_changes(store, None, params)
    _check(columns, changes)
    with store.transaction():
        filter_id = store.insert("filters", {**columns, "account_id": account_id})
        for change in changes:
            change.apply(store, filter_id)
    return _shown(request, own_filter(store, filter_id, account_id))


@requires("write:filters")
async def update(request: Request) -> Response:
    """PUT /api/v2/filters/:id."""
    store, row, params = store_of(request), _own(request), await params_of(request)
    columns = _columns(params, store.now())
    changes = keyword_changes(store, row["id"], params)
    _check({**dict(row), **columns}, changes)
    with store.transaction():
        store.update("filters", row["id"], columns)
        for change in changes:
            change.apply(store, row["id"])
    return _shown(request, _own(request))


@requires("write:filters")
async def delete(request: Request) -> Response:
    """DELETE /api/v2/filters/:id."""
    row = _own(request)
    store_of(request).execute("DELETE FROM filters WHERE id = ?", (row["id"],))
    return empty()


routes = [
    Route("/api/v2/filters", index, methods=["GET"]),
    Route("/api/v2/filters", create, methods=["POST"]),
    Route("/api/v2/filters/{id}", show, methods=["GET"]),
    Route("/api/v2/filters/{id}", update, methods=["PUT"]),
    Route("/api/v2/filters/{id}", delete, methods=["DELETE"]),
]
