"""`/api/oembed`: markup with which other pages show a status."""

from __future__ import annotations

import html
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.context import base_of, domain_of, site_of, store_of
from trunkline.sandbox.http.errors import ApiError, not_found
from trunkline.sandbox.http.params import Params, params_of
from trunkline.sandbox.rules.accounts import acct
from trunkline.sandbox.rules.addresses import own_status_id
from trunkline.sandbox.rules.lookup import require_account, require_row
from trunkline.sandbox.store.database import Row

_WIDTH = 400
_CACHE_SECONDS = 86_400


async def show(request: Request) -> Response:
    """GET /api/oembed: for the address of a public or unlisted status of this server."""
    params, store, base = await params_of(request), store_of(request), base_of(request)
    status = _status(request, params.text("url") or "")
    author = require_account(store, status["account_id"])
    page = f"{base}/@{author['username']}"
    return answer(
        {
            "type": "rich",
            "version": "1.0",
            "author_name": author["display_name"] or author["username"],
            "author_url": page,
            "provider_name": domain_of(request),
            "provider_url": f"{base}/",
            "cache_age": _CACHE_SECONDS,
            "html": _markup(f"{page}/{status['id']}", f"{acct(author)}@{domain_of(request)}"),
            "width": _size(params, "maxwidth") or _WIDTH,
            "height": _size(params, "maxheight"),
        }
    )


def _status(request: Request, url: str) -> Row:
    try:
        parts = urlsplit(url)
    except ValueError:
        raise not_found() from None
    status_id = own_status_id(parts.path)
    if status_id is None or parts.netloc.lower() != site_of(request).host:
        raise not_found()
    sql = "SELECT * FROM statuses WHERE id = ? AND local AND reblog_of_id IS NULL"
    status = require_row(store_of(request), sql, (status_id,))
    if status["visibility"] not in {"public", "unlisted"}:
        raise ApiError(404, "Not Found")
    return status


def _size(params: Params, name: str) -> int | None:
    size = params.integer(name)
    return size if size is not None and size > 0 else None


def _markup(url: str, handle: str) -> str:
    address = html.escape(url)
    return (
        f'<blockquote class="mastodon-embed"><a href="{address}" target="_blank">'
        f"Post by @{html.escape(handle)}, view on Mastodon</a></blockquote>"
    )


routes = [Route("/api/oembed", show, methods=["GET"])]
