"""`/api/v2/filters/:id/keywords` and `/api/v2/filters/keywords`: keywords of filters."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer, empty
from trunkline.sandbox.http.auth import requires, viewer_of
from trunkline.sandbox.http.context import path_id, store_of
from trunkline.sandbox.http.params import params_of
from trunkline.sandbox.http.validation import refuse
from trunkline.sandbox.rules.filters import keyword_columns, keyword_problems, own_filter, own_keyword
from trunkline.sandbox.serializers.filters import filter_keyword
from trunkline.sandbox.store.database import Row


def _own(request: Request) -> Row:
    return own_keyword(store_of(request), path_id(request), viewer_of(request).account_id)


@requires("read:filters")
async def index(request: Request) -> Response:
    """GET /api/v2/filters/:id/keywords."""
    store = store_of(request)
    row = own_filter(store, path_id(request), viewer_of(request).account_id)
    found = store.rows("SELECT * FROM filter_keywords WHERE filter_id = ? ORDER BY id", (row["id"],))
    return answer([filter_keyword(one) for one in found])


@requires("read:filters")
async def show(request: Request) -> Response:
    """GET /api/v2/filters/keywords/:id."""
    return answer(filter_keyword(_own(request)))


@requires("write:filters")
async def create(request: Request) -> Response:
    """POST /api/v2/filters/:id/keywords."""
    store, account_id = store_of(request), viewer_of(request).account_id
    row = own_filter(store, path_id(request), account_id)
    columns = {"keyword": "", **keyword_columns(await params_of(request))}
    refuse(keyword_problems(columns["keyword"]))
    keyword_id = store.insert("filter_keywords", {**columns, "filter_id": row["id"]})
    return answer(filter_keyword(own_keyword(store, keyword_id, account_id)))


@requires("write:filters")
async def update(request: Request) -> Response:
    """PUT /api/v2/filters/keywords/:id."""
    store, row = store_of(request), _own(request)
    columns = keyword_columns(await params_of(request))
    refuse(keyword_problems(columns.get("keyword", row["keyword"])))
    store.update("filter_keywords", row["id"], columns)
    return answer(filter_keyword(_own(request)))


@requires("write:filters")
async def delete(request: Request) -> Response:
    """DELETE /api/v2/filters/keywords/:id."""
    store_of(request).execute("DELETE FROM filter_keywords WHERE id = ?", (_own(request)["id"],))
    return empty()


routes = [
    Route("/api/v2/filters/{id}/keywords", index, methods=["GET"]),
    Route("/api/v2/filters/{id}/keywords", create, methods=["POST"]),
    Route("/api/v2/filters/keywords/{id}", show, methods=["GET"]),
    Route("/api/v2/filters/keywords/{id}", update, methods=["PUT"]),
    Route("/api/v2/filters/keywords/{id}", delete, methods=["DELETE"]),
]
