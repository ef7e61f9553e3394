"""The web application: routes, middleware and error handlers."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Sequence
from functools import cache

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from trunkline.sandbox import api
from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.bodies import BodyLimit
from trunkline.sandbox.http.caching import Caching
from trunkline.sandbox.http.context import EventPublisher
from trunkline.sandbox.http.cors import Cors
from trunkline.sandbox.http.errors import ApiError
from trunkline.sandbox.http.paths import CleanPath, WellFormed
from trunkline.sandbox.http.refusals import refusal
from trunkline.sandbox.http.routing import AreaRouter
from trunkline.sandbox.http.site import ServerSite
from trunkline.sandbox.store.database import Store


def create_app(
    store: Store,
    hub: EventPublisher,
    site: ServerSite,
    *,
    routes: Iterable[BaseRoute] = (),
    middleware: Sequence[Middleware] = (),
) -> Starlette:
    """Build the application.

    Args:
        store: the database.
        hub: receiver of stream events.
        site: the address that is handed out.
        routes: routes besides those of the modules in `trunkline.sandbox.api`.
        middleware: runs inside the CORS middleware and outside the error handlers.
    """
    every = [*routes, *api_routes()]
    app = Starlette(
        middleware=[
            Middleware(CleanPath, routes=every),
            Middleware(Cors),
            Middleware(Caching),
            Middleware(WellFormed),
            Middleware(BodyLimit),
            *middleware,
        ],
        exception_handlers={ApiError: _api_error, HTTPException: _http_error, Exception: _server_error},
    )
    app.router = AreaRouter(every)
    app.state.store = store
    app.state.hub = hub
    app.state.site = site
    app.state.quirks = frozenset()
    return app


@cache
def api_routes() -> tuple[BaseRoute, ...]:
    """Collect the routes of all modules in `trunkline.sandbox.api`.

    What may be changed with PUT may be changed with PATCH, as with the `resources` of Rails.
    """
    found: list[BaseRoute] = []
    for module in sorted(info.name for info in pkgutil.iter_modules(api.__path__)):
        found += getattr(importlib.import_module(f"{api.__name__}.{module}"), "routes", [])
    for route in found:
        if isinstance(route, Route) and route.methods == {"PUT"}:
            route.methods = {"PUT", "PATCH"}
    return tuple(found)


async def _api_error(_request: Request, error: Exception) -> Response:
    if not isinstance(error, ApiError):
        raise error
    return answer(error.body(), error.status, error.headers)


async def _http_error(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status == 413:
        return answer({"error": "Payload Too Large"}, status)
    return refusal(request, 404 if status == 405 else status)


async def _server_error(request: Request, _error: Exception) -> Response:
    if request.url.path.startswith("/api/"):
        return answer({"error": "Internal Server Error"}, 500)
    return refusal(request, 500)
