"""Whole numbers in what servers write."""

from __future__ import annotations

_MOST_DIGITS = 18


def whole_number(text: str) -> int | None:
    """Return the number that *text* is in ASCII digits, or ``None``: no sign, and at most 18 digits.

    `int` reads digits of other scripts too, and refuses numbers of more than 4300 digits.
    """
    return int(text) if len(text) <= _MOST_DIGITS and text.isascii() and text.isdigit() else None
