"""The router: which handler answers a path."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.routing import BaseRoute, Route, Router, WebSocketRoute
from starlette.types import Receive, Scope, Send

_AREA = 4  # "", "api", the version, and what it is about


class AreaRouter(Router):
    """Router that tries the routes of one area of the API only, such as `/api/v1/accounts`, or those outside of it.

    To try several hundred routes one after the other takes longer than most answers.

    Args:
        routes: all routes. Where several match, the first one answers.
    """

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        super().__init__(routes, redirect_slashes=False)
        areas: dict[str, list[BaseRoute]] = {}
        for route in routes:
            areas.setdefault(_area(route.path if isinstance(route, Route | WebSocketRoute) else ""), []).append(route)
        self._areas = {area: Router(found, redirect_slashes=False) for area, found in areas.items()}
        self._nothing = Router(redirect_slashes=False)

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on to the router of its area."""
        if scope["type"] == "lifespan":
            await super().app(scope, receive, send)
        else:
            await self._areas.get(_area(scope["path"]), self._nothing).app(scope, receive, send)


def _area(path: str) -> str:
    return "/".join(path.split("/", _AREA)[:_AREA]) if path.startswith("/api/") else ""
