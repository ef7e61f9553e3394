"""Paging with `offset` and `limit`."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.requests import Request

from trunkline.sandbox.http.context import base_of
from trunkline.sandbox.http.params import Params


def offset_of(params: Params) -> int:
    """Return the number of rows to skip."""
    return max(0, params.integer("offset") or 0)


def offset_links(request: Request, params: Params, limit: int, found: int, path: str = "") -> dict[str, str]:
    """Build the Link header of a page with `found` rows.

    There is a next page if this one is full, and a previous one unless this is the first. The links lead to `path`, by
    default to the path of the request.
    """
    offset = offset_of(params)
    links = []
    if found == limit:
        links.append((offset + limit, "next"))
    if offset > limit:
        links.append((offset - limit, "prev"))
    kept = {name: text for name in ("limit", "lang") if (text := params.filled(name))}
    address = f"{base_of(request)}{path or request.url.path}"
    written = [f'<{address}?{urlencode({**kept, "offset": str(start)})}>; rel="{rel}"' for start, rel in links]
    return {"Link": ", ".join(written)} if written else {}
