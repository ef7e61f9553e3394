"""Bodies of responses, received within bounds of size and time that no server can stretch."""

from __future__ import annotations

import time
import zlib
from collections.abc import Mapping
from typing import NoReturn
from urllib.parse import urlsplit

from trunkline.errors import MastodonNetworkError, malformed
from trunkline.protocol.request import HttpRequest
from trunkline.response import Response
from trunkline.transport.connections import Connections
from trunkline.transport.inflating import inflater

ACCEPT_ENCODING = {"Accept-Encoding": "gzip, deflate"}
"""Compression that is asked for: a piece of it grows a thousandfold at most, one of other methods without bounds."""


class AnswerBody:
    """Body of a response while it is received.

    Args:
        request: the request.
        connections: settings with the bounds.
        status: status of the response.
        reason: its reason phrase.
        headers: its headers, names in lower case.
        decoded: the body is no longer compressed, although the headers say so.

    Raises:
        MastodonMalformedResponseError: it is compressed in a way that was not asked for.
    """

    def __init__(
        self,
        request: HttpRequest,
        connections: Connections,
        status: int,
        reason: str,
        headers: Mapping[str, str],
        *,
        decoded: bool = False,
    ) -> None:
        self._request, self._most = request, connections.answer_size
        self._until = time.monotonic() + connections.answer_time
        self._answer = Response(status, reason, headers, b"")
        self._pieces: list[bytes] = []
        self._size = 0
        encoding = "" if decoded else headers.get("content-encoding", "").strip().lower()
        inflate = inflater(encoding)
        if inflate is None:
            self._refuse(f"It is compressed with {encoding[:40]!r}, which was not asked for")
        self._inflate = inflate

    def add(self, received: bytes) -> None:
        """Add a piece of the body as it was received; it is decompressed up to the greatest size.

        Raises:
            MastodonMalformedResponseError: the body is too large.
            MastodonNetworkError: it is damaged.
            TimeoutError: it takes too long.
        """
        if time.monotonic() > self._until:
            raise TimeoutError
        try:
            for piece in self._inflate(received):
                self._size += len(piece)
                if self._size > self._most:
                    self._refuse(f"It is larger than {self._most} bytes")
                self._pieces.append(piece)
        except zlib.error:
            server = urlsplit(self._request.url).netloc
            raise MastodonNetworkError(f"The answer of {server} is damaged: it cannot be decompressed.") from None

    def _refuse(self, what: str) -> NoReturn:
        self._pieces.clear()
        raise malformed(self._request.method, urlsplit(self._request.url).path, self._answer, what) from None

    def response(self) -> Response:
        """Return the response with the body that was received."""
        answer = self._answer
        return Response(answer.status, answer.reason, answer.headers, b"".join(self._pieces))
