"""The streaming API: its routes, and server-sent events."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import Receive, Scope, Send

from trunkline.sandbox.http.params import to_boolean
from trunkline.sandbox.live.connections import hub_of, store_of, token_of
from trunkline.sandbox.live.hub import ChannelSubscription, Hub
from trunkline.sandbox.live.metrics import CONTENT_TYPE, EVENTSOURCE
from trunkline.sandbox.live.sockets import serve_socket
from trunkline.sandbox.live.streams import StreamError, find_reader, open_stream

# Source of the protocol: https://github.com/mastodon/mastodon/blob/main/streaming/index.js
HEARTBEAT = 15.0
PREAMBLE = b":)\n"
THUMP = b":thump\n\n"
PATH = "/api/v1/streaming"
_EVERYWHERE = {"Access-Control-Allow-Origin": "*"}  # whoever asks
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
    """Build the routes of the streaming API. Event streams have a heartbeat every `heartbeat` seconds."""

    async def events(request: Request) -> Response:
        return await _server_sent_events(request, heartbeat)

    return [
        Route(f"{PATH}/health", _health, methods=["GET"]),
        Route("/metrics", _metrics, methods=["GET"]),
        WebSocketRoute(PATH, serve_socket),
        WebSocketRoute(f"{PATH}/{{rest:path}}", serve_socket),
        Route(f"{PATH}/{{name:path}}", events, methods=["GET"]),
        Route(PATH, events, methods=["GET"]),
    ]


async def _health(_request: Request) -> Response:
    return PlainTextResponse("OK", headers={"Cache-Control": "private, no-store"})


async def _metrics(request: Request) -> Response:
    return PlainTextResponse(hub_of(request).metrics_text(), media_type=CONTENT_TYPE)


async def _server_sent_events(request: Request, heartbeat: float) -> Response:
    store, hub = store_of(request), hub_of(request)
    try:
        name = _stream_name(request)
        reader = find_reader(store, token_of(request))
        query = request.query_params
        stream = open_stream(store, reader, name, tag=query.get("tag"), list_id=query.get("list"))
    except StreamError as error:
        return JSONResponse({"error": error.message}, error.status, _EVERYWHERE)
    subscription = hub.subscribe((*stream.channels, reader.system_channel), stream.view)
    return _EventStream(subscription, hub, name, heartbeat)


class _EventStream(StreamingResponse):
    """Response with the events of a subscription, which it closes at its end."""

    def __init__(self, subscription: ChannelSubscription, hub: Hub, name: str, heartbeat: float) -> None:
        headers = {"Cache-Control": "private, no-store", **_EVERYWHERE}
        super().__init__(_event_bytes(subscription, hub, heartbeat), 200, headers, "text/event-stream")
        self._subscription = subscription
        self._metrics = hub.metrics
        self._name = name

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        metrics = self._metrics
        with self._subscription, metrics.connection(EVENTSOURCE), metrics.stream(EVENTSOURCE, self._name):
            await super().__call__(scope, receive, send)


def _stream_name(request: Request) -> str:
    name = STREAM_OF_PATH.get(request.path_params.get("name", ""))
    if name is None:
        raise StreamError(400, "Unknown channel requested")
    if name in _MEDIA_VARIANT and to_boolean(request.query_params.get("only_media")):
        return f"{name}:media"
    return name


async def _event_bytes(subscription: ChannelSubscription, hub: Hub, heartbeat: float) -> AsyncIterator[bytes]:
    clock = asyncio.get_running_loop().time
    beat = clock() + heartbeat
    yield PREAMBLE
    while True:
        batch = None
        try:
            async with asyncio.timeout_at(beat):
                batch = await subscription.messages()
        except TimeoutError:
            pass
        if batch is not None and not batch:
            return
        if batch:
            hub.metrics.sent[EVENTSOURCE] += len(batch)
            yield b"".join(message.sse for message in batch)
        if clock() >= beat:
            beat += heartbeat
            yield THUMP
