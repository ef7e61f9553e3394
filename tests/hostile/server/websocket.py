"""The server's side of a WebSocket (https://www.rfc-editor.org/rfc/rfc6455)."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.hostile.server.reply import Reply

_MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


def wanted(reply: Reply) -> bool:
    """Return True if the request asks for a WebSocket."""
    return reply.asked.headers.get("upgrade", "").lower() == "websocket"


async def accept(reply: Reply) -> asyncio.Task[None]:
    """Agree to the WebSocket, and answer the client's pings from then on."""
    key = reply.asked.headers["sec-websocket-key"]
    agreed = base64.b64encode(hashlib.sha1((key + _MAGIC).encode()).digest()).decode()
    headers = [("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Sec-WebSocket-Accept", agreed)]
    await reply.head(101, headers)
    return asyncio.create_task(_pong(reply))


def frame(payload: bytes, opcode: int = TEXT, *, final: bool = True, length: int | None = None) -> bytes:
    """A frame; *length* is the length that it claims."""
    size = len(payload) if length is None else length
    head = bytes([opcode | (0x80 if final else 0)])
    if size < 126:
        head += bytes([size])
    elif size < 1 << 16:
        head += b"\x7e" + size.to_bytes(2, "big")
    else:
        head += b"\x7f" + size.to_bytes(8, "big")
    return head + payload


async def _pong(reply: Reply) -> None:
    """Answer pings until the client closes."""
    try:
        while True:
            first, second = await reply.reader.readexactly(2)
            size = second & 0x7F
            if size >= 126:
                size = int.from_bytes(await reply.reader.readexactly(2 if size == 126 else 8), "big")
            mask = await reply.reader.readexactly(4)
            payload = bytes(b ^ mask[n % 4] for n, b in enumerate(await reply.reader.readexactly(size)))
            if first & 0x0F == CLOSE:
                reply.hang_up()
                return
            if first & 0x0F == PING:
                await reply.raw(frame(payload, PONG))
    except (asyncio.IncompleteReadError, ConnectionError):
        return
