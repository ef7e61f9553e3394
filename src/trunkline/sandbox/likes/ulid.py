"""ULIDs: 26 characters of Crockford's base 32, the time first."""

from __future__ import annotations

from trunkline.sandbox.likes.ids import TimedBits

# Source: https://github.com/ulid/spec
_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 26
_TAIL = 64
_BITS = TimedBits(_TAIL)


class Ulids:
    """All ids are ULIDs."""

    def encode(self, number: int, kind: str, when: int | None) -> str:
        """Return the ULID of a number."""
        ms, order, tail = _BITS.split(number, when)
        value = (ms << 16 | order) << _TAIL | tail
        return "".join(_DIGITS[value >> 5 * place & 31] for place in reversed(range(_LENGTH)))

    def decode(self, text: str) -> int | None:
        """Return the number of a ULID."""
        if not self.looks(text):
            return None
        value = _value(text)
        return _BITS.join(value >> _TAIL + 16, value >> _TAIL & 0xFFFF, value & (1 << _TAIL) - 1)

    def moment(self, text: str) -> int | None:
        """Return the time of a ULID."""
        return _value(text) >> _TAIL + 16 if self.looks(text) else None

    def looks(self, text: str) -> bool:
        """Return True for a ULID in capital letters."""
        return len(text) == _LENGTH and text[0] < "8" and set(text) <= set(_DIGITS)


def _value(text: str) -> int:
    value = 0
    for digit in text:
        value = value << 5 | _DIGITS.index(digit)
    return value
