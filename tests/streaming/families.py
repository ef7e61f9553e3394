"""Streaming servers of other software, as far as their clients can see it: see the sources named in
`trunkline.streaming.wires.separate_websockets` and https://github.com/mastodon/mastodon/blob/main/streaming/index.js.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.http11 import Request, Response
from websockets.typing import Subprotocol

from trunkline.errors import MastodonError
from trunkline.streaming import AsyncStream, Event

TOKEN = "the-token"
STREAMING = "/api/v1/streaming"
PERSONAL = ("user", "user:notification", "direct", "list")


def answer(status: int, body: bytes = b"", kind: str = "application/json", **headers: str) -> Response:
    fields = {"Content-Type": kind, "Content-Length": str(len(body)), "Connection": "close"}
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(status, HTTPStatus(status).phrase, Headers(fields), body)


class Family:
    """A server on 127.0.0.1. Subclasses say what becomes of an upgrade and of messages.

    Attributes:
        upgrades: the queries of the requests for a WebSocket.
        tokens: for each of them, where the token was.
        topics: the streams of each open WebSocket.
        messages: the messages of the client.
    """

    instance: Mapping[str, Any] = {"version": "4.7.0", "source_url": "https://github.com/mastodon/mastodon"}

    def __init__(self) -> None:
        self.upgrades: list[str] = []
        self.tokens: list[set[str]] = []
        self.topics: dict[ServerConnection, set[str]] = {}
        self.messages: list[dict[str, Any]] = []
        self._server: Server

    async def __aenter__(self) -> Self:
        self._server = await serve(
            self._talk,
            "127.0.0.1",
            0,
            process_request=self._request,
            select_subprotocol=self._first,
            ping_interval=None,
        )
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        await self._server.wait_closed()

    @staticmethod
    def _first(_: ServerConnection, offered: Any) -> Subprotocol | None:
        return next(iter(offered), None)

    def _request(self, _: ServerConnection, request: Request) -> Response | None:
        path, query = urlsplit(request.path).path, urlsplit(request.path).query
        if path != STREAMING or request.headers.get("Upgrade") != "websocket":
            return self.http(path, request.headers)
        self.upgrades.append(query)
        where = {
            "Authorization": request.headers.get("Authorization", "").removeprefix("Bearer "),
            "protocol": request.headers.get("Sec-WebSocket-Protocol", ""),
        }
        found = {name for name, token in where.items() if token}
        assert {where[name] for name in found} <= {TOKEN}
        self.tokens.append(found)
        return self.upgrade({name: values[0] for name, values in parse_qs(query).items()}, found)

    def http(self, path: str, headers: Headers) -> Response:
        """Answer a request that is none for a WebSocket."""
        if path == "/api/v2/instance":
            return answer(200, json.dumps(self.instance).encode())
        if (
            path.startswith("/api/v1/")
            and STREAMING not in path
            and "text/event-stream" not in headers.get("Accept", "")
        ):
            return answer(200, b"[]")
        return answer(404, b'{"error":"Not Found"}')

    def upgrade(self, asked: Mapping[str, str], token_in: set[str]) -> Response | None:
        """Refuse a request for a WebSocket, or return ``None``."""
        return None

    async def _talk(self, socket: ServerConnection) -> None:
        assert socket.request is not None
        asked = {name: values[0] for name, values in parse_qs(urlsplit(socket.request.path).query).items()}
        self.topics[socket] = {topic(asked)} if "stream" in asked else set()
        try:
            async for message in socket:
                said = json.loads(message)
                self.messages.append(said)
                await self.told(socket, said)
        finally:
            del self.topics[socket]

    async def told(self, socket: ServerConnection, said: Mapping[str, str]) -> None:
        """Act on a message of a client."""
        change = self.topics[socket].add if said["type"] == "subscribe" else self.topics[socket].discard
        change(topic(said))

    async def publish(self, name: str, event: str, payload: str, *, named: bool = True) -> None:
        """Send an event to whoever listens to a stream."""
        message: dict[str, Any] = {"event": event, "payload": payload}
        if named:
            message["stream"] = name.rsplit(":", 1) if name.startswith(("list:", "hashtag:")) else [name]
        await self.send(name, json.dumps(message))

    async def send(self, name: str, text: str) -> None:
        for socket, topics in list(self.topics.items()):
            if name in topics:
                await socket.send(text)


def topic(asked: Mapping[str, str]) -> str:
    argument = asked.get("tag") or asked.get("list")
    return f"{asked['stream']}:{argument}" if argument else asked["stream"]


class Pleroma(Family):
    """Reads a token as subprotocol; takes one stream in the address, and more by messages, which it answers."""

    instance: Mapping[str, Any] = {"version": "2.7.2 (compatible; Pleroma 2.9.1)"}
    without_stream: Response | None = None

    def upgrade(self, asked: Mapping[str, str], token_in: set[str]) -> Response | None:
        if "stream" not in asked:
            return self.without_stream
        return self.verdict(asked, token_in)

    def verdict(self, asked: Mapping[str, str], token_in: set[str]) -> Response | None:
        if asked["stream"] in PERSONAL and "protocol" not in token_in:
            return answer(401)
        return answer(404) if asked["stream"] == "public:remote" or asked.get("list") == "9" else None

    async def told(self, socket: ServerConnection, said: Mapping[str, str]) -> None:
        result: dict[str, str] = {"type": said["type"], "result": "success"}
        if said["stream"] in PERSONAL:
            result |= {"result": "error", "error": "unauthorized"}
        else:
            await super().told(socket, said)
        await socket.send(json.dumps({"event": "pleroma:respond", "payload": json.dumps(result)}))


class Akkoma(Pleroma):
    """One stream for each connection; messages are ignored."""

    instance: Mapping[str, Any] = {"version": "2.7.2 (compatible; Akkoma 3.13.2)"}
    without_stream = answer(404)

    async def told(self, socket: ServerConnection, said: Mapping[str, str]) -> None:
        """Do nothing."""


class GoToSocial(Family):
    """Reads the token anywhere, ignores messages that ask for hashtags and notifications, announces ``wss``."""

    def __init__(self) -> None:
        super().__init__()
        self.instance = {
            "version": "0.20.0-dev",
            "source_url": "https://codeberg.org/superseriousbusiness/gotosocial",
            "configuration": {"urls": {"streaming": "wss://localhost"}},
        }

    def upgrade(self, asked: Mapping[str, str], token_in: set[str]) -> Response | None:
        return None if token_in else answer(401, b'{"error":"Unauthorized"}')

    async def told(self, socket: ServerConnection, said: Mapping[str, str]) -> None:
        if said["stream"] in ("public", "public:local", "user", "direct", "list"):
            await super().told(socket, {**said, "tag": ""})


class Refusing(Family):
    """Mastodon's server, which refuses lists and streams by messages that do not name them."""

    def __init__(self, *refused: str, said: str = "Not authorized to stream this list", status: int = 401) -> None:
        super().__init__()
        self.refused = set(refused)
        self._message = json.dumps({"error": said, "status": status})

    async def told(self, socket: ServerConnection, said: Mapping[str, str]) -> None:
        if topic(said) in self.refused:
            await asyncio.sleep(0.01)  # it asks the database, and has answered the ping by then
            await socket.send(self._message)
        else:
            await super().told(socket, said)


class Without(Family):
    """A server without streams."""

    def __init__(self, instance: Mapping[str, Any], refusal: Response) -> None:
        super().__init__()
        self.instance = instance
        self._refusal = refusal

    def http(self, path: str, headers: Headers) -> Response:
        return self._refusal if path.startswith(STREAMING) else super().http(path, headers)

    def upgrade(self, asked: Mapping[str, str], token_in: set[str]) -> Response | None:
        return self._refusal


def status(number: int, content: str = "", **fields: Any) -> str:
    return json.dumps({"id": str(number), "content": content, "account": {"acct": "a"}, **fields})


async def take(stream: AsyncStream, number: int) -> list[Event]:
    return [await anext(stream) for _ in range(number)]


async def until_topics(server: Family, *wanted: str) -> None:
    """Wait until somebody listens to streams."""
    while not {*wanted} <= {name for topics in server.topics.values() for name in topics}:  # noqa: ASYNC110  (nothing tells)
        await asyncio.sleep(0)


async def ending(stream: AsyncStream) -> MastodonError:
    """The error with which a stream ends."""
    try:
        while True:
            await anext(stream)
    except MastodonError as error:
        return error
