"""Ids of every fediverse server: how they sort, and the time that some of them carry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from urllib.parse import quote

from trunkline.errors import MastodonIllegalArgumentError

BASE62_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
"""The digits of Pleroma's flakes, in the order of their values."""

_BASE62 = {c: i for i, c in enumerate(BASE62_ALPHABET)}
_CROCKFORD = {c: i for i, c in enumerate("0123456789ABCDEFGHJKMNPQRSTVWXYZ")}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FLAKE_LENGTH = 18
_ULID_LENGTH = 26
_FIRST_SNOWFLAKE_MS = 1_262_304_000_000  # 2010: smaller numbers are counters of servers older than 2.0


class Id(str):
    """The id of an object on a server: a string that sorts by age.

    Compares equal to the plain string, and orders as servers do (``Id("9") < Id("10")``): Mastodon
    snowflakes and older counters numerically, Pleroma flakes and ULIDs by their fixed-length alphabet.
    A ``datetime`` may stand on the other side of ``<``, ``>``, ``<=`` and ``>=`` of an id that carries a time.

    Args:
        value: the id as text or number, or a timezone-aware time, of which a snowflake is made.
        assume_pleroma: kept for programs that pass it; flakes are recognised by their form.
    """

    __slots__ = ()

    def __new__(cls, value: str | int | datetime = "", assume_pleroma: bool = False) -> Self:
        """Make an id of text, a number or a time."""
        return super().__new__(cls, _snowflake(value) if isinstance(value, datetime) else value)

    @classmethod
    def at(cls, when: datetime) -> Id:
        """The smallest Mastodon snowflake of the time *when* (timezone-aware), for use as a cursor."""
        return cls(when)

    @classmethod
    def flake_at(cls, when: datetime) -> Id:
        """The smallest flake of the time *when*: the cursor for servers that run Pleroma or Akkoma."""
        return cls(_written(_milliseconds_of(when) << 64, _BASE62).rjust(_FLAKE_LENGTH, "0"))

    @classmethod
    def ulid_at(cls, when: datetime) -> Id:
        """The smallest ULID of the time *when*: the cursor for servers that run GoToSocial."""
        return cls(_written(_milliseconds_of(when) << 80, _CROCKFORD).rjust(_ULID_LENGTH, "0"))

    @property
    def sort_key(self) -> tuple[int, str]:
        """A key that orders ids of one server by age."""
        return sort_key_of(self)

    @property
    def created_at(self) -> datetime | None:
        """The time inside a snowflake, a flake or a ULID, in UTC; ``None`` for ids that carry none."""
        millis = _milliseconds(self)
        return None if millis is None else datetime.fromtimestamp(millis / 1000, UTC)

    def to_datetime(self) -> datetime | None:
        """The time inside as a naive one of this machine's time zone, for old programs; better use `created_at`."""
        when = self.created_at
        return None if when is None else when.astimezone().replace(tzinfo=None)

    def _compare_key(self, other: object) -> tuple[int, str] | None:
        if isinstance(other, datetime):
            return self._of_same_kind(other).sort_key
        if isinstance(other, int):
            other = str(other)
        return sort_key_of(other) if isinstance(other, str) else None

    def _of_same_kind(self, when: datetime) -> Id:
        """The smallest id of the time *when* among ids such as this one."""
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
    if value.isascii() and value.isdigit():
        millis = int(value) >> 16
        return millis if millis >= _FIRST_SNOWFLAKE_MS else None
    if len(value) == _ULID_LENGTH and all(c in _CROCKFORD for c in value):
        return _digits(value[:10], _CROCKFORD)
    if len(value) == _FLAKE_LENGTH and all(c in _BASE62 for c in value):
        millis = _digits(value, _BASE62) >> 64
        return millis if millis >= _FIRST_SNOWFLAKE_MS else None
    return None


def base62_to_int(base62: str) -> int:
    """The number that a text of base 62, such as a flake, stands for.

    Raises:
        MastodonIllegalArgumentError: it has characters that are no such digits.
    """
    if not set(base62) <= _BASE62.keys():
        raise MastodonIllegalArgumentError(f"{base62!r} is no number of base 62; its digits are letters and 0 to 9.")
    return _digits(base62, _BASE62)


def int_to_base62(val: int) -> str:
    """A number of base 62, as flakes are written.

    Raises:
        MastodonIllegalArgumentError: *val* is below 0.
    """
    if val < 0:
        raise MastodonIllegalArgumentError(f"{val} is below 0, and flakes are not.")
    return _written(val, _BASE62)


def _digits(text: str, alphabet: Mapping[str, int]) -> int:
    number = 0
    for char in text:
        number = number * len(alphabet) + alphabet[char]
    return number


def _written(number: int, alphabet: Mapping[str, int]) -> str:
    """*number* in the digits of an alphabet: what `_digits` reads."""
    digits, text = list(alphabet), ""
    while number or not text:
        number, digit = divmod(number, len(digits))
        text = digits[digit] + text
    return text


def _milliseconds_of(when: datetime) -> int:
    return (require_aware(when) - _EPOCH) // timedelta(milliseconds=1)


_WANTED = "an id as text or number, or an object with an id"

IdLike = str | int | Mapping[str, Any]
"""What every ``id`` parameter takes: text, a number, or an entity (its ``id`` is used)."""

CursorLike = str | int | Mapping[str, Any] | datetime
"""What ``max_id``, ``min_id`` and ``since_id`` take: an id, or a timezone-aware time (made a snowflake)."""


def id_of(value: CursorLike) -> str:
    """The text of an id given as text, number, entity or (timezone-aware) time.

    Raises:
        MastodonIllegalArgumentError: nothing in *value* can be an id.
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
    """An id (or a name) as one segment of a URL path, so that no character of it can leave its place."""
    return quote(id_of(value), safe="@~")


def require_aware(when: datetime) -> datetime:
    """*when* itself, if it has a timezone.

    Raises:
        MastodonIllegalArgumentError: it has none, so that it names a different moment on each machine.
    """
    if when.tzinfo is None:
        raise MastodonIllegalArgumentError(
            f"The time {when.isoformat()} has no timezone. Add one, as in "
            "datetime.now(timezone.utc) or when.astimezone()."
        )
    return when
