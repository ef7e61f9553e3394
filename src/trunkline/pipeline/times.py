"""Times in options of loads and commands, in one grammar.

==================== ==============================================================================================
``2024-01-31``       the beginning of that day, in UTC
``2024-01-31T12:00`` that time; in UTC unless it has a zone
``today``            the beginning of this day, in UTC; ``yesterday`` is a day before
``7d``               that long ago: ``m`` minutes, ``h`` hours, ``d`` days, ``w`` weeks
``id:113000``        the object of that id, where a list is meant
``all``              the beginning of everything
==================== ==============================================================================================
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from trunkline.errors import MastodonIllegalArgumentError

Point = date | datetime | timedelta | str | int | None
"""Moment, age or id, as options take them."""

EVERYTHING = ""
"""The point before all others."""

_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_AGE = re.compile(r"([0-9]{1,6})([mhdw])")


def point_of(name: str, value: Point) -> datetime | str | None:
    """Return the meaning of an option: a time with a zone, an id, `EVERYTHING`, or ``None`` if it was not given.

    Args:
        name: name of the option, for errors.
        value: its value.

    Raises:
        MastodonIllegalArgumentError: it cannot be read, or has no time zone.
    """
    if value is None:
        return None
    if isinstance(value, datetime):
        return require_aware(value)
    if isinstance(value, date):
        return datetime.combine(value, time(), UTC)
    if isinstance(value, timedelta):
        return datetime.now(UTC) - value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    found = _parsed(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise MastodonIllegalArgumentError(
            f"{name} is {value!r}; pass a date such as '2026-01-31', a time, 'yesterday', an age such as '12h' or "
            "'7d', 'all', or an id as 'id:...'."
        )
    return found


def as_given(point: datetime | str | None) -> Point:
    """Return the result of `point_of` as an option again, which means the same later."""
    if isinstance(point, str):
        return f"id:{point}" if point else "all"
    return point


def _parsed(text: str) -> datetime | str | None:
    if text == "all":
        return EVERYTHING
    if text.startswith("id:") and text[3:].isprintable() and " " not in text:
        return text[3:] or None
    try:
        if text in ("today", "yesterday"):
            return datetime.combine(datetime.now(UTC).date(), time(), UTC) - timedelta(days=text == "yesterday")
        if age := _AGE.fullmatch(text):
            return datetime.now(UTC) - timedelta(**{_UNITS[age[2]]: int(age[1])})
        when = datetime.fromisoformat(text) if "-" in text[4:5] else None
    except (ValueError, OverflowError):
        return None
    return when if when is None or when.tzinfo else when.replace(tzinfo=UTC)


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
