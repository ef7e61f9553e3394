"""Ids of Pixelfed and Friendica: digits in which no time can be read."""

from __future__ import annotations

from trunkline.sandbox.likes.ids import is_timed

_SHIFT = 3 << 59
"""Added to what is a snowflake in the sandbox: read as one, the number has a time thousands of years ahead."""


class Counted:
    """Numbers that grow with time, without a time in them. Small numbers are as in the sandbox."""

    def encode(self, number: int, kind: str, when: int | None) -> str:
        """Return the digits of a number."""
        return str(number + _SHIFT if is_timed(number) else number)

    def decode(self, text: str) -> int | None:
        """Return the number of digits."""
        if not self.looks(text):
            return None
        value = int(text)
        if not is_timed(value):
            return value
        return value - _SHIFT if value >= _SHIFT and is_timed(value - _SHIFT) else None

    def moment(self, text: str) -> int | None:
        """Return `None`: there is no time in a number."""
        return None

    def looks(self, text: str) -> bool:
        """Return True for digits."""
        return text.isascii() and text.isdigit() and not text.startswith("0") and len(text) < 30
