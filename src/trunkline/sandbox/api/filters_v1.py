"""`/api/v1/filters` (deprecated): each keyword appears as a filter."""

from __future__ import annotations

from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer, empty
from trunkline.sandbox.http.auth import requires, viewer_of
from trunkline.sandbox.http.context import path_id, store_of
from trunkline.sandbox.http.deprecation import deprecated
from trunkline.sandbox.http.errors import ApiError
from trunkline.sandbox.http.params import Params, params_of
from trunkline.sandbox.http.validation import refuse
from trunkline.sandbox.rules.filters import (
    filter_problems,
    keyword_columns,
    keyword_problems,
    own_filter,
    shared_columns,
)
from trunkline.sandbox.rules.lookup import require_row
from trunkline.sandbox.serializers.filters import filter_v1
from trunkline.sandbox.store.database import Row, Store

_since_v2 = deprecated(date(2022, 11, 14))
_NEW = {"title": "", "context": "[]"}
_SEVERAL_KEYWORDS = (
    "These parameters cannot be changed from this application because they apply to more than one filter keyword. "
    "Use a more recent application or the web interface."
)
_KEYWORDS = """
SELECT k.*, f.context, f.expires_at, f.action FROM filter_keywords k JOIN filters f ON f.id = k.filter_id
WHERE f.account_id = ?
"""


def _find(request: Request, keyword_id: int) -> Row:
    return require_row(store_of(request), f"{_KEYWORDS} AND k.id = ?", (viewer_of(request).account_id, keyword_id))


def _shown(request: Request, keyword_id: int) -> Response:
    return answer(filter_v1(_find(request, keyword_id)))


def _filter_columns(params: Params, now: int) -> dict[str, Any]:
    """Read the columns of the filter from the parameters; the phrase is also its title."""
    columns = shared_columns(params, now)
    if params.has("phrase"):
        columns["title"] = params.text("phrase") or ""
    if params.has("irreversible"):
        columns["action"] = "hide" if params.flag("irreversible") else "warn"
    return columns


@_since_v2
@requires("read:filters")
async def index(request: Request) -> Response:
    """GET /api/v1/filters."""
    rows = store_of(request).rows(f"{_KEYWORDS} ORDER BY k.id", (viewer_of(request).account_id,))
    return answer([filter_v1(row) for row in rows])


@_since_v2
@requires("read:filters")
async def show(request: Request) -> Response:
    """GET /api/v1/filters/:id."""
    return _shown(request, path_id(request))


@_since_v2
@requires("write:filters")
async def create(request: Request) -> Response:
    """POST /api/v1/filters: create a filter with one keyword."""
    store, account_id, params = store_of(request), viewer_of(request).account_id, await params_of(request)
    columns = {**_NEW, **_filter_columns(params, store.now())}
    keyword = keyword_columns(params, "phrase")
    refuse(filter_problems(columns))
    refuse(keyword_problems(keyword["keyword"]))
    with store.transaction():
        filter_id = store.insert("filters", {**columns, "account_id": account_id})
        keyword_id = store.insert("filter_keywords", {**keyword, "filter_id": filter_id})
    return _shown(request, keyword_id)


@_since_v2
@requires("write:filters")
async def update(request: Request) -> Response:
    """PUT /api/v1/filters/:id: refused if it would change columns that several keywords share."""
    store, row, params = store_of(request), _find(request, path_id(request)), await params_of(request)
    keyword = keyword_columns(params, "phrase")
    refuse(keyword_problems(keyword.get("keyword", row["keyword"])))
    shared = own_filter(store, row["filter_id"], viewer_of(request).account_id)
    columns = _filter_columns(params, store.now())
    if any(shared[name] != value for name, value in columns.items()) and _has_several_keywords(store, shared["id"]):
        raise ApiError(422, _SEVERAL_KEYWORDS)
    refuse(filter_problems({**dict(shared), **columns}))
    with store.transaction():
        store.update("filter_keywords", row["id"], keyword)
        store.update("filters", shared["id"], columns)
    return _shown(request, row["id"])


def _has_several_keywords(store: Store, filter_id: int) -> bool:
    return bool(store.value("SELECT count(*) > 1 FROM filter_keywords WHERE filter_id = ?", (filter_id,)))


@_since_v2
@requires("write:filters")
async def delete(request: Request) -> Response:
    """DELETE /api/v1/filters/:id: delete the keyword and keep its filter."""
    row = _find(request, path_id(request))
    store_of(request).execute("DELETE FROM filter_keywords WHERE id = ?", (row["id"],))
    return empty()


routes = [
    Route("/api/v1/filters", index, methods=["GET"]),
    Route("/api/v1/filters", create, methods=["POST"]),
    Route("/api/v1/filters/{id}", show, methods=["GET"]),
    Route("/api/v1/filters/{id}", update, methods=["PUT"]),
    Route("/api/v1/filters/{id}", delete, methods=["DELETE"]),
]
