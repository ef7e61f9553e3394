"""Ids of Mastodon, Pleroma and GoToSocial: their order, and the time in some of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from urllib.parse import quote

from trunkline.errors import MastodonIllegalArgumentError

BASE62_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
"""Digits of Pleroma's flakes, in the order of their values."""

_BASE62 = {c: i for i, c in enumerate(BASE62_ALPHABET)}
_CROCKFORD = {c: i for i, c in enumerate("0123456789ABCDEFGHJKMNPQRSTVWXYZ")}
# Snowflakes: https://github.com/mastodon/mastodon/blob/main/lib/mastodon/snowflake.rb
# ULIDs: https://github.com/ulid/spec
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FLAKE_LENGTH = 18
_ULID_LENGTH = 26
_FIRST_SNOWFLAKE_MS = 1_262_304_000_000  # 2010: smaller numbers are counters of servers older than 2.0
_LONGEST_SNOWFLAKE = 19  # digits of 64 bits
_END_MS = 253_402_300_800_000  # the end of the year 9999


class Id(str):
    """Id of an object on a server: a string that sorts by age.

    Compares equal to the plain string, and orders as servers do (``Id("9") < Id("10")``): Mastodon
    snowflakes and older counters numerically, Pleroma flakes and ULIDs by their fixed-length alphabet.
    An id with a time compares with a ``datetime`` by ``<``, ``>``, ``<=`` and ``>=``.

    Args:
        value: the id as text or number, or a timezone-aware time, which is made a snowflake.
        assume_pleroma: ignored, kept for old programs; flakes are recognised by their form.
    """

    __slots__ = ()

    def __new__(cls, value: str | int | datetime = "", assume_pleroma: bool = False) -> Self:
        """Create an id from text, a number or a time."""
        return super().__new__(cls, _snowflake(value) if isinstance(value, datetime) else value)

    @classmethod
    def at(cls, when: datetime) -> Id:
        """Return the smallest Mastodon snowflake of a timezone-aware time, for use as a cursor."""
        return cls(when)

    @classmethod
    def flake_at(cls, when: datetime) -> Id:
        """Return the smallest flake of a timezone-aware time: a cursor for Pleroma and Akkoma."""
        return cls(_written(_milliseconds_of(when) << 64, _BASE62).rjust(_FLAKE_LENGTH, "0"))

    @classmethod
    def ulid_at(cls, when: datetime) -> Id:
        """Return the smallest ULID of a timezone-aware time: a cursor for GoToSocial."""
        return cls(_written(_milliseconds_of(when) << 80, _CROCKFORD).rjust(_ULID_LENGTH, "0"))

    @property
    def sort_key(self) -> tuple[int, str]:
        """Key that sorts ids of one server by age."""
        return sort_key_of(self)

    @property
    def created_at(self) -> datetime | None:
        """Time in a snowflake, flake or ULID, in UTC; ``None`` for other ids."""
        millis = _milliseconds(self)
        return None if millis is None or millis >= _END_MS else datetime.fromtimestamp(millis / 1000, UTC)

    def to_datetime(self) -> datetime | None:
        """Return the time in the id, naive and local, for old programs; prefer `created_at`."""
        when = self.created_at
        return None if when is None else when.astimezone().replace(tzinfo=None)

    def _compare_key(self, other: object) -> tuple[int, str] | None:
        if isinstance(other, datetime):
            return self._of_same_kind(other).sort_key
        if isinstance(other, int):
            other = str(other)
        return sort_key_of(other) if isinstance(other, str) else None

    def _of_same_kind(self, when: datetime) -> Id:
        """Return the smallest id of a time in the format of this id."""
        if self.isdigit():
            return Id.at(when)
        return Id.ulid_at(when) if len(self) == _ULID_LENGTH else Id.flake_at(when)

    def __lt__(self, other: object) -> bool:
        key = self._compare_key(other)
        return NotImplemented if key is None else self.sort_key < key

    def __le__(self, other: object) -> bool:
        key = self._compare_key(other)
        return NotImplemented if key is None else self.sort_key <= key

    def __gt__(self, other: object) -> bool:
        key = self._compare_key(other)
        return NotImplemented if key is None else self.sort_key > key

    def __ge__(self, other: object) -> bool:
        key = self._compare_key(other)
        return NotImplemented if key is None else self.sort_key >= key


