"""Requests as they come over the wire (https://www.rfc-editor.org/rfc/rfc9112)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True, slots=True)
class Asked:
    """A request. Names of headers are in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def path(self) -> str:
        """Path without the query."""
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        """First value of each parameter."""
        return {name: values[0] for name, values in parse_qs(urlsplit(self.target).query).items()}

    @property
    def token(self) -> str | None:
        """Token in the header, the query or the protocol of a WebSocket, where Mastodon takes it from."""
        scheme, _, token = self.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return token
        return self.query.get("access_token") or self.headers.get("sec-websocket-protocol")


_TLS_HANDSHAKE = b"\x16"
"""First byte of a client that speaks TLS, which no request in HTTP begins with."""


async def read_request(reader: asyncio.StreamReader) -> Asked | None:
    """Read the next request of a connection; return ``None`` at its end."""
    try:
        first = await reader.readexactly(1)
        if first == _TLS_HANDSHAKE:
            return None
        head = (first + await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError):
        return None
    method, target, _ = head[0].split(" ", 2)
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
    return Asked(method, target, headers, await _body(reader, headers))


async def _body(reader: asyncio.StreamReader, headers: Mapping[str, str]) -> bytes:
    if headers.get("transfer-encoding", "").lower() != "chunked":
        return await reader.readexactly(int(headers.get("content-length", 0)))
    body = b""
    while size := int(await reader.readline(), 16):
        body += await reader.readexactly(size)
        await reader.readline()
    await reader.readline()
    return body
