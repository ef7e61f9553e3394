"""Adapter that lets an asynchronous client send through a synchronous one given by the program.

A stream of `Mastodon` thus uses the same transport as its other requests, with the client's headers, cookies,
authentication and event hooks. The client blocks, so it runs in daemon threads.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from typing import Any, TypeVar

import httpx2

from trunkline.transport.decoded import decoded_headers

T = TypeVar("T")

_CLOSE_TIMEOUT = 0.5


def asynchronous(client: httpx2.Client) -> httpx2.AsyncClient:
    """Return an asynchronous client that sends through *client*. It need not be closed."""
    made = httpx2.AsyncClient(transport=_Transport(client), timeout=client.timeout, trust_env=False)
    made.headers.clear()  # those of the given client count
    return made


class _Transport(httpx2.AsyncBaseTransport):
    def __init__(self, client: httpx2.Client) -> None:
        self._client = client

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        content = await request.aread()
        sent = self._client.build_request(
            request.method, request.url, headers=request.headers, content=content, extensions=request.extensions
        )
        send = partial(self._client.send, sent, stream=True, follow_redirects=False)
        answer = await _in_thread(send, httpx2.Response.close)
        return httpx2.Response(
            answer.status_code,
            headers=_headers_of(answer),
            stream=_AnswerBody(answer),
            extensions={"reason_phrase": answer.reason_phrase.encode()},
        )


class _AnswerBody(httpx2.AsyncByteStream):
    """Body of a response, each chunk of which is awaited in a thread."""

    def __init__(self, answer: httpx2.Response) -> None:
        self._answer = answer
        self._read = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        pieces = self._answer.iter_bytes() if self._answer.is_stream_consumed else self._answer.iter_raw()
        while (piece := await _in_thread(partial(next, pieces, None))) is not None:
            yield piece
        self._read = True

    async def aclose(self) -> None:
        """Release the connection; an unfinished one is shut down, which wakes the thread that waits for it."""
        if not self._read:
            _hang_up(self._answer)
        with suppress(TimeoutError):
            async with asyncio.timeout(_CLOSE_TIMEOUT):
                await _in_thread(self._answer.close)


def _headers_of(answer: httpx2.Response) -> list[tuple[str, str]]:
    fields = answer.headers.multi_items()
    return decoded_headers(fields) if answer.is_stream_consumed else fields


def _hang_up(answer: httpx2.Response) -> None:
    """Shut down the connection of a response, except under HTTP/2, where it carries others."""
    stream: Any = answer.extensions.get("network_stream")
    connection = None if stream is None else stream.get_extra_info("socket")
    if isinstance(connection, socket.socket) and answer.http_version != "HTTP/2":
        with suppress(OSError):
            socket.socket.shutdown(connection, socket.SHUT_RDWR)


async def _in_thread(work: Callable[[], T], undo: Callable[[T], None] = lambda _: None) -> T:
    """Run *work* in a thread of its own; *undo* its result if the task was cancelled."""
    done: Future[T] = Future()
    # what the context says of logging holds in the thread, too
    threading.Thread(
        target=copy_context().run, args=(_do, work, undo, done), name="trunkline-given-client", daemon=True
    ).start()
    try:
        return await asyncio.wrap_future(done)
    except asyncio.CancelledError:
        if not done.cancel() and done.exception() is None:
            undo(done.result())
        raise


def _do(work: Callable[[], T], undo: Callable[[T], None], done: Future[T]) -> None:
    try:
        result = work()
    except BaseException as error:  # noqa: BLE001  (handed to who waits)
        with suppress(InvalidStateError):
            done.set_exception(error)
        return
    try:
        done.set_result(result)
    except InvalidStateError:
        undo(result)
