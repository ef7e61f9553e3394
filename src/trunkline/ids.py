"""Ids of Mastodon, Pleroma, GoToSocial and Hollo: their order, and the time in some of them."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from urllib.parse import quote

from trunkline.errors import MastodonIllegalArgumentError, MastodonNoIdError, printable

BASE62_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
"""Digits of Pleroma's flakes, in the order of their values."""

_BASE62 = {c: i for i, c in enumerate(BASE62_ALPHABET)}
_HEXADECIMAL = frozenset("0123456789abcdefABCDEF")
_CROCKFORD = {c: i for i, c in enumerate("0123456789ABCDEFGHJKMNPQRSTVWXYZ")}
# Snowflakes: https://github.com/mastodon/mastodon/blob/main/lib/mastodon/snowflake.rb
# ULIDs: https://github.com/ulid/spec
# UUIDv7: https://www.rfc-editor.org/rfc/rfc9562#section-5.7
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FLAKE_LENGTH = 18
_ULID_LENGTH = 26
_UUID_LENGTH = 36
_UUID7_VERSION = 14  # place of the digit 7
_FIRST_SNOWFLAKE_MS = 1_262_304_000_000  # 2010: smaller numbers are counters of servers older than 2.0
_LONGEST_SNOWFLAKE = 19  # digits of 64 bits
_AHEAD_MS = 31_536_000_000  # a year: the clock of a server, or of this machine, may be wrong
_EARLIEST_NOW_MS = 1_767_225_600_000  # 2026: a machine whose clock is older has a wrong one
_TEXT = 1_000  # sorts after the length of every number that is an id


class Id(str):
    """Id of an object on a server: a string that sorts by age.

    Compares equal to the plain string, and orders as servers do (``Id("9") < Id("10")``): Mastodon
    snowflakes and older counters numerically; flakes, ULIDs, UUIDs and ids that begin with a time as text.
    An id with a time compares with a ``datetime`` by ``<``, ``>``, ``<=`` and ``>=``.

    Which layout a server uses depends on its software: where it writes numbers in another layout, as Takahe and
    Pixelfed do, read the ``created_at`` of the object.

    Args:
        value: the id as text or number, or a time, which is made a snowflake.
        assume_pleroma: ignored, kept for old programs; flakes are recognised by their form.
    """

    __slots__ = ()

    def __new__(cls, value: str | int | datetime = "", assume_pleroma: bool = False) -> Self:
        """Create an id from text, a number or a time."""
        return super().__new__(cls, _snowflake(value) if isinstance(value, datetime) else value)

    def __repr__(self) -> str:
        """Return the id without quotes: what programs print of lists and rows, as with Mastodon.py."""
        return str.__str__(self)

    @classmethod
    def at(cls, when: datetime) -> Id:
        """Return the smallest Mastodon snowflake of a time, for use as a cursor."""
        return cls(when)

    @classmethod
    def flake_at(cls, when: datetime) -> Id:
        """Return the smallest flake of a time: a cursor for Pleroma and Akkoma."""
        return cls(_written(_milliseconds_of(when) << 64, _BASE62).rjust(_FLAKE_LENGTH, "0"))

    @classmethod
    def ulid_at(cls, when: datetime) -> Id:
        """Return the smallest ULID of a time: a cursor for GoToSocial."""
        return cls(_written(_milliseconds_of(when) << 80, _CROCKFORD).rjust(_ULID_LENGTH, "0"))

    @classmethod
    def uuid7_at(cls, when: datetime) -> Id:
        """Return the smallest UUIDv7 of a time: a cursor for Hollo."""
        digits = f"{_milliseconds_of(when):012x}"
        return cls(f"{digits[:8]}-{digits[8:]}-7000-8000-000000000000")

    @property
    def sort_key(self) -> tuple[int, str]:
        """Key that sorts ids of one server by age."""
        return sort_key_of(self)

    @property
    def created_at(self) -> datetime | None:
        """Time in a snowflake, flake, ULID or UUIDv7, in UTC.

        ``None`` for other ids, and for numbers that would be of the future, which are of another layout.
        """
        millis = _milliseconds(self)
        return None if millis is None else datetime.fromtimestamp(millis / 1000, UTC)

    def earlier(self, by: timedelta) -> Id | None:
        """Return the smallest id of the same layout that is older by some time; ``None`` if this one has no time."""
        when = self.created_at
        return None if when is None else self.at_same_layout(when - by)

    def to_datetime(self) -> datetime | None:
        """Return the time in the id, naive and local, for old programs; prefer `created_at`."""
        when = self.created_at
        return None if when is None else when.astimezone().replace(tzinfo=None)

    def __int__(self) -> int:
        """Return the number of an id that consists of digits, also for ``"%d" % id``."""
        return int(str(self))

    def _compare_key(self, other: object) -> tuple[int, str] | None:
        if isinstance(other, datetime):
            same = self.at_same_layout(other)
            return None if same is None else same.sort_key
        if isinstance(other, int):
            other = str(other)
        return sort_key_of(other) if isinstance(other, str) else None

    def at_same_layout(self, when: datetime) -> Id | None:
        """Return the smallest id of a time in the layout of this id; ``None`` if it has none. A counter is older."""
        if self.isdigit():
            return Id.at(when) if len(self) < _FLAKE_LENGTH - 1 or self.created_at is not None else None
        if self.created_at is None:
            return None
        made = {_ULID_LENGTH: Id.ulid_at, _UUID_LENGTH: Id.uuid7_at, _FLAKE_LENGTH: Id.flake_at}
        return made[len(self)](when)

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
    """Return the key that orders ids of one server by age: numbers by their value, then others as text.

    Ids that are no numbers have a fixed length, or begin with a time of fixed length.
    """
    return (len(id) if id.isdigit() else _TEXT, str(id))


