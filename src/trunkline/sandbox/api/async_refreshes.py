"""`/api/v1_alpha/async_refreshes`: the state of background work."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.auth import requires
from trunkline.sandbox.http.context import store_of
from trunkline.sandbox.http.errors import ApiError
from trunkline.sandbox.rules.async_refreshes import find_refresh


@requires("read")
async def show(request: Request) -> Response:
    """GET /api/v1_alpha/async_refreshes/:id."""
    store = store_of(request)
    row = find_refresh(store, request.path_params["id"])
    if row is None:
        raise ApiError(404, "Not Found")
    status = "running" if row["finished_at"] > store.now() else "finished"
    return answer({"async_refresh": {"id": row["id"], "status": status, "result_count": row["result_count"]}})


routes = [Route("/api/v1_alpha/async_refreshes/{id}", show, methods=["GET"])]
