"""Responses with a JSON body."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from trunkline.sandbox.http.formats import HTML, JSON, chosen

_encode = msgspec.json.Encoder().encode
CONTENT_TYPE = "application/json; charset=utf-8"


def encode(data: Any) -> bytes:
    """Encode `data` as JSON."""
    return _encode(data)


def answer(data: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Build a response with `data` as JSON."""
    return Response(_encode(data), status, headers=dict(headers or {}), media_type=CONTENT_TYPE)


def empty() -> Response:
    """Build a response with `{}`."""
    return answer({})


# Source: https://github.com/neet/masto.js/issues/1424, where a client that accepts anything is told `text/html`.
def bodiless(request: Request, status: int = 200) -> Response:
    """Build a response without a body; its type is HTML unless the client asks for JSON."""
    kind = "application/json" if chosen(request, (HTML, JSON)) == JSON else "text/html"
    return Response(status_code=status, headers={"Content-Type": kind})


def redirect(url: str, status: int = 302, headers: Mapping[str, str] | None = None) -> Response:
    """Build a redirect, which is HTML as with Rails, though empty."""
    return RedirectResponse(url, status, {"Content-Type": "text/html; charset=utf-8", **(headers or {})})
