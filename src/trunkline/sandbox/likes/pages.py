"""Further pages of a list that the layer itself reads from the application."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Scope

from trunkline.sandbox.http.ratelimit import UNCOUNTED
from trunkline.sandbox.likes.bodies import giving
from trunkline.sandbox.likes.paging import Pairs, cursors

_LARGEST = "80"


class Pages:
    """Reader of pages.

    Args:
        app: the application.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def link_of(self, asked: Scope, size: int) -> str:
        """Return the `Link` header of the page of a request with another size."""
        query = parse_qsl(asked["query_string"].decode("latin-1"), keep_blank_values=True)
        link, _ = await self._read(asked, [*_without(query, "limit"), ("limit", str(size))])
        return link

    async def whole(self, asked: Scope) -> Any:
        """Return all rows of a list; what is no list, as it is."""
        query = parse_qsl(asked["query_string"].decode("latin-1"), keep_blank_values=True)
        query = [*_without(query, "limit", "max_id", "since_id", "min_id"), ("limit", _LARGEST)]
        rows: list[Any] = []
        further: Pairs = []
        while True:
            link, page = await self._read(asked, [*query, *further])
            if not isinstance(page, list):
                return page
            rows += page
            further = [pair for pair in cursors(link).get("next", []) if pair[0] == "max_id"]
            if not further:
                return rows

    async def _read(self, asked: Scope, query: Pairs) -> tuple[str, Any]:
        link, parts = "", []

        async def keep(message: Message) -> None:
            nonlocal link
            if message["type"] == "http.response.start":
                link = Headers(raw=message["headers"]).get("link", "")
            else:
                parts.append(message.get("body", b""))

        again = {**asked, "query_string": urlencode(query).encode(), "state": {}, UNCOUNTED: True}
        await self._app(again, giving(b""), keep)
        return link, json.loads(b"".join(parts))


def _without(query: Pairs, *names: str) -> Pairs:
    return [pair for pair in query if pair[0] not in names]
