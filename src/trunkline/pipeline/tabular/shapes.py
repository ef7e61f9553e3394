"""Shapes of entities in tables: scalars, objects to flatten, lists to explode.

Derived from the declared fields of the entity classes, so that a column exists with its right type before the
first value arrives. Nested objects of a class that already encloses them stay JSON (``moved`` of an account), except
that a `Status` shows a boosted or quoted `Status` once; and so do the settings objects in `FREE_FORM`.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Literal, Union, get_args, get_origin

from trunkline.answers.entity import Entity, declared_types
from trunkline.entities import (
    Account,
    Collection,
    FeatureApproval,
    FilterResult,
    PreviewCardAuthor,
    QuoteApproval,
    Status,
)
from trunkline.ids import Id

ColumnType = Literal["text", "bigint", "double", "bool", "timestamp", "date", "json"]

_COLUMN_TYPES: Mapping[Any, ColumnType] = {
    str: "text",
    Id: "text",
    bool: "bool",
    int: "bigint",
    float: "double",
    datetime: "timestamp",
    date: "date",
}

FREE_FORM = (QuoteApproval, FeatureApproval, FilterResult, Collection)
"""Entities that are kept as JSON everywhere."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """Single value."""

    type: ColumnType


@dataclass(frozen=True, slots=True)
class Many:
    """List: a child table with a row for each item."""

    item: Scalar | Object


@dataclass(frozen=True, slots=True)
class Object:
    """Object: its fields become columns of the row that it is in."""

    fields: Mapping[str, Shape]

    def at(self, column: str) -> Shape | None:
        """Return the shape of a column; ``None`` if there is none, as for fields of an object that stays JSON."""
        name, _, rest = column.partition("__")
        inner = self.fields.get(name)
        return (inner.at(rest) if isinstance(inner, Object) else None) if rest else inner

    def extended(self, **fields: Shape) -> Object:
        """Return the same with further fields in front."""
        return Object({**fields, **self.fields})


Shape = Scalar | Many | Object
TEXT = Scalar("text")
JSON = Scalar("json")


@lru_cache(maxsize=64)
def shape_of(entity: type[Entity]) -> Object:
    """Return the shape of an entity class."""
    return _object((entity,), ())


def _object(classes: tuple[type[Entity], ...], around: tuple[type[Entity], ...]) -> Object:
    """Return the fields of all *classes* (those of a union) together."""
    fields: dict[str, Shape] = {}
    for cls in classes:
        for name, hint in declared_types(cls).items():
            fields.setdefault(cls.json_names.get(name, name), _shape(hint, (*around, cls)))
    return Object(fields)


def _shape(hint: Any, around: tuple[type[Entity], ...]) -> Shape:
    options = list(_options(hint))
    classes = tuple(o for o in options if isinstance(o, type) and issubclass(o, Entity))
    if classes:
        return JSON if any(_stays_json(cls, around) for cls in classes) else _object(classes, around)
    lists = [o for o in options if get_origin(o) is list]
    if lists:
        item = _shape(get_args(lists[0])[0], around)
        return JSON if isinstance(item, Many) or item == JSON else Many(item)
    return Scalar(_COLUMN_TYPES.get(options[0], "json") if len(set(options)) == 1 else "text")


def _options(hint: Any) -> Iterator[Any]:
    """Yield the types that *hint* allows, except ``None``; literals are text."""
    origin = get_origin(hint)
    if origin is Union or origin is types.UnionType:
        for option in get_args(hint):
            yield from _options(option)
    elif origin is Literal:
        yield str
    elif hint is not types.NoneType:
        yield hint


def _stays_json(cls: type[Entity], around: tuple[type[Entity], ...]) -> bool:
    """Return True if an object of *cls* stays one JSON value inside of *around*."""
    if cls in FREE_FORM or (issubclass(cls, Account) and PreviewCardAuthor in around):
        return True
    allowed = 1 if issubclass(cls, Status) else 0
    return sum(issubclass(cls, other) or issubclass(other, cls) for other in around) > allowed
