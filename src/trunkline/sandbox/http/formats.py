"""Formats: which representation of a page a request asks for, by its path and its `Accept` header."""

from __future__ import annotations

import re
from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.requests import Request

HTML = "html"
JSON = "json"
RSS = "rss"
ANY = "*/*"

# Source: https://github.com/mastodon/mastodon/blob/main/config/initializers/mime_types.rb, and the types of Rails:
# https://github.com/rails/rails/blob/main/actionpack/lib/action_dispatch/http/mime_types.rb
_FORMATS = {
    "*/*": ANY,
    "text/html": HTML,
    "application/xhtml+xml": HTML,
    "application/json": JSON,
    "text/x-json": JSON,
    "application/jsonrequest": JSON,
    "application/jrd+json": JSON,
    "application/activity+json": JSON,
    "application/ld+json": JSON,
    "application/rss+xml": RSS,
    "application/atom+xml": "atom",
    "application/xml": "xml",
    "text/xml": "xml",
    "application/x-xml": "xml",
    "application/xrd+xml": "xrd",
    "text/plain": "text",
    "text/css": "css",
    "text/csv": "csv",
    "text/javascript": "js",
    "application/javascript": "js",
    "image/png": "png",
    "image/jpeg": "jpeg",
    "image/gif": "gif",
    "image/svg+xml": "svg",
    "application/pdf": "pdf",
}
# Source: https://github.com/rails/rails/blob/main/actionpack/lib/action_dispatch/http/mime_negotiation.rb
_BROWSER = re.compile(r",\s*\*/\*|\*/\*\s*,")
_QUALITY = re.compile(r"\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*", re.IGNORECASE)
_MOST_TYPES = 32


def formats_of(headers: Headers) -> list[str]:
    """Return the formats that the `Accept` header names, the best first; unknown types are left out.

    A header that ends with `*/*` after other types is a browser's, which wants HTML whatever the others are.
    """
    accept = headers.get("accept", "").strip()
    if not accept or _BROWSER.search(accept):
        return [HTML]
    wanted = sorted(map(_preference, accept.split(",")[:_MOST_TYPES]), key=lambda pair: -pair[1])
    return list(dict.fromkeys(_FORMATS[kind] for kind, quality in wanted if kind in _FORMATS and quality > 0))


def _preference(item: str) -> tuple[str, float]:
    """Return a media type of the header in lower case, and its quality."""
    kind, *parameters = item.split(";")
    found = (_QUALITY.fullmatch(parameter) for parameter in parameters)
    return kind.strip().lower(), next((float(match.group(1)) for match in found if match), 1.0)


def chosen(request: Request, offered: Sequence[str]) -> str | None:
    """Return the format to answer in.

    Args:
        request: the request; a format that is part of its path (`.json`) wins over its header.
        offered: the formats that exist, the default first.

    Returns:
        One of `offered`, or `None` if the request accepts none of them.
    """
    extension = request.path_params.get("format")
    for wanted in formats_of(request.headers) if extension is None else [extension]:
        if wanted == ANY:
            return offered[0]
        if wanted in offered:
            return wanted
    return None
