"""Ids of Takahe: numbers like those of Mastodon, with another epoch and other parts."""

from __future__ import annotations

from trunkline.sandbox.likes.ids import digest, is_timed

# Source: https://github.com/jointakahe/takahe/blob/main/core/snowflake.py
_EPOCH = 1_641_020_400_000
_RANDOM = 22
_TYPES = {"account": 0b010}


class TakaheNumbers:
    """Milliseconds since 2022, 19 bits that mean nothing, and 3 of the type. Small numbers are as in the sandbox."""

    def encode(self, number: int, kind: str, when: int | None) -> str:
        """Return the digits of a number."""
        if not is_timed(number):
            return str(number)
        kind_bits = _TYPES.get(kind, 0)
        tail = (number & 0xFFFF) << 6 | digest(number << 3 | kind_bits, 3) << 3 | kind_bits
        return str(((number >> 16) - _EPOCH) << _RANDOM | tail)

    def decode(self, text: str) -> int | None:
        """Return the number of digits."""
        if not self.looks(text):
            return None
        value = int(text)
        if value >= 0 and not is_timed(value):
            return value
        number = (value >> _RANDOM) + _EPOCH << 16 | value >> 6 & 0xFFFF
        kind_bits = value & 7
        is_own = 0 < number < 1 << 60 and digest(number << 3 | kind_bits, 3) == value >> 3 & 7
        return number if is_own and kind_bits in {0, *_TYPES.values()} else None

    def moment(self, text: str) -> int | None:
        """Return the time in a large number."""
        return (int(text) >> _RANDOM) + _EPOCH if self.looks(text) and is_timed(int(text)) else None

    def looks(self, text: str) -> bool:
        """Return True for digits."""
        digits = text.removeprefix("-")
        return digits.isascii() and digits.isdigit() and len(digits) < 30 and not digits.startswith("0")
