"""Ids of other software: each id of the sandbox has one spelling there, and only that leads back to it."""

from __future__ import annotations

from hashlib import blake2b
from typing import Protocol

_TIMED = 1 << 44
"""Smaller ids are plain numbers; the others are snowflakes: milliseconds since 1970, and 16 bits of order."""
_ORDER = 16
_FACTOR = 0x9E3779B97F4A7C15  # odd, and so invertible for every power of two
PLAIN_SINCE = 1_577_836_800_000
"""The time of the plain number 0, where such numbers have no time of their own; each is a second later."""


class IdCodec(Protocol):
    """Spelling of ids.

    Numbers are those of the sandbox. A `kind` is one of `kind_of`, for notifications with their type, as in
    `notification/mention`, or empty.
    """

    def encode(self, number: int, kind: str, when: int | None) -> str:
        """Return the spelling. `when` is the time of what has a plain number, in milliseconds since 1970."""
        ...

    def decode(self, text: str) -> int | None:
        """Return the number, or `None` for what `encode` does not return."""
        ...

    def moment(self, text: str) -> int | None:
        """Return the time in an id of this form that somebody else made, such as a cursor; `None` without one."""
        ...

    def looks(self, text: str) -> bool:
        """Return True for a text that has the form of an id, whoever made it."""
        ...


def is_timed(number: int) -> bool:
    """Return True for a snowflake, which has its time in it."""
    return number >= _TIMED


def digest(number: int, bits: int) -> int:
    """Return bits that depend on a number in no visible way, at most 64."""
    return int.from_bytes(blake2b(number.to_bytes(8, "big"), digest_size=8).digest(), "big") >> (64 - bits)


class TimedBits:
    """Time, order and tail of an id that sorts by time: a ULID, a UUID of version 7.

    Args:
        tail: length of the tail in bits, at most 64.
    """

    def __init__(self, tail: int) -> None:
        self._tail = tail
        self._inverse = pow(_FACTOR, -1, 1 << tail)

    def split(self, number: int, when: int | None) -> tuple[int, int, int]:
        """Return milliseconds, 16 bits of order, and the tail."""
        if is_timed(number):
            return number >> _ORDER, number & 0xFFFF, digest(number, self._tail)
        moment = PLAIN_SINCE + number * 1_000 if when is None else when
        return moment, number & 0xFFFF, number * _FACTOR % (1 << self._tail)

    def join(self, ms: int, order: int, tail: int) -> int | None:
        """Return the number of the parts, or `None` if no number has them."""
        timed = ms << _ORDER | order
        if is_timed(timed) and timed < 1 << 63 and tail == digest(timed, self._tail):
            return timed
        plain = tail * self._inverse % (1 << self._tail)
        return plain if 0 < plain < _TIMED and plain & 0xFFFF == order else None


class ScatteredBits:
    """An id in which nothing can be read, and which has no order.

    Args:
        check: number of bits, at most 64, besides the 64 of the number itself.
    """

    def __init__(self, check: int) -> None:
        self._check = check

    def join(self, number: int) -> int:
        """Return the bits of a number."""
        check = digest(number, self._check)
        return (number ^ digest(check, 64)) << self._check | check

    def number(self, bits: int) -> int | None:
        """Return the number of the bits, or `None` if no number has them."""
        check = bits & ((1 << self._check) - 1)
        number = bits >> self._check ^ digest(check, 64)
        return number if digest(number, self._check) == check else None
