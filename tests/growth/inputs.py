"""Evil texts, built of the pieces that patterns are made of."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import Protocol

LENGTH = 1_000_000


class Text(Protocol):
    """Text of a given length."""

    def __call__(self, length: int = LENGTH) -> str: ...


def single(pieces: tuple[str, ...]) -> Iterator[tuple[str, Text]]:
    """Yield texts that repeat one piece, with something unexpected behind it."""
    for piece in pieces:
        yield f"{piece!r} * n", _repeated("", piece, "\0!")


def paired(pieces: tuple[str, ...]) -> Iterator[tuple[str, Text]]:
    """Yield texts that repeat two pieces in turn, or one behind or before another."""
    for one, other in permutations(pieces, 2):
        yield f"{one!r} + {other!r} * n", _repeated(one, other, "")
        yield f"{other!r} * n + {one!r}", _repeated("", other, one)
        yield f"{one + other!r} * n", _repeated("", one + other, "")


def _repeated(before: str, piece: str, behind: str) -> Text:
    def text(length: int = LENGTH) -> str:
        return f"{before}{piece * (length // len(piece))}{behind}"

    return text