def sort_key_of(id: str) -> tuple[int, str]:
    """Return the key that orders ids of one server by age: a shorter id is older, then the text decides."""
    return (len(id), str(id))


def _snowflake(when: datetime) -> str:
    return str(_milliseconds_of(when) << 16)


def _milliseconds(value: str) -> int | None:
    if value.isascii() and value.isdigit() and len(value) <= _LONGEST_SNOWFLAKE:
        millis = int(value) >> 16
        return millis if millis >= _FIRST_SNOWFLAKE_MS else None
    if len(value) == _ULID_LENGTH and all(c in _CROCKFORD for c in value):
        return _digits(value[:10], _CROCKFORD)
    if len(value) == _FLAKE_LENGTH and all(c in _BASE62 for c in value):
        millis = _digits(value, _BASE62) >> 64
        return millis if millis >= _FIRST_SNOWFLAKE_MS else None
    return None


def base62_to_int(base62: str) -> int:
    """Return the number that a base-62 text, such as a flake, represents.

    Raises:
        MastodonIllegalArgumentError: the text has characters that are no base-62 digits.
    """
    if not set(base62) <= _BASE62.keys():
        raise MastodonIllegalArgumentError(f"{base62!r} is not a base-62 number; its digits are letters and 0 to 9.")
    return _digits(base62, _BASE62)


def int_to_base62(val: int) -> str:
    """Return a number in base 62, the notation of flakes.

    Raises:
        MastodonIllegalArgumentError: *val* is negative.
    """
    if val < 0:
        raise MastodonIllegalArgumentError(f"{val} is negative; pass a number from 0.")
    return _written(val, _BASE62)


def _digits(text: str, alphabet: Mapping[str, int]) -> int:
    number = 0
    for char in text:
        number = number * len(alphabet) + alphabet[char]
    return number


def _written(number: int, alphabet: Mapping[str, int]) -> str:
    """Return *number* in the digits of an alphabet; inverse of `_digits`."""
    digits, text = list(alphabet), ""
    while number or not text:
        number, digit = divmod(number, len(digits))
        text = digits[digit] + text
    return text


def _milliseconds_of(when: datetime) -> int:
    return (require_aware(when) - _EPOCH) // timedelta(milliseconds=1)


_WANTED = "an id as text or number, or an object with an id"

IdLike = str | int | Mapping[str, Any]
"""Type of ``id`` parameters: text, a number, or an entity (its ``id`` is used)."""

CursorLike = str | int | Mapping[str, Any] | datetime
"""Type of ``max_id``, ``min_id`` and ``since_id``: an id, or a timezone-aware time (made a snowflake)."""


def id_of(value: CursorLike) -> str:
    """Return the text of an id given as text, number, entity or timezone-aware time.

    Raises:
        MastodonIllegalArgumentError: *value* is not an id and has none.
    """
    if isinstance(value, datetime):
        return str(Id.at(value))
    if isinstance(value, Mapping):
        if value.get("id") is None:
            raise MastodonIllegalArgumentError(f"This {type(value).__name__} has no id; pass {_WANTED}.")
        return id_of(value["id"])
    if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
        raise MastodonIllegalArgumentError(f"{value!r} is not an id; pass {_WANTED}.")
    return str(value)


def segment(value: CursorLike) -> str:
    """Return an id or a name as one segment of a URL path, with special characters escaped."""
    return quote(id_of(value), safe="@~")


def require_aware(when: datetime) -> datetime:
    """Return *when* if it has a timezone.

    Raises:
        MastodonIllegalArgumentError: it has none, so that its meaning depends on the machine.
    """
    if when.tzinfo is None:
        raise MastodonIllegalArgumentError(
            f"The time {when.isoformat()} has no timezone. Add one, as in "
            "datetime.now(timezone.utc) or when.astimezone()."
        )
    return when
