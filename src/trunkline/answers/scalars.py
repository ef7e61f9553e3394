"""Conversion of single JSON values: times, dates, numbers and flags. What cannot be read is ``None``; a flag, false."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

from trunkline.ids import Id

Converter = Callable[[Any], Any]


def _to_datetime(value: Any) -> datetime | None:
    """A time sent as ISO 8601 text or as seconds since 1970, in UTC where the server names no zone.

    A day alone is its midnight without a zone: programs compare it with ``datetime.now()``. Stored files have that.
    """
    when = _time(value)
    if when is None or when.tzinfo is not None or (isinstance(value, str) and value[10:] in _DAYS_END):
        return when
    return when.replace(tzinfo=UTC)


_DAYS_END = ("", "T00:00:00")


def _time(value: Any) -> datetime | None:
    if isinstance(value, datetime):
        return value
    try:
        if isinstance(value, int | float) or value.replace(".", "", 1).isdigit():
            return datetime.fromtimestamp(float(value), UTC)
        return datetime.fromisoformat(value)
    except (ValueError, TypeError, AttributeError, OverflowError, OSError):
        return None


def _to_number(kind: type[int | float]) -> Converter:
    def convert(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return kind(value)
        except ValueError:
            return None

    return convert


def _to_flag(value: Any) -> bool:
    """A flag, which some servers send as text; what is neither ``"true"`` nor a number is false."""
    return value.lower() == "true" if isinstance(value, str) else bool(value)


SCALARS: dict[Any, Converter] = {
    datetime: _to_datetime,
    bool: _to_flag,
    Id: partial(str.__new__, Id),
    int: _to_number(int),
    float: _to_number(float),
}
"""Converters by declared type."""
