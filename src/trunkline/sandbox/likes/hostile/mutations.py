"""Changes to JSON, one value at a time: each place of an answer with each value that does not belong there."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any, NamedTuple

Place = tuple[str | int, ...]

MISSING = object()
"""In place of a value: the key is left out."""

VALUES: dict[str, Any] = {
    "missing": MISSING,
    "null": None,
    "true": True,
    "zero": 0,
    "negative": -1,
    "fraction": 1.5,
    "huge number": 10**40,
    "huge exponent": 1e308,
    "empty text": "",
    "text": "\x00\x1b]0;owned\x07\u202e\u009b31m",
    "many digits": "9" * 5_000,
    "surrogates": "\ud800",
    "long text": "<" * 5_000,
    "year 10000": "10000-01-01T00:00:00.000Z",
    "far time": "9999-12-31T23:59:59.999-23:59",
    "unusual digits": "²",
    "address": "https://[",
    "empty list": [],
    "list": [[[1]], {"id": 1}, None],
    "empty object": {},
    "object": {"": 1, "id": [1], "ID": "2", "_instance": "good.example", "_dlt_id": "x", "CONTENT": "no", "a__b": 1},
}
"""Values by name, of every type and of every kind that a parser may trip over."""


class Mutation(NamedTuple):
    """A changed answer.

    Attributes:
        place: where it differs, with ``*`` for the places of lists.
        change: name of the value there.
        value: the whole answer.
    """

    place: str
    change: str
    value: Any


def places(value: Any, at: Place = ()) -> Iterator[Place]:
    """Yield the places in a value, outermost first; of a list only the first element."""
    yield at
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from places(inner, (*at, key))
    elif isinstance(value, list) and value:
        yield from places(value[0], (*at, 0))


def mutations(value: Any) -> Iterator[Mutation]:
    """Yield the value with each place changed to each of `VALUES`."""
    for place in places(value):
        for change, other in VALUES.items():
            if place or other is not MISSING:
                yield Mutation(_named(place), change, changed(value, place, other))


def changed(value: Any, place: Place, other: Any) -> Any:
    """Return a copy of *value* with *other* at *place*."""
    if not place:
        return copy.deepcopy(other)
    made = copy.copy(value)
    if other is MISSING and len(place) == 1:
        del made[place[0]]
    else:
        made[place[0]] = changed(value[place[0]], place[1:], other)
    return made


def _named(place: Place) -> str:
    return ".".join("*" if isinstance(step, int) else step for step in place)
