"""Answers, honest or byte by byte."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from tests.hostile.server import recorded

if TYPE_CHECKING:
    from tests.hostile.server.asked import Asked
    from tests.hostile.server.hostile import Hostile

Headers = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole response with a correct length."""

    status: int = 200
    body: bytes = b""
    headers: Headers = ()

    @classmethod
    def of(cls, value: Any, *headers: tuple[str, str], status: int = 200) -> Answer:
        """An answer with JSON."""
        return cls(status, json.dumps(value).encode(), (("Content-Type", "application/json"), *headers))

    def value(self) -> Any:
        """The decoded JSON, a new copy each time."""
        return json.loads(self.body)

    def changed(self, value: Any) -> Answer:
        """The same answer with other JSON."""
        return replace(self, body=value if isinstance(value, bytes) else json.dumps(value).encode())

    def adding(self, *headers: tuple[str, str]) -> Answer:
        """The same answer with further headers."""
        return replace(self, headers=(*self.headers, *headers))


@dataclass(slots=True)
class Reply:
    """The way back to whoever asked."""

    asked: Asked
    server: Hostile
    writer: asyncio.StreamWriter
    reader: asyncio.StreamReader
    honest: Answer = field(init=False)
    """What an honest server answers."""

    def __post_init__(self) -> None:
        asked = self.asked
        status, value, link = recorded.answer(asked.method, asked.path, asked.query, self.server.url)
        links = [("Link", link)] if link else []
        if isinstance(value, str):
            self.honest = Answer(status, value.encode(), [("Content-Type", "text/plain"), *links])
        else:
            self.honest = Answer.of(value, *links, status=status)

    async def send(self, answer: Answer | None = None) -> None:
        """Send a whole answer; by default the honest one."""
        answer = self.honest if answer is None else answer
        await self.head(answer.status, [*answer.headers, ("Content-Length", str(len(answer.body)))])
        await self.raw(answer.body)

    async def head(self, status: int, headers: Headers) -> None:
        """Send the status line and headers."""
        lines = [f"HTTP/1.1 {status} Said", *(f"{name}: {value}" for name, value in headers), "", ""]
        await self.raw("\r\n".join(lines).encode("utf-8"))

    async def raw(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.writer.write(data)
        await self.writer.drain()

    async def drip(self, data: Iterable[int]) -> None:
        """Send one byte at a time, each after a pause that no timeout between two bytes catches."""
        for byte in data:
            await self.raw(bytes((byte,)))
            await asyncio.sleep(self.server.pause)

    async def forever(self, data: bytes) -> None:
        """Send the same bytes until the other side has enough."""
        while True:
            await self.raw(data)

    async def silence(self) -> None:
        """Say nothing until the other side hangs up."""
        await self.server.over.wait()

    def hang_up(self) -> None:
        """Close the connection after what was sent."""
        self.writer.close()

    def reset(self) -> None:
        """Break the connection off with a TCP reset."""
        with suppress(OSError):
            connection = self.writer.get_extra_info("socket")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()
