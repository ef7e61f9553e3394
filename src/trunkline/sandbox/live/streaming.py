"""The streaming API: server-sent events and WebSockets."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any, cast

from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from trunkline.sandbox.http.errors import MalformedRequest
from trunkline.sandbox.http.params import parse_json, to_boolean
from trunkline.sandbox.live.hub import ChannelSubscription, Hub
from trunkline.sandbox.live.streams import OpenStream, StreamError, StreamReader, find_reader, open_stream
from trunkline.sandbox.store.database import Store

# Source of the protocol: https://github.com/mastodon/mastodon/blob/main/streaming/index.js
HEARTBEAT = 15.0
MOST_STREAMS = 500  # of one WebSocket
PREAMBLE = b":)\n"
THUMP = b":thump\n\n"
PATH = "/api/v1/streaming"
_MEDIA_VARIANT = frozenset({"public", "public:local", "public:remote"})
STREAM_OF_PATH = {
    "user": "user",
    "user/notification": "user:notification",
    "public": "public",
    "public/local": "public:local",
    "public/remote": "public:remote",
    "hashtag": "hashtag",
    "hashtag/local": "hashtag:local",
    "list": "list",
    "direct": "direct",
}


def routes(heartbeat: float = HEARTBEAT) -> list[BaseRoute]:
    """Build the routes of the streaming API. A heartbeat is sent after `heartbeat` seconds of silence."""

    async def events(request: Request) -> Response:
        return await _server_sent_events(request, heartbeat)

    return [
        Route(f"{PATH}/health", _health, methods=["GET"]),
        WebSocketRoute(PATH, _websocket),
        Route(f"{PATH}/{{name:path}}", events, methods=["GET"]),
        Route(PATH, events, methods=["GET"]),
    ]


async def _health(_request: Request) -> Response:
    return PlainTextResponse("OK", headers={"Cache-Control": "private, no-store"})


def _store_and_hub(connection: HTTPConnection) -> tuple[Store, Hub]:
    state = connection.app.state
    return cast("Store", state.store), cast("Hub", state.hub)


def _token_text(connection: HTTPConnection) -> str | None:
    """Return the token from the header, else from the query, else from the WebSocket subprotocol."""
    header = connection.headers.get("authorization")
    if header:
        return header.removeprefix("Bearer ")
    protocol = connection.headers.get("sec-websocket-protocol", "").partition(",")[0].strip()
    return connection.query_params.get("access_token") or protocol or None


# -- server-sent events ----------------------------------------------------------------------------------------------


async def _server_sent_events(request: Request, heartbeat: float) -> Response:
    store, hub = _store_and_hub(request)
    try:
        name = _stream_name(request)
        reader = find_reader(store, _token_text(request))
        query = request.query_params
        stream = open_stream(store, reader, name, tag=query.get("tag"), list_id=query.get("list"))
    except StreamError as error:
        return JSONResponse({"error": error.message}, error.status)
    subscription = hub.subscribe((*stream.channels, reader.system_channel), stream.view)
    return _EventStream(subscription, heartbeat)


class _EventStream(StreamingResponse):
    """Response with the events of a subscription, which it closes at its end."""

    def __init__(self, subscription: ChannelSubscription, heartbeat: float) -> None:
        headers = {"Cache-Control": "no-store"}
        super().__init__(_event_bytes(subscription, heartbeat), 200, headers, "text/event-stream")
        self._subscription = subscription

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._subscription:
            await super().__call__(scope, receive, send)


def _stream_name(request: Request) -> str:
    name = STREAM_OF_PATH.get(request.path_params.get("name", ""))
    if name is None:
        raise StreamError(400, "Unknown channel requested")
    if name in _MEDIA_VARIANT and to_boolean(request.query_params.get("only_media")):
        return f"{name}:media"
    return name


async def _event_bytes(subscription: ChannelSubscription, heartbeat: float) -> AsyncIterator[bytes]:
    yield PREAMBLE
    while True:
        try:
            async with asyncio.timeout(heartbeat):
                batch = await subscription.messages()
        except TimeoutError:
            yield THUMP
            continue
        if not batch:
            return
        yield b"".join(message.sse for message in batch)


# -- WebSockets ------------------------------------------------------------------------------------------------------


async def _websocket(websocket: WebSocket) -> None:
    store, hub = _store_and_hub(websocket)
    try:
        reader = find_reader(store, _token_text(websocket))
    except StreamError as error:
        headers = {"X-Error-Message": error.message, "Connection": "close"}
        await websocket.send_denial_response(PlainTextResponse(error.message, error.status, headers))
        return
    protocols = websocket.headers.get("sec-websocket-protocol", "").split(",")
    await websocket.accept(subprotocol=protocols[0].strip() or None)
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
            await self._close(1003, "The streaming server does not support binary messages")
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
        while batch := await subscription.messages():
            for message in batch:
                payload = {} if message.payload is None else {"payload": message.payload}
                await self._send({"stream": list(stream.name), "event": message.event, **payload})
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

    async def _close(self, code: int = 1000, reason: str = "") -> None:
        if self._is_open:
            with contextlib.suppress(WebSocketDisconnect):
                await self._websocket.close(code, reason)

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
