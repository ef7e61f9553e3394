"""The streaming API over WebSockets: any number of streams over one connection."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from trunkline.sandbox.http.errors import MalformedRequest
from trunkline.sandbox.http.params import parse_json
from trunkline.sandbox.live.connections import hub_of, store_of, token_of
from trunkline.sandbox.live.hub import ChannelSubscription, Hub
from trunkline.sandbox.live.metrics import WEBSOCKET
from trunkline.sandbox.live.streams import OpenStream, StreamError, StreamReader, find_reader, open_stream
from trunkline.sandbox.store.database import Store

MOST_STREAMS = 500  # of one connection


async def serve_socket(websocket: WebSocket) -> None:
    """Serve one WebSocket. Without a token that may listen, the answer is empty, with the reason in a header."""
    store, hub = store_of(websocket), hub_of(websocket)
    try:
        reader = find_reader(store, token_of(websocket))
    except StreamError as error:
        headers = {"X-Error-Message": error.message, "Connection": "close", "Content-Type": "text/plain"}
        await websocket.send_denial_response(Response(None, error.status, headers))
        return
    protocols = websocket.headers.get("sec-websocket-protocol", "").split(",")
    await websocket.accept(subprotocol=protocols[0].strip() or None)
    with hub.metrics.connection(WEBSOCKET):
        await _WebSocketStreams(websocket, store, hub, reader).run()


class _WebSocketStreams:
    """Any number of streams over one WebSocket connection."""

    def __init__(self, websocket: WebSocket, store: Store, hub: Hub, reader: StreamReader) -> None:
        self._websocket = websocket
        self._store = store
        self._hub = hub
        self._reader = reader
        self._system = hub.subscribe([reader.system_channel])
        self._subscriptions: dict[tuple[str, ...], ChannelSubscription] = {}
        self._tasks = asyncio.TaskGroup()

    async def run(self) -> None:
        """Serve until the client leaves, the token is revoked or the server stops."""
        query = self._websocket.query_params
        async with self._tasks:
            self._tasks.create_task(self._watch())
            try:
                if "stream" in query:
                    await self._subscribe(query)
                while await self._act(await self._websocket.receive()):
                    pass
            finally:
                self._system.close()
                for subscription in self._subscriptions.values():
                    subscription.close()

    async def _act(self, message: Mapping[str, Any]) -> bool:
        """Handle one message of the client; return False after the last one."""
        if message["type"] == "websocket.disconnect":
            return False
        text = message.get("text")
        if text is None:
            await self._close(1003, "The mastodon streaming server does not support binary messages")
            return False
        request = _decode(text)
        if request.get("type") == "subscribe":
            await self._subscribe(request)
        elif request.get("type") == "unsubscribe":
            await self._unsubscribe(request)
        return True

    def _open(self, request: Mapping[str, Any]) -> OpenStream:
        name, tag, list_id = (_first(request.get(key)) for key in ("stream", "tag", "list"))
        return open_stream(self._store, self._reader, name or "", tag=tag, list_id=list_id)

    async def _subscribe(self, request: Mapping[str, Any]) -> None:
        try:
            stream = self._open(request)
        except StreamError as error:
            await self._send({"error": error.message, "status": error.status})
            return
        if len(self._subscriptions) >= MOST_STREAMS:
            await self._send({"error": "Too many streams on one connection", "status": 429})
        elif stream.channels not in self._subscriptions:
            subscription = self._hub.subscribe(stream.channels, stream.view)
            self._subscriptions[stream.channels] = subscription
            self._tasks.create_task(self._pump(stream, subscription))

    async def _unsubscribe(self, request: Mapping[str, Any]) -> None:
        try:
            stream = self._open(request)
        except StreamError:
            await self._send({"error": "Error unsubscribing from channel"})
            return
        subscription = self._subscriptions.pop(stream.channels, None)
        if subscription is not None:
            subscription.close()

    async def _pump(self, stream: OpenStream, subscription: ChannelSubscription) -> None:
        """Send the messages of one stream. Close the connection if the listener was too slow."""
        metrics = self._hub.metrics
        with metrics.stream(WEBSOCKET, stream.name[0]):
            while batch := await subscription.messages():
                metrics.sent[WEBSOCKET] += len(batch)
                for message in batch:
                    event = {"stream": list(stream.name), "event": message.event, "payload": message.payload}
                    await self._send(event)
        if self._subscriptions.get(stream.channels) is subscription:
            await self._close()

    async def _watch(self) -> None:
        """Close the connection when the token is revoked or the server stops."""
        await self._system.messages()
        await self._close()

    async def _send(self, message: Mapping[str, Any]) -> None:
        if self._is_open:
            with contextlib.suppress(WebSocketDisconnect):
                await self._websocket.send_text(json.dumps(message, ensure_ascii=False, separators=(",", ":")))

    async def _close(self, code: int | None = None, reason: str = "") -> None:
        """Close the connection, by default without a code, which `WebSocket.close` cannot."""
        if self._is_open:
            with contextlib.suppress(WebSocketDisconnect):
                await self._websocket.send({"type": "websocket.close", "code": code, "reason": reason})

    @property
    def _is_open(self) -> bool:
        states = (self._websocket.application_state, self._websocket.client_state)
        return states == (WebSocketState.CONNECTED, WebSocketState.CONNECTED)


def _decode(text: str) -> Mapping[str, Any]:
    """Decode a client's message; anything but a JSON object asks for nothing."""
    try:
        return parse_json(text.encode())
    except MalformedRequest:
        return {}


def _first(value: Any) -> str | None:
    """Return a parameter that may be a list, a text or a number, as text."""
    if isinstance(value, list):
        value = value[0] if value else None
    return None if value is None else str(value)
