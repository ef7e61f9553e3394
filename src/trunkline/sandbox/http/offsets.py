"""Pages by number of rows: `offset` and `limit`."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.requests import Request

from trunkline.sandbox.http.context import base_of
from trunkline.sandbox.http.params import Params


def offset_of(params: Params) -> int:
    """How many rows come before the page."""
    return max(0, params.integer("offset") or 0)


def offset_links(request: Request, params: Params, limit: int, found: int) -> dict[str, str]:
    """The Link header of a page with `found` rows: a next page if it is full, a previous one if it is not the first."""
    offset = offset_of(params)
    links = []
    if found == limit:
        links.append(_link(request, params, offset + limit, "next"))
    if offset > limit:
        links.append(_link(request, params, offset - limit, "prev"))
    return {"Link": ", ".join(links)} if links else {}


def _link(request: Request, params: Params, offset: int, rel: str) -> str:
    kept = {name: text for name in ("limit", "lang") if (text := params.filled(name))}
    query = urlencode({**kept, "offset": str(offset)})
    return f'<{base_of(request)}{request.url.path}?{query}>; rel="{rel}"'
