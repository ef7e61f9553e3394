"""Two small proxies, of HTTP (CONNECT) and of SOCKS 5 (RFC 1928, RFC 1929), which lead to one server of the test."""

from __future__ import annotations

import socket
import struct
import threading
from base64 import b64encode
from contextlib import suppress
from typing import Self

USER, PASSWORD = "me", "PROXYWORD-8b2d4a"


class Proxy:
    """A proxy on a free port, that connects each of its clients to *target*.

    Attributes:
        asked: hosts and ports that clients asked for.
    """

    scheme = ""

    def __init__(self, target: str) -> None:
        host, _, port = target.rpartition(":")
        self._target = host, int(port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        """Its address, with user name and password."""
        return f"{self.scheme}://{USER}:{PASSWORD}@127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(client,), daemon=True).start()

    def _talk(self, client: socket.socket) -> None:
        with client, suppress(OSError, EOFError):
            if self.agreed(client):
                with socket.create_connection(self._target) as server:
                    back = threading.Thread(target=_copy, args=(server, client), daemon=True)
                    back.start()
                    _copy(client, server)
                    back.join(10)

    def agreed(self, client: socket.socket) -> bool:
        """Read what the client wants, answer, and return True if it gets it."""
        raise NotImplementedError


class HttpProxy(Proxy):
    """CONNECT alone."""

    scheme = "http"

    def agreed(self, client: socket.socket) -> bool:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += _exactly(client, 1)
        method, target, *_ = head.decode().split()
        word = b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if method != "CONNECT" or f"Basic {word}".lower() not in head.decode().lower():
            client.sendall(b"HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n")
            return False
        self.asked.append(target)
        client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        return True


class SocksProxy(Proxy):
    """Names alone, as clients with ``socks5h`` send them."""

    scheme = "socks5h"

    def agreed(self, client: socket.socket) -> bool:
        version, methods = _exactly(client, 2)
        assert version == 5
        assert 2 in _exactly(client, methods)
        client.sendall(b"\x05\x02")
        _, length = _exactly(client, 2)
        user = _exactly(client, length)
        password = _exactly(client, _exactly(client, 1)[0])
        if (user.decode(), password.decode()) != (USER, PASSWORD):
            client.sendall(b"\x01\x01")
            return False
        client.sendall(b"\x01\x00")
        _, command, _, kind = _exactly(client, 4)
        if (command, kind) != (1, 3):
            client.sendall(b"\x05\x08\x00\x01" + bytes(6))
            return False
        name = _exactly(client, _exactly(client, 1)[0]).decode()
        (port,) = struct.unpack("!H", _exactly(client, 2))
        self.asked.append(f"{name}:{port}")
        client.sendall(b"\x05\x00\x00\x01" + bytes(6))
        return True


def _exactly(connection: socket.socket, length: int) -> bytes:
    received = b""
    while len(received) < length:
        piece = connection.recv(length - len(received))
        if not piece:
            raise EOFError
        received += piece
    return received


def _copy(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(65536):
            target.sendall(piece)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)
