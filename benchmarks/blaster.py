"""A server that sends streaming events as fast as clients read them, over WebSocket and server-sent events.

Under ``/idle`` it sends only heartbeats.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import itertools
import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from trunkline import Mastodon
from trunkline.sandbox import Sandbox

_BATCH = 32
_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_HEARTBEAT = 15.0
_NEVER, _TEXT, _CLOSE, _PING = -1, 1, 8, 9
_FIRST_ID = 117_000_000_000_000_000


def status_json() -> str:
    """Write the JSON of one status to a file, and return its path."""
    with Sandbox(size=40, seed=1) as sandbox:
        alice = Mastodon(api_base_url=sandbox.url, access_token=sandbox.token_for("alice"))
        longest = max((json.dumps(status, separators=(",", ":")) for status in alice.timeline_home().raw()), key=len)
    path = Path(tempfile.mkdtemp()) / "status.json"
    path.write_text(longest)
    return str(path)


async def serve(status: dict[str, Any], tell: Callable[[str], None]) -> None:
    """Serve until cancelled; *tell* is first called with the URL."""
    status["id"] = "@@@"
    blaster = _Blaster(json.dumps(status, separators=(",", ":"), ensure_ascii=False))
    server = await asyncio.start_server(blaster.answer, "127.0.0.1", 0, backlog=2048)
    blaster.address = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    tell(f"http://{blaster.address}")
    await server.serve_forever()


class _Blaster:
    def __init__(self, status: str) -> None:
        self.address = ""
        self._sse = [part.encode() for part in f"event: update\ndata: {status}\n\n".split("@@@")]
        message = json.dumps({"stream": ["user"], "event": "update", "payload": status}, ensure_ascii=False)
        self._frame = [part.encode() for part in message.split("@@@")]
        length = sum(map(len, self._frame)) + len(str(_FIRST_ID))
        self._frame[0] = b"\x81\x7e" + length.to_bytes(2, "big") + self._frame[0]

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                await self._one(head, reader, writer)
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _one(self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path = head.split(b" ", 2)[1]
        if b"websocket" in head.lower() and b"/api/v1/streaming" in path:
            key = head.lower().index(b"sec-websocket-key:")
            writer.write(_handshake(head[key:].split(b"\r\n", 1)[0].partition(b":")[2].strip()))
            begin = _NEVER if b"/idle/" in path else _TEXT if b"mastodonpy" in head else _PING
            await self._messages(reader, writer, begin)
        elif b"/api/v1/streaming" in path:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n:)\n")
            await (self._thumps(writer) if b"/idle/" in path else self._blast(writer, self._sse))
        else:
            body = self._instance(b"/idle" in path) if b"instance" in path else b"[]"
            header = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            writer.write(header.encode() + body)
            await writer.drain()

    def _instance(self, idle: bool) -> bytes:
        url = f"ws://{self.address}{'/idle' if idle else ''}"
        urls = {"urls": {"streaming": url, "streaming_api": url}}
        return json.dumps({"version": "4.4.0", "uri": self.address, **urls, "configuration": urls}).encode()

    async def _blast(self, writer: asyncio.StreamWriter, parts: list[bytes]) -> None:
        for ids in _batches():
            writer.write(b"".join([piece for one in ids for piece in (parts[0], one, parts[1])]))
            await writer.drain()

    async def _thumps(self, writer: asyncio.StreamWriter) -> None:
        while not writer.is_closing():
            await asyncio.sleep(_HEARTBEAT)
            writer.write(b":thump\n\n")
            await writer.drain()

    async def _messages(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, begin: int) -> None:
        """Read messages, answer pings, and start sending events after the first message with the opcode *begin*."""
        while True:
            kind, data = await _frame(reader)
            if kind == _PING:
                writer.write(bytes((0x8A, len(data))) + data)
            if kind == _CLOSE:
                writer.write(bytes((0x88, len(data))) + data)
                return
            if kind == begin:
                await self._blast(writer, self._frame)


async def _frame(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """Read a short frame of a client, and return its opcode and payload."""
    first, second = await reader.readexactly(2)
    length = second & 0x7F
    if length == 126:
        length = int.from_bytes(await reader.readexactly(2), "big")
    mask = await reader.readexactly(4)
    data = await reader.readexactly(length)
    return first & 0x0F, bytes(b ^ m for b, m in zip(data, itertools.cycle(mask), strict=False))


def _batches() -> Iterator[list[bytes]]:
    for start in itertools.count(_FIRST_ID, _BATCH):
        yield [b"%d" % number for number in range(start, start + _BATCH)]


def _handshake(key: bytes) -> bytes:
    accept = base64.b64encode(hashlib.sha1(key + _GUID).digest())
    return (
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"
    )
