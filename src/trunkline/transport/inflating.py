"""Decompression of a body in small pieces, so that a reader can stop before a small body has become a large one."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator

_PIECE = 65_536
_GZIP, _ZLIB, _RAW = 16 + zlib.MAX_WBITS, zlib.MAX_WBITS, -zlib.MAX_WBITS

Inflate = Callable[[bytes], Iterator[bytes]]


def inflater(encoding: str) -> Inflate | None:
    """Return a function that decompresses a body piece by piece.

    Args:
        encoding: ``Content-Encoding``, in lower case. What is called ``deflate`` comes with and without a header of
            zlib (https://www.rfc-editor.org/rfc/rfc9110#section-8.4.1.2).

    Returns:
        The function, which raises `zlib.error` for a damaged body; ``None`` for an encoding that was not asked for.
    """
    if encoding in ("", "identity"):
        return _as_it_is
    formats = {"gzip": [_GZIP], "x-gzip": [_GZIP], "deflate": [_ZLIB, _RAW]}.get(encoding)
    return _Inflater(formats).pieces if formats else None


def _as_it_is(piece: bytes) -> Iterator[bytes]:
    yield piece


class _Inflater:
    def __init__(self, formats: list[int]) -> None:
        self._machine = zlib.decompressobj(formats[0])
        self._others = formats[1:]

    def pieces(self, received: bytes) -> Iterator[bytes]:
        """Yield what the next bytes of the body contain, in pieces of at most 64 KiB."""
        try:
            piece = self._machine.decompress(received, _PIECE)
        except zlib.error:
            if not self._others:
                raise
            self._machine = zlib.decompressobj(self._others.pop())
            piece = self._machine.decompress(received, _PIECE)
        self._others = []
        while piece:
            yield piece
            piece = self._machine.decompress(self._machine.unconsumed_tail, _PIECE)
