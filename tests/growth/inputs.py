"""Evil texts, built of the pieces that patterns are made of."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

LENGTH = 1_000_000


def single(pieces: tuple[str, ...], length: int = LENGTH) -> Iterator[tuple[str, str]]:
    """Yield texts that repeat one piece, with something unexpected behind it."""
    for piece in pieces:
        run = piece * (length // len(piece))
        yield f"{piece!r} * n", f"{run}\0!"


def paired(pieces: tuple[str, ...], length: int = LENGTH) -> Iterator[tuple[str, str]]:
    """Yield texts that repeat two pieces in turn, or one behind or before another."""
    for one, other in permutations(pieces, 2):
        run = other * (length // len(other))
        yield f"{one!r} + {other!r} * n", one + run
        yield f"{other!r} * n + {one!r}", run + one
        yield f"{one + other!r} * n", (one + other) * (length // len(one + other))