def _snowflake(when: datetime) -> str:
    return str(_milliseconds_of(when) << 16)


def _milliseconds(value: str) -> int | None:
    """Return the time in an id; ``None`` if it has none, or one at which nothing can have been written."""
    millis, earliest = _written_milliseconds(value)
    latest = max(int(time.time() * 1000), _EARLIEST_NOW_MS) + _AHEAD_MS
    return millis if millis is not None and earliest <= millis <= latest else None


def _written_milliseconds(value: str) -> tuple[int | None, int]:
    """Return the time in an id by its form, and the earliest one that an id of this form has."""
    if value.isascii() and value.isdigit() and len(value) <= _LONGEST_SNOWFLAKE:
        return int(value) >> 16, _FIRST_SNOWFLAKE_MS
    if len(value) == _ULID_LENGTH and all(c in _CROCKFORD for c in value):
        return _digits(value[:10], _CROCKFORD), 0
    if len(value) == _FLAKE_LENGTH and all(c in _BASE62 for c in value):
        return _digits(value, _BASE62) >> 64, _FIRST_SNOWFLAKE_MS
    if len(value) == _UUID_LENGTH and value[_UUID7_VERSION] == "7" and value[8] == value[13] == "-":
        text = value[:8] + value[9:13]
        return (int(text, 16) if set(text) <= _HEXADECIMAL else None), 0
    return None, 0


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
    return (aware(when) - _EPOCH) // timedelta(milliseconds=1)


_SHOWN = 100
"""Characters of what is no id that the error shows."""

_WANTED = "an id as text or number, or an object with an id"

IdLike = str | int | Mapping[str, Any]
"""Type of ``id`` parameters: text, a number, or an entity (its ``id`` is used)."""

CursorLike = str | int | Mapping[str, Any] | datetime
"""Type of ``max_id``, ``min_id`` and ``since_id``: an id, or a time."""


@dataclass(frozen=True, slots=True)
class TimeCursor:
    """A time in place of the id from which a page of a list goes on.

    Attributes:
        when: the time, with a timezone.
        in_ids: the list goes by ids in which some servers write the time.
        in_objects: the objects of the list say when they were made, and the list goes by that.
    """

    when: datetime
    in_ids: bool
    in_objects: bool


def id_of(value: CursorLike) -> str:
    """Return the text of an id given as text, number, entity or time.

    Raises:
        MastodonNoIdError: *value* is not an id and has none.
    """
    if isinstance(value, datetime):
        return str(Id.at(value))
    if isinstance(value, Mapping):
        if value.get("id") is None:
            raise MastodonNoIdError(f"This {type(value).__name__} has no id; pass {_WANTED}.")
        return id_of(value["id"])
    if isinstance(value, str) and value:
        return str(value)
    if isinstance(value, bool) or not hasattr(value, "__index__"):  # which numbers of numpy have too
        raise MastodonNoIdError(f"{printable(repr(value), _SHOWN)} is not an id; pass {_WANTED}.")
    return str(int(value))


def segment(value: CursorLike) -> str:
    """Return an id or a name as one segment of a URL path, with special characters escaped."""
    return quote(id_of(value), safe="@~")


def aware(when: datetime) -> datetime:
    """Return a time with its time zone; one without is local time, as in Mastodon.py and as ``datetime.now()``."""
    return when if when.tzinfo is not None else when.astimezone()
