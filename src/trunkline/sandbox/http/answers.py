"""Responses with a JSON body."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from starlette.responses import RedirectResponse, Response

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


def redirect(url: str, status: int = 302, headers: Mapping[str, str] | None = None) -> Response:
    """Build a redirect, which is HTML as with Rails, though empty."""
    return RedirectResponse(url, status, {"Content-Type": "text/html; charset=utf-8", **(headers or {})})
