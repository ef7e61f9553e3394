"""Bodies of responses, received within bounds of size and time that no server can stretch."""

from __future__ import annotations

import time
from collections.abc import Mapping
from urllib.parse import urlsplit

from trunkline.errors import malformed
from trunkline.protocol.request import HttpRequest
from trunkline.response import Response
from trunkline.transport.connections import Connections

ACCEPT_ENCODING = {"Accept-Encoding": "gzip, deflate"}
"""Compression that is asked for: a piece of it grows a thousandfold at most, one of other methods without bounds."""

_DECODED = ("", "identity", "gzip", "deflate")


class AnswerBody:
    """Body of a response while it is received.

    Args:
        request: the request.
        connections: settings with the bounds.
        status: status of the response.
        reason: its reason phrase.
        headers: its headers, names in lower case.

    Raises:
        MastodonMalformedResponseError: it is compressed in a way that was not asked for.
    """

    def __init__(
        self, request: HttpRequest, connections: Connections, status: int, reason: str, headers: Mapping[str, str]
    ) -> None:
        self._request, self._most = request, connections.answer_size
        self._until = time.monotonic() + connections.answer_time
        self._answer = Response(status, reason, headers, b"")
        self._pieces: list[bytes] = []
        self._size = 0
        encoding = headers.get("content-encoding", "").strip().lower()
        if encoding not in _DECODED:
            self._refuse(f"It is compressed with {encoding[:40]!r}, which was not asked for")

    def add(self, piece: bytes) -> None:
        """Add a piece of the body.

        Raises:
            MastodonMalformedResponseError: the body is too large.
            TimeoutError: it takes too long.
        """
        self._size += len(piece)
        if self._size > self._most:
            self._refuse(f"It is larger than {self._most} bytes")
        if time.monotonic() > self._until:
            raise TimeoutError
        self._pieces.append(piece)

    def _refuse(self, what: str) -> None:
        raise malformed(self._request.method, urlsplit(self._request.url).path, self._answer, what)

    def response(self) -> Response:
        """Return the response with the body that was received."""
        answer = self._answer
        return Response(answer.status, answer.reason, answer.headers, b"".join(self._pieces))
