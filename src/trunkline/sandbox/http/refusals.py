"""Errors of pages: a small HTML document, or JSON for those who ask for it."""

from __future__ import annotations

from html import escape
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.formats import ANY, JSON, formats_of

_STYLE = """
:root { color-scheme: light dark; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; font: 18px/1.5 system-ui, sans-serif;
  color: #1c1b2e; background: #f1f0f7; }
main { padding: 2rem; max-width: 32rem; text-align: center; }
@media (prefers-color-scheme: dark) { body { color: #f0eff8; background: #17162a; } }
"""
# Source: https://github.com/mastodon/mastodon/blob/main/config/locales/en.yml (errors)
_TEXTS = {
    400: "The request you submitted was invalid or malformed.",
    403: "You don't have permission to view this page.",
    404: "The page you are looking for isn't here.",
    406: "This page is not available in the requested format.",
    410: "The page you were looking for doesn't exist here anymore.",
    500: "We're sorry, but something went wrong on our end.",
}
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
PRIVATE = "private, no-store"


def refusal(request: Request, status: int) -> Response:
    """Build the error that a page answers with: JSON if the request asks for it first, otherwise HTML."""
    wanted = next(iter(formats_of(request.headers)), None)
    headers = {"Cache-Control": PRIVATE, "Vary": "Accept"}
    if wanted == JSON:
        return answer({"error": HTTPStatus(status).phrase}, status, headers)
    # Rails names the format of the request as that of the page, even if that is any.
    kind = ANY if wanted == ANY else "text/html"
    headers["Content-Security-Policy"] = POLICY
    return Response(_page(status), status, headers, f"{kind}; charset=utf-8")


def _page(status: int) -> str:
    text = escape(_TEXTS.get(status, HTTPStatus(status).phrase), quote=False).replace("'", "&#39;")
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{text} - Mastodon</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{text}</h1></main></body></html>"
    )
