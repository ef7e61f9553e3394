"""Bodies of requests, read as a whole."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request
from starlette.types import Message, Receive, Scope

from trunkline.sandbox.likes.family import FORM, JSON, MULTIPART

Content = list[tuple[str, str]] | dict[str, Any]
"""The parameters of a form, or a JSON object."""


async def parsed(scope: Scope, kind: str, raw: bytes) -> Content | None:
    """Return the parameters in a body; `None` if it has files, or is of another type than it says."""
    if kind.startswith(FORM):
        return parse_qsl(raw.decode("utf-8", "replace"), keep_blank_values=True)
    if kind.startswith(MULTIPART):
        async with Request(scope, giving(raw)).form() as form:
            sent = form.multi_items()
        pairs = [(name, value) for name, value in sent if isinstance(value, str)]
        return pairs if len(pairs) == len(sent) else None
    try:
        value = json.loads(raw) if kind.startswith(JSON) else None
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


async def read_body(receive: Receive) -> bytes:
    """Read the whole body.

    Raises:
        ClientDisconnect: the client has gone.
    """
    parts = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)


def giving(body: bytes, receive: Receive | None = None) -> Receive:
    """Return a `receive` that gives one body, and then what `receive` gives, or that the client has gone."""
    is_given = False

    async def give() -> Message:
        nonlocal is_given
        if is_given:
            return {"type": "http.disconnect"} if receive is None else await receive()
        is_given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return give
