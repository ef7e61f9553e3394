"""Paging with `offset` and `limit`."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.requests import Request

from trunkline.sandbox.http.context import base_of
from trunkline.sandbox.http.params import Params


def offset_of(params: Params) -> int:
    """Return the number of rows to skip."""
    return max(0, params.integer("offset") or 0)


def offset_links(request: Request, params: Params, path: str, limit: int, found: int) -> dict[str, str]:
    """Build the Link header of a page of `path` with `found` rows.

    There is a next page if this one is full, and a previous one unless this is the first.
    """
    offset = offset_of(params)
    links = []
    if found == limit:
        links.append(_link(request, params, path, offset + limit, "next"))
    if offset > limit:
        links.append(_link(request, params, path, offset - limit, "prev"))
    return {"Link": ", ".join(links)} if links else {}


def _link(request: Request, params: Params, path: str, offset: int, rel: str) -> str:
    kept = {name: text for name in ("limit", "lang") if (text := params.filled(name))}
    query = urlencode({**kept, "offset": str(offset)})
    return f'<{base_of(request)}{path}?{query}>; rel="{rel}"'
