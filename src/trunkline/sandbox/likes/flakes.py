"""Ids of Pleroma and Akkoma: flakes, in base 62, for people and posts; numbers for the rest."""

from __future__ import annotations

from trunkline.sandbox.likes.ids import TimedBits, is_timed

# Source: https://git.pleroma.social/pleroma/elixir-libraries/flake_id
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_LENGTH = 18
_TAIL = 48
_BITS = TimedBits(_TAIL)
_FLAKES = frozenset({"account", "status"})


class Flakes:
    """64 bits of milliseconds, then 64 of order and origin, for people and posts; the numbers of everything else."""

    def encode(self, number: int, kind: str, when: int | None) -> str:
        """Return the flake, or the digits, of a number."""
        if kind not in _FLAKES and not is_timed(number):
            return str(number)
        ms, order, tail = _BITS.split(number, when)
        value = (ms << 16 | order) << _TAIL | tail
        text = ""
        while value:
            value, digit = divmod(value, len(_DIGITS))
            text = _DIGITS[digit] + text
        return text.rjust(_LENGTH, "0")

    def decode(self, text: str) -> int | None:
        """Return the number of a flake or of digits."""
        if _is_number(text):
            return int(text)
        value = _value(text)
        return None if value is None else _BITS.join(value >> 64, value >> _TAIL & 0xFFFF, value & (1 << _TAIL) - 1)

    def moment(self, text: str) -> int | None:
        """Return the time of a flake."""
        value = _value(text)
        return None if value is None else value >> 64

    def looks(self, text: str) -> bool:
        """Return True for a flake and for a number."""
        return _is_number(text) or _value(text) is not None


def _is_number(text: str) -> bool:
    is_digits = text.isascii() and text.isdigit() and not text.startswith("0") and len(text) < _LENGTH
    return is_digits and not is_timed(int(text))


def _value(text: str) -> int | None:
    """Return the bits of a flake; `None` for other texts."""
    if len(text) != _LENGTH or not set(text) <= set(_DIGITS):
        return None
    value = 0
    for digit in text:
        value = value * len(_DIGITS) + _DIGITS.index(digit)
    return value
