"""The router leads where trying one route after the other leads."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, Router

from trunkline.sandbox import oauth, web
from trunkline.sandbox.api.app import api_routes
from trunkline.sandbox.http.routing import AreaRouter
from trunkline.sandbox.live import streaming

OTHERS = [
    "/",
    "/nothing",
    "/api",
    "/api/",
    "/api/v1",
    "/api/v1/",
    "/api/v1/nothing",
    "/api/v9/accounts",
    "/api/v1/accounts/1/2/3",
]


def marked() -> list[BaseRoute]:
    """All routes of the sandbox, which answer with their place in the list."""
    routes = [one for one in [*streaming.routes(), *oauth.routes, *web.routes, *api_routes()] if isinstance(one, Route)]

    def answer(place: int) -> Any:
        async def handle(_request: object) -> Response:
            return Response(str(place))

        return handle

    return [Route(one.path, answer(place), methods=list(one.methods or ())) for place, one in enumerate(routes)]


async def lead(router: Router, method: str, path: str) -> list[Any]:
    """Status and body of an answer."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message.get("status") or message.get("body"))

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {"type": "http", "method": method, "path": path, "root_path": "", "headers": [], "query_string": b""}
    await router(scope, receive, send)
    return sent


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"])
def test_both_lead_to_the_same(method: str) -> None:
    routes = marked()
    quick, slow = AreaRouter(routes), Router(routes, redirect_slashes=False)
    paths = [re.sub(r"\{[^}]*\}", "1", route.path) for route in routes if isinstance(route, Route)]
    for path in [*paths, *OTHERS]:
        assert asyncio.run(lead(quick, method, path)) == asyncio.run(lead(slow, method, path)), path
