"""Streams of Pleroma and Akkoma: tokens, answers to subscriptions, and signs of life."""

from __future__ import annotations

import asyncio
import json
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from trunkline.sandbox.likes.sockets import read_message

# Source: https://git.pleroma.social/pleroma/pleroma/-/blob/develop/lib/pleroma/web/mastodon_api/websocket_handler.ex
_BEAT = 30.0
_NAMES = frozenset(
    {
        "direct",
        "hashtag",
        "list",
        "public",
        "public:local",
        "public:local:media",
        "public:media",
        "public:remote",
        "user",
        "user:notification",
    }
)


class PleromaStreams:
    """Middleware of WebSockets.

    A token is read from the address or the subprotocol alone. The answer to a subscription, be it accepted, repeated or
    refused, is an event of its own. A stream that is named in the address and is none refuses the connection. Signs of
    life are empty texts.

    Args:
        app: the application.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        query = parse_qs(scope["query_string"].decode("latin-1"))
        name = query.get("stream", [None])[0]
        if name is not None and name not in _NAMES:
            await _refuse(scope, receive, send, 404, "Not Found")
        elif "access_token" not in query and "sec-websocket-protocol" not in Headers(scope=scope):
            await _refuse(scope, receive, send, 401, "Unauthorized")
        else:
            headers = [one for one in scope["headers"] if one[0] != b"authorization"]
            await _Conversation(send, name).run(self._app, {**scope, "headers": headers}, receive)


class _Conversation:
    """One connection."""

    def __init__(self, send: Send, name: str | None) -> None:
        self._send = send
        self._asked: tuple[str, str] | None = None
        self._known = set() if name is None else {json.dumps({"stream": name})}

    async def run(self, app: ASGIApp, scope: Scope, receive: Receive) -> None:
        """Serve it."""
        beating = None

        async def take() -> Message:
            await self._confirm()
            while True:
                message = await receive()
                value = read_message(message.get("text") or "")
                if value is None or value.get("type") not in {"subscribe", "unsubscribe"}:
                    return message
                kind, what = str(value.pop("type")), json.dumps(value, sort_keys=True)
                if (what in self._known) == (kind == "unsubscribe"):
                    self._asked = kind, what
                    return message
                await self._respond(kind, "ignored")

        async def give(message: Message) -> None:
            nonlocal beating
            value = read_message(message.get("text") or "")
            if value is not None and "error" in value:
                kind, _ = self._asked or ("subscribe", "")
                self._asked = None
                await self._respond(kind, "error", "unauthorized" if value.get("status") == 401 else "bad_topic")
            else:
                await self._send(message)
            if message["type"] == "websocket.accept":
                beating = asyncio.create_task(self._beat())

        try:
            await app(scope, take, give)
        finally:
            if beating is not None:
                beating.cancel()

    async def _confirm(self) -> None:
        """Confirm what was asked for last, unless it was refused."""
        asked, self._asked = self._asked, None
        if asked is not None:
            kind, what = asked
            (self._known.add if kind == "subscribe" else self._known.discard)(what)
            await self._respond(kind, "success")

    async def _respond(self, kind: str, result: str, error: str | None = None) -> None:
        payload = {"type": kind, "result": result} | ({} if error is None else {"error": error})
        event = {"event": "pleroma:respond", "payload": json.dumps(payload)}
        await self._send({"type": "websocket.send", "text": json.dumps(event)})

    async def _beat(self) -> None:
        while True:
            await self._send({"type": "websocket.send", "text": ""})
            await asyncio.sleep(_BEAT)


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, text: str) -> None:
    await WebSocket(scope, receive, send).send_denial_response(PlainTextResponse(text, status))
