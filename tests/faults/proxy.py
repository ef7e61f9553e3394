"""A TCP proxy that misbehaves on purpose, and reproducibly: each connection suffers the fault that a seed gives it."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import random
import socket
import struct
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Self
from urllib.parse import urlsplit

Kind = Literal["none", "drop", "reset", "stall", "truncate", "split", "bad_gateway", "delay", "half_close"]

KINDS: tuple[Kind, ...] = ("drop", "reset", "stall", "truncate", "split", "bad_gateway", "delay", "half_close")
"""All faults. Each ends the connection sooner or later."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Fate of one connection.

    Attributes:
        kind: kind of fault. ``split`` and ``delay`` concern the bytes before the end, which is then that of ``drop``.
        after_bytes: bytes from the server that pass before the end; ``None``: any number.
        after_seconds: the longest that the connection lasts; ``None``: for ever.
        answer: the proxy's own answer, instead of passing the request on.
    """

    kind: Kind = "none"
    after_bytes: int | None = None
    after_seconds: float | None = None
    answer: bytes | None = None


def answering(status: str, *, headers: str = "", body: str = "<html>") -> Fault:
    """Return a fault: the proxy answers by itself, with a status such as ``502 Bad Gateway``."""
    text = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n{headers}\r\n{body}"
    return Fault("bad_gateway", answer=text.encode())


Plan = Callable[[bytes], Fault]
"""The fault for a connection that begins with these bytes."""


def is_stream(request: bytes) -> bool:
    """Return True if a request asks for a stream, on either wire."""
    return b"/api/v1/streaming" in request.partition(b"\r\n")[0]


def untouched(_request: bytes) -> Fault:
    """The plan of a proxy that behaves."""
    return Fault()


def seeded_plan(seed: int, kinds: tuple[Kind, ...] = KINDS) -> Plan:
    """Faults for streaming connections; other requests pass untouched."""
    chance = random.Random(seed)

    def plan(request: bytes) -> Fault:
        if not is_stream(request):
            return Fault()
        kind = chance.choices(kinds, [1 if kind == "stall" else 4 for kind in kinds])[0]
        if kind == "bad_gateway":
            return answering("502 Bad Gateway")
        cut = chance.randrange(200, 12_000) if kind == "truncate" else None
        return Fault(kind, cut, chance.uniform(0.02, 0.12))

    return plan


_PATIENCE = 0.05
"""Seconds that what looks like the beginning of a name is kept back: it may also be the end of a pong."""


class FaultProxy:
    """Listens on 127.0.0.1 and passes everything on to *target*, a ``http://`` address there, as *plan* says.

    What the server says is changed in one place: the addresses in it, which are the proxy's and no longer the server's.

    Attributes:
        faults: how often each kind of fault happened.
        plan: may be replaced while it runs, for the connections to come.
    """

    def __init__(self, target: str, plan: Plan) -> None:
        self._target = urlsplit(target)
        self.plan = plan
        self.faults: Counter[str] = Counter()
        self._loop = asyncio.new_event_loop()
        self._tasks: set[asyncio.Task[None]] = set()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._names = target.partition(":")[2].encode(), self.url.partition(":")[2].encode()
        assert len(set(map(len, self._names))) == 1, "lengths of answers would change"
        self._thread = threading.Thread(target=self._run, name="fault-proxy", daemon=True)

    @property
    def disconnects(self) -> int:
        """Number of connections that have been ended on purpose."""
        return self.faults.total()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self) -> None:
        self._loop.run_until_complete(asyncio.start_server(self._accept, sock=self._listener))
        self._loop.run_forever()
        for task in (rest := asyncio.all_tasks(self._loop)):
            task.cancel()
        self._loop.run_until_complete(_all(rest))
        self._listener.close()
        self._loop.close()

    def cut_all(self) -> None:
        """End all connections that exist now."""
        self._loop.call_soon_threadsafe(lambda: [task.cancel() for task in self._tasks])

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            await self._serve(reader, writer)
        except asyncio.CancelledError:
            pass
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            if request := await reader.read(65536):
                await self._relay(request, reader, writer)

    async def _relay(self, request: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        fault = self.plan(request)
        if fault.answer is not None:
            self.faults[fault.kind] += 1
            await _send(writer, fault.answer)
            return
        upstream_reader, upstream = await asyncio.open_connection(self._target.hostname, self._target.port)
        try:
            upstream.write(request)
            async with asyncio.TaskGroup() as tasks:
                up = tasks.create_task(_copy(reader, upstream))
                await self._downstream(fault, upstream_reader, writer)
                up.cancel()
        except* OSError:
            pass
        finally:
            upstream.close()

    async def _downstream(self, fault: Fault, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass the server's bytes on until the fault happens."""
        passed, rest = 0, b""
        theirs, ours = self._names
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(fault.after_seconds):
                while fault.after_bytes is None or passed < fault.after_bytes:
                    more = await _more(reader, _PATIENCE if rest else None)
                    if not more and not rest:
                        return
                    chunk = (rest + more).replace(theirs, ours)
                    rest = _beginning(theirs, chunk) if more else b""
                    chunk = chunk.removesuffix(rest)
                    if fault.after_bytes is not None:
                        chunk = chunk[: fault.after_bytes - passed]
                    passed += len(chunk)
                    await self._pass_on(fault, writer, chunk)
        self.faults[fault.kind] += 1
        await _happen(fault.kind, writer)

    async def _pass_on(self, fault: Fault, writer: asyncio.StreamWriter, chunk: bytes) -> None:
        if fault.kind == "split":
            start = 0
            for size in itertools.cycle((1, 2, 3, 50, 331, 7, 1000)):
                await _send(writer, chunk[start : start + size])
                await asyncio.sleep(0)
                start += size
                if start >= len(chunk):
                    return
        if fault.kind == "delay":
            await asyncio.sleep(0.01)
        await _send(writer, chunk)


async def _more(reader: asyncio.StreamReader, patience: float | None) -> bytes:
    """Return what comes next; nothing at the end, or after *patience* seconds."""
    try:
        async with asyncio.timeout(patience):
            return await reader.read(65536)
    except TimeoutError:
        return b""


def _beginning(name: bytes, chunk: bytes) -> bytes:
    """Return the beginning of *name* at the end of *chunk*, whose other part is to come."""
    return next((name[:size] for size in range(len(name) - 1, 0, -1) if chunk.endswith(name[:size])), b"")


async def _happen(kind: Kind, writer: asyncio.StreamWriter) -> None:
    if kind == "stall":
        await asyncio.Event().wait()
    if kind == "reset":
        connection = writer.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()
    if kind == "half_close":
        writer.write_eof()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0.2):
                await asyncio.Event().wait()


async def _send(writer: asyncio.StreamWriter, data: bytes) -> None:
    if writer.transport.is_closing():
        raise ConnectionResetError
    writer.write(data)
    await writer.drain()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Pass on what the client sends until it hangs up; then hang up on the server, too."""
    with contextlib.suppress(OSError):
        while chunk := await reader.read(65536):
            await _send(writer, chunk)
    writer.close()


async def _all(tasks: set[asyncio.Task[Any]]) -> None:
    if tasks:
        await asyncio.wait(tasks)
