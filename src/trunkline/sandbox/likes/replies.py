"""Answers that are held back until they are whole, and those that are always the same."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import Message, Send

from trunkline.sandbox.likes.family import JSON, Reply

Finish = Callable[[Message, bytes], Awaitable[bytes]]
"""Changes the beginning of an answer in place, and returns its body."""


def to_json(value: Any) -> bytes:
    """Return a value as JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def response_of(reply: Reply) -> Response:
    """Return the response of an answer that is always the same."""
    if isinstance(reply.body, str):
        return Response(reply.body, reply.status, dict(reply.headers), reply.content_type)
    return Response(to_json(reply.body), reply.status, {**reply.headers, "Content-Type": JSON})


class WholeAnswer:
    """A `send` that passes an answer on when all of it is there.

    Args:
        send: sends it.
        finish: translates it.
    """

    def __init__(self, send: Send, finish: Finish) -> None:
        self._send = send
        self._finish = finish
        self._start: Message = {}
        self._parts: list[bytes] = []

    async def __call__(self, message: Message) -> None:
        """Take one message of the application."""
        if message["type"] == "http.response.start":
            self._start = {**message, "headers": list(message["headers"])}
            return
        self._parts.append(message.get("body", b""))
        if message.get("more_body", False):
            return
        body = await self._finish(self._start, b"".join(self._parts))
        headers = MutableHeaders(scope=self._start)
        if headers.get("content-length") != "0":
            headers["content-length"] = str(len(body))
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": body})
