"""Streams: the messages of a WebSocket, and refusals before there is one."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from trunkline.sandbox.likes.entities import Entities
from trunkline.sandbox.likes.family import Family
from trunkline.sandbox.likes.identity import Identity
from trunkline.sandbox.likes.replies import response_of

_IDS = frozenset({"delete", "announcement.delete"})
"""Events whose payload is an id."""


class Sockets:
    """Translation of streams.

    Args:
        app: the application.
        family: says whether there are any.
        identity: gives the ids.
        entities: translates what events are about.
    """

    def __init__(self, app: ASGIApp, family: Family, identity: Identity, entities: Entities) -> None:
        self._app = app if family.wire is None else family.wire(app)
        self._family = family
        self._identity = identity
        self._entities = entities

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if not self._family.websocket:
            refusal = response_of(self._family.lacks)
            await WebSocket(scope, receive, send).send_denial_response(refusal)
            return
        pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        query = [(name, self._identity.parameter(name, value, scope["path"])) for name, value in pairs]

        async def take() -> Message:
            message = await receive()
            text = message.get("text")
            return {**message, "text": self._asked(text)} if text else message

        async def give(message: Message) -> None:
            text = message.get("text")
            await send({**message, "text": self._told(text)} if text else message)

        await self._app({**scope, "query_string": urlencode(query).encode()}, take, give)

    def _asked(self, text: str) -> str:
        """Return a message of the client as the sandbox takes it."""
        value = read_message(text)
        if value is None or not isinstance(value.get("list"), str):
            return text
        return json.dumps({**value, "list": self._identity.given(value["list"])})

    def _told(self, text: str) -> str:
        """Return a message of the sandbox as the family sends it."""
        value = read_message(text)
        if value is None or "event" not in value:
            return text
        told = {**value, "payload": self._payload(value["event"], value.get("payload"))}
        if value.get("stream", [""])[0] == "list":
            told["stream"] = ["list", *map(self._identity.shown, value["stream"][1:])]
        return json.dumps(told, ensure_ascii=False)

    def _payload(self, event: str, payload: Any) -> Any:
        if not isinstance(payload, str) or not payload:
            return payload
        if event in _IDS:
            return self._identity.shown(payload)
        return json.dumps(self._entities.translate(json.loads(payload)), ensure_ascii=False)


def read_message(text: str) -> dict[str, Any] | None:
    """Return the object in a message; `None` if there is none."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
