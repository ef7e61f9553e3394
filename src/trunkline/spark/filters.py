"""Filters that Spark passes on: servers that need not be asked, and how far back to go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from pyspark.sql.datasource import (
    EqualNullSafe,
    EqualTo,
    Filter,
    GreaterThan,
    GreaterThanOrEqual,
    In,
    Not,
    StringContains,
    StringEndsWith,
    StringStartsWith,
)

_INSTANCE, _CREATED = ("_instance",), ("created_at",)
_AFTER = (GreaterThan, GreaterThanOrEqual, EqualTo)

EARLY = timedelta(hours=1)
"""Time by which a post may be in a list before its ``created_at``: clocks of other servers are fast."""

_TESTS: Mapping[type[Filter], Callable[[str, Any], bool]] = {
    EqualTo: lambda instance, value: instance == value,
    EqualNullSafe: lambda instance, value: instance == value,
    In: lambda instance, values: instance in values,
    StringStartsWith: lambda instance, value: instance.startswith(value),
    StringEndsWith: lambda instance, value: instance.endswith(value),
    StringContains: lambda instance, value: value in instance,
}


def instance_test(one: Filter) -> Callable[[str], bool] | None:
    """Return a test of servers that does what a filter on ``_instance`` does; ``None`` for other filters."""
    if isinstance(one, Not):
        child = instance_test(one.child)
        return None if child is None else lambda instance: not child(instance)
    test = _TESTS.get(type(one))
    found: Any = one
    if test is None or found.attribute != _INSTANCE or _has_null(found.value):
        return None
    return lambda instance: test(instance, found.value)


def _has_null(value: Any) -> bool:
    """Return True if a comparison with this has no result, as in SQL, which is neither true nor false."""
    return value is None or (isinstance(value, tuple) and None in value)


def earliest(filters: Iterable[Filter]) -> datetime | None:
    """Return a time before which no list has a post that passes all *filters*; ``None`` if they tell none.

    It only ends walks earlier: the filters have to be applied to the rows as well. There is nothing of the kind for the
    end of a period, since a post that arrives late is at the beginning of a list with the date of when it was written.
    """
    times = [
        one.value if one.value.tzinfo else one.value.replace(tzinfo=UTC)
        for one in filters
        if isinstance(one, _AFTER) and one.attribute == _CREATED and isinstance(one.value, datetime)
    ]
    return max(times) - EARLY if times else None
