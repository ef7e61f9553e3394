"""UUIDs: of version 7 with the time first, of version 4 for accounts, and longer ids for notifications."""

from __future__ import annotations

from uuid import UUID

from trunkline.sandbox.likes.ids import ScatteredBits, TimedBits
from trunkline.sandbox.store.times import iso

# Source: https://www.rfc-editor.org/rfc/rfc9562 (5.4 and 5.7)
_TIMED = TimedBits(58)
_SCATTERED = ScatteredBits(58)
_VARIANT = 0b10 << 62
_LOW = (1 << 62) - 1
_LENGTH = 36


class Uuids:
    """Ids of Hollo."""

    def encode(self, number: int, kind: str, when: int | None) -> str:
        """Return the UUID of a number; that of a notification has time and type before it."""
        if kind == "account":
            return _uuid4(_SCATTERED.join(number))
        text = _uuid7(*_TIMED.split(number, when))
        if kind.startswith("notification/") and when is not None:
            return f"{iso(when)}/{kind.partition('/')[2]}/{text}"
        return text

    def decode(self, text: str) -> int | None:
        """Return the number of a UUID."""
        head, _, last = text.rpartition("/")
        if not _is_uuid(last):
            return None
        value = UUID(last).int
        version, low = value >> 76 & 15, value & _LOW
        if version == 4:
            return _SCATTERED.number(value >> 80 << 74 | (value >> 64 & 0xFFF) << 62 | low) if not head else None
        return _TIMED.join(value >> 80, (value >> 64 & 0xFFF) << 4 | low >> 58, low & (1 << 58) - 1)

    def moment(self, text: str) -> int | None:
        """Return the time of a UUID of version 7."""
        last = text.rpartition("/")[2]
        return UUID(last).int >> 80 if _is_uuid(last) and UUID(last).version == 7 else None

    def looks(self, text: str) -> bool:
        """Return True for a UUID, with or without time and type before it."""
        return _is_uuid(text.rpartition("/")[2])


def _uuid7(ms: int, order: int, tail: int) -> str:
    return str(UUID(int=ms << 80 | 7 << 76 | (order >> 4) << 64 | _VARIANT | (order & 15) << 58 | tail))


def _uuid4(bits: int) -> str:
    return str(UUID(int=bits >> 74 << 80 | 4 << 76 | (bits >> 62 & 0xFFF) << 64 | _VARIANT | bits & _LOW))


def _is_uuid(text: str) -> bool:
    parts = text.split("-")
    return [len(part) for part in parts] == [8, 4, 4, 4, 12] and set(text) <= set("0123456789abcdef-")
