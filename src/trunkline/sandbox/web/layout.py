"""The frame of all pages: head, style, navigation, headers."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from importlib import resources

from starlette.requests import Request
from starlette.responses import Response

from trunkline.sandbox.http.context import title_of

STYLE = resources.files("trunkline.sandbox.web").joinpath("style.css").read_text(encoding="utf-8")
_DIGEST = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
_POLICY = (
    f"default-src 'none'; img-src 'self'; media-src 'self'; style-src 'sha256-{_DIGEST}'; base-uri 'none';"
    " form-action 'none'"
)
_VARY = "Accept, Accept-Language, Cookie"
STALE_A_DAY = "max-age=15, public, stale-while-revalidate=30, stale-if-error=86400"
STALE_AN_HOUR = "max-age=15, public, stale-while-revalidate=30, stale-if-error=3600"
PRIVATE = "private, no-store"


def page_headers(cache: str, links: str = "") -> dict[str, str]:
    """Return the headers that pages, documents and feeds below one address have in common."""
    return {"Vary": _VARY, "Cache-Control": cache, **({"Link": links} if links else {})}


def page(
    request: Request,
    title: str,
    body: str,
    *,
    cache: str = STALE_A_DAY,
    links: str = "",
    head: str = "",
) -> Response:
    """Build a page.

    Args:
        request: the request.
        title: the whole title, plain text.
        body: HTML of the main part.
        cache: the `Cache-Control`.
        links: the `Link` header.
        head: HTML of further elements of the head.
    """
    home = escape(title_of(request))
    document = (
        f'{_beginning(f"<title>{escape(title)}</title>{head}")}<body><header><a class="home" href="/">{home}</a>'
        '<nav><a href="/explore">Explore</a> <a href="/public">Posts</a> <a href="/directory">People</a></nav></header>'
        f'<main>{body}</main><footer><a href="/about">About</a> · <a href="/privacy-policy">Privacy policy</a> ·'
        ' <a href="/terms-of-service">Terms</a></footer></body></html>'
    )
    policy = f"{_POLICY}; frame-ancestors 'none'"
    headers = {**page_headers(cache, links), "Content-Security-Policy": policy, "X-Frame-Options": "DENY"}
    return Response(document, 200, headers, "text/html; charset=utf-8")


def embedded_page(body: str, cache: str, links: str) -> Response:
    """Build a page that other sites may show in a frame; it has neither title nor navigation."""
    document = f"{_beginning('')}<body><main>{body}</main></body></html>"
    headers = {**page_headers(cache, links), "Content-Security-Policy": _POLICY}
    return Response(document, 200, headers, "text/html; charset=utf-8")


def _beginning(head: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width">{head}<style>{STYLE}</style></head>'
    )


def text_card(title: str, content: str) -> str:
    """Build a card with a title (plain text) and some HTML."""
    return f'<article class="card"><h1>{escape(title)}</h1><div class="content">{content}</div></article>'
