"""Repair of rows that do not fit their shape: numbers sent as text, ids sent as numbers, times as seconds, ..."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from reprlib import Repr
from typing import Any

import msgspec

from trunkline.pipeline.crawling.server import Row
from trunkline.pipeline.tabular.shapes import Many, Object, Shape

_short = Repr()
_short.maxstring = _short.maxlong = 80


class Misfit(ValueError):
    """A value cannot be converted to the type of its column."""


def conform(row: Any, shape: Object, path: str = "") -> Row:
    """Return *row* with each declared field converted to the type of its column; other fields stay as they are.

    Raises:
        Misfit: a value has no obvious meaning there.
    """
    if not isinstance(row, dict):
        raise Misfit(f"{path or 'the row'} is no object but {shown(row)}")
    inside = f"{path}." if path else ""
    return {
        name: _fit(value, shape.fields[name], inside + name) if name in shape.fields else value
        for name, value in row.items()
    }


def plain_unknown(rows: Sequence[Row], shape: Object, agree: Callable[[list[Any]], bool]) -> None:
    """Make text of those fields that *shape* lacks on whose type the rows do not agree; the rows are changed.

    Args:
        rows: rows of one server.
        shape: their shape.
        agree: tells of the values of one field if they can be in one column.
    """
    for name in dict.fromkeys(name for row in rows for name in row):
        holders = [row for row in rows if row.get(name) is not None]
        values = [row[name] for row in holders]
        known = shape.fields.get(name)
        if isinstance(known, Object):
            plain_unknown([value for value in values if isinstance(value, dict)], known, agree)
        elif isinstance(known, Many) and isinstance(known.item, Object):
            items = [item for value in values if isinstance(value, list) for item in value if isinstance(item, dict)]
            plain_unknown(items, known.item, agree)
        elif known is None and not agree(values):
            for row in holders:
                row[name] = _text(row[name])


def of_one_type(values: list[Any]) -> bool:
    """Return True if values have the same type, and so do the values in them."""
    kinds = {_kind(value) for value in values if value is not None}
    if kinds == {list}:
        return of_one_type([item for value in values if value is not None for item in value])
    if kinds == {dict}:
        objects = [value for value in values if value is not None]
        return all(of_one_type([one.get(name) for one in objects]) for name in {n for one in objects for n in one})
    return len(kinds) <= 1


def _kind(value: Any) -> type:
    return float if type(value) is int else type(value)


def _fit(value: Any, shape: Shape, path: str) -> Any:
    if value is None:
        return None
    if isinstance(shape, Object):
        return conform(value, shape, path) if value or isinstance(value, dict) else None
    if isinstance(shape, Many):
        if not isinstance(value, list):
            raise Misfit(f"{path} is no list but {shown(value)}")
        return [_fit(item, shape.item, f"{path}[{place}]") for place, item in enumerate(value)]
    try:
        return _SCALARS[shape.type](value)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, OSError):
        raise Misfit(f"{path} is no {shape.type} but {shown(value)}") from None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _whole(value: Any) -> int:
    """Return the nearest integer: some servers send sizes of media such as 640.5."""
    try:
        number = round(value) if isinstance(value, float) else int(value)
    except ValueError:
        number = round(float(value))
    if not -(2**63) <= number < 2**63:
        raise ValueError(value)
    return number


def _flag(value: Any) -> bool:
    return {"true": True, "false": False, "1": True, "0": False}[str(value).lower()]


def _time(value: Any) -> str:
    if isinstance(value, int | float) or value.isdigit():
        return datetime.fromtimestamp(float(value), UTC).isoformat()
    when = datetime.fromisoformat(value)
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC).isoformat()


_SCALARS: Mapping[str, Callable[[Any], Any]] = {
    "text": _text,
    "bigint": _whole,
    "double": float,
    "bool": _flag,
    "timestamp": _time,
    "date": lambda value: datetime.fromisoformat(value).date().isoformat(),
    "json": lambda value: value if isinstance(value, str) else _text(value),
}


def shown(value: Any) -> str:
    """Return the beginning of a value, for messages."""
    text = _short.repr(value)
    return text if len(text) <= 60 else text[:60] + "..."
