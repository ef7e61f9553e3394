"""The web application: routes, middleware and error handlers."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from trunkline.sandbox import api
from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.bodies import BodyLimit
from trunkline.sandbox.http.context import EventPublisher
from trunkline.sandbox.http.cors import Cors
from trunkline.sandbox.http.errors import ApiError
from trunkline.sandbox.http.paths import WellFormed
from trunkline.sandbox.store.database import Store


class TrailingSlash:
    """Middleware that serves `/api/v1/lists/` like `/api/v1/lists`, as Rails does."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on without the trailing slash."""
        if scope["type"] in {"http", "websocket"} and len(scope["path"]) > 1 and scope["path"].endswith("/"):
            scope = {**scope, "path": scope["path"].rstrip("/") or "/"}
        await self._app(scope, receive, send)


def create_app(
    store: Store,
    hub: EventPublisher,
    *,
    routes: Iterable[BaseRoute] = (),
    middleware: Sequence[Middleware] = (),
) -> Starlette:
    """Build the application.

    Args:
        store: the database.
        hub: receiver of stream events.
        routes: routes besides those of the modules in `trunkline.sandbox.api`.
        middleware: runs inside the CORS middleware and outside the error handlers.
    """
    app = Starlette(
        routes=[*routes, *api_routes()],
        middleware=[
            Middleware(TrailingSlash),
            Middleware(Cors),
            Middleware(WellFormed),
            Middleware(BodyLimit),
            *middleware,
        ],
        exception_handlers={ApiError: _api_error, HTTPException: _http_error, Exception: _server_error},
    )
    app.router.redirect_slashes = False
    app.state.store = store
    app.state.hub = hub
    return app


def api_routes() -> list[BaseRoute]:
    """Collect the routes of all modules in `trunkline.sandbox.api`."""
    found: list[BaseRoute] = []
    for module in sorted(info.name for info in pkgutil.iter_modules(api.__path__)):
        found += getattr(importlib.import_module(f"{api.__name__}.{module}"), "routes", [])
    return found


async def _api_error(_request: Request, error: Exception) -> Response:
    if not isinstance(error, ApiError):
        raise error
    return answer(error.body(), error.status, error.headers)


async def _http_error(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status in {404, 405}:
        return answer({"error": "Not Found"}, 404)
    return answer({"error": "Payload Too Large" if status == 413 else "Bad Request"}, status)


async def _server_error(_request: Request, _error: Exception) -> Response:
    return answer({"error": "Internal Server Error"}, 500)
