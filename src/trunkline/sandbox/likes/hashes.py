"""Ids of snac: seconds and a hash, a hash, or the name of a file."""

from __future__ import annotations

from trunkline.sandbox.likes.ids import PLAIN_SINCE, ScatteredBits, is_timed

_BITS = ScatteredBits(64)
_HASH = 32
_SECONDS = 10
_FILE = ("post-", ".png")
_HEX = frozenset("0123456789abcdef")
_MICROSECONDS = frozenset({"application", "notification"})


class Hashes:
    """The hash alone decides; the seconds before it are for order, and may change."""

    def encode(self, number: int, kind: str, when: int | None) -> str:
        """Return the id of a number."""
        hashed = f"{_BITS.join(number):032x}"
        if kind == "media":
            return hashed.join(_FILE)
        if kind.partition("/")[0] in _MICROSECONDS and not is_timed(number):
            return f"{(PLAIN_SINCE if when is None else when) // 1000:010d}{number:06d}"
        return hashed if kind == "account" or not is_timed(number) else f"{(number >> 16) // 1000:010d}{hashed}"

    def decode(self, text: str) -> int | None:
        """Return the number of an id."""
        if not self.looks(text):
            return None
        text = text.lower()
        if len(text) == _SECONDS + 6:
            return int(text[_SECONDS:]) or None
        return _BITS.number(int(text.removeprefix(_FILE[0]).removesuffix(_FILE[1])[-_HASH:], 16))

    def moment(self, text: str) -> int | None:
        """Return `None`: a list is searched for its cursor, whatever time that has."""
        return None

    def looks(self, text: str) -> bool:
        """Return True for an id of one of the forms."""
        text = text.lower()
        if text.startswith(_FILE[0]):
            hashed = text.removeprefix(_FILE[0]).removesuffix(_FILE[1])
            return len(hashed) == _HASH and set(hashed) <= _HEX
        if not set(text) <= _HEX or not text.isascii():
            return False
        return len(text) == _HASH or (len(text) in {_SECONDS + _HASH, _SECONDS + 6} and text[:_SECONDS].isdigit())
