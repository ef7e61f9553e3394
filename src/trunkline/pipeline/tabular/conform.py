"""Repair of rows that do not fit their shape: numbers sent as text, ids sent as numbers, times as seconds, ..."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from reprlib import Repr
from typing import Any

import msgspec

from trunkline.pipeline.crawling.server import Row
from trunkline.pipeline.tabular.shapes import Many, Object, Shape

_short = Repr()
_short.maxstring = _short.maxlong = 80


class Misfit(ValueError):
    """A value cannot be converted to the type of its column, or a row makes no sense.

    Args:
        reason: the reason.
        path: place of the value in the row; empty for the row as a whole.
        value: the value.
    """

    def __init__(self, reason: str, path: str = "", value: Any = None) -> None:
        super().__init__(reason)
        self.path, self.value = path, value


def conform(row: Any, shape: Object, odd: list[Misfit], path: str = "") -> Row:
    """Return *row* with each declared field converted to the type of its column; other fields stay as they are.

    Args:
        row: the row, or an object in it.
        shape: its shape.
        odd: gets the values that have no obvious meaning in their columns, in place of which is ``None``.
        path: place of the object in the row.

    Raises:
        Misfit: it is no object.
    """
    if not isinstance(row, dict):
        raise Misfit(f"{path or 'the row'} is no object but {shown(row)}", path, row)
    inside = f"{path}." if path else ""
    fitting = dict(row)
    for name, value in row.items():
        if name in shape.fields:
            try:
                fitting[name] = _fit(value, shape.fields[name], odd, inside + name)
            except Misfit as misfit:
                odd.append(misfit)
                fitting[name] = None
    return fitting


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


def _fit(value: Any, shape: Shape, odd: list[Misfit], path: str) -> Any:
    if value is None:
        return None
    if isinstance(shape, Object):
        return conform(value, shape, odd, path) if value or isinstance(value, dict) else None
    if isinstance(shape, Many):
        if not isinstance(value, list):
            raise Misfit(f"{path} is no list but {shown(value)}", path, value)
        return [*_fitting(value, shape.item, odd, path)]
    try:
        return _SCALARS[shape.type](value)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, OSError):
        raise Misfit(f"{path} is no {shape.type} but {shown(value)}", path, value) from None


def _fitting(items: list[Any], shape: Shape, odd: list[Misfit], path: str) -> Iterator[Any]:
    """Yield the items of a list that have a meaning there."""
    for place, item in enumerate(items):
        try:
            yield _fit(item, shape, odd, f"{path}[{place}]")
        except Misfit as misfit:
            odd.append(misfit)


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
