"""Total time of an answer for the synchronous client, whose HTTP library only bounds the time between two bytes.

A server that drips the head of an answer would otherwise hold a thread for days. The connections of our own clients are
wrapped; if a later version of the library has them in another place, the time between two bytes stays the only bound.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import httpcore2
import httpx2

_until: ContextVar[float | None] = ContextVar("trunkline_until", default=None)


@contextmanager
def within(seconds: float | None) -> Iterator[None]:
    """Let whatever is read from the network in this context fail after some seconds; ``None`` for no bound."""
    before = _until.set(None if seconds is None else time.monotonic() + seconds)
    try:
        yield
    finally:
        _until.reset(before)


def bounded(http: httpx2.Client) -> httpx2.Client:
    """Return a client after having its connections heed `within`."""
    for transport in (getattr(http, "_transport", None), *getattr(http, "_mounts", {}).values()):
        pool = getattr(transport, "_pool", None)
        backend = getattr(pool, "_network_backend", None)
        if isinstance(backend, httpcore2.NetworkBackend):
            pool._network_backend = _Bounded(backend)  # type: ignore[union-attr]
    return http


class _Bounded(httpcore2.NetworkBackend):
    """Makes connections with a total time."""

    def __init__(self, backend: httpcore2.NetworkBackend) -> None:
        self._backend = backend

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect."""
        return _BoundedStream(self._backend.connect_tcp(host, port, timeout, local_address, socket_options))

    def sleep(self, seconds: float) -> None:
        """Wait between two attempts to connect."""
        self._backend.sleep(seconds)


class _BoundedStream(httpcore2.NetworkStream):
    """Connection whose reading heeds the time that is left."""

    def __init__(self, stream: httpcore2.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what has come, within the time that is left."""
        until = _until.get()
        if until is not None:
            left = until - time.monotonic()
            if left <= 0:
                raise httpcore2.ReadTimeout
            timeout = left if timeout is None else min(timeout, left)
        return self._stream.read(max_bytes, timeout)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write."""
        self._stream.write(buffer, timeout)

    def close(self) -> None:
        """Close."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        """Return the connection with TLS."""
        return _BoundedStream(self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        """Return the socket, its addresses and the like."""
        return self._stream.get_extra_info(info)
