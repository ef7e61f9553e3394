"""Responses with a JSON body."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from starlette.responses import Response

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
