"""Encoding rows as lines of JSON that can be parsed together with those of other servers.

A row is screened on the way: JSON values become the text that their columns hold, undeclared fields get the names of
their columns or are put aside, and a row whose lists and objects are not where they belong is rejected. So no line is
nested deeper than its shape, and none has two fields for one column.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import msgspec

from trunkline.pipeline.crawling.server import Row
from trunkline.pipeline.tabular.conform import Misfit, shown
from trunkline.pipeline.tabular.shapes import JSON, Many, Object
from trunkline.pipeline.tabular.undeclared import OTHER_FIELDS, Undeclared, column_name

_encode = msgspec.json.Encoder().encode
_encode_lines = msgspec.json.Encoder().encode_lines
_NUL = b"\\u0000"
_NESTED = frozenset((dict, list))


@dataclass(frozen=True, slots=True)
class Rejected:
    """Row that does not fit its columns, with the reason."""

    row: Row
    reason: str


@dataclass(frozen=True, slots=True)
class Lines:
    """Rows as lines of JSON.

    Attributes:
        text: the lines.
        rows: their number.
        group: rows that may be parsed together: ``""`` for those with declared fields alone, otherwise their server.
        rejected: rows that cannot be lines.
        added: paths of undeclared fields that these rows are the first of their server to have.
    """

    text: bytes
    rows: int
    group: str = ""
    rejected: tuple[Rejected, ...] = ()
    added: tuple[str, ...] = ()


class Encoder:
    """Encoder of rows of one shape as lines."""

    def __init__(self, shape: Object) -> None:
        self._plan = _Plan(shape)

    def encode(self, rows: list[Row], known: Collection[str] = ()) -> Lines:
        """Encode *rows* of one server, and change them on the way.

        Args:
            rows: the rows.
            known: paths of undeclared fields of this server that have columns already.
        """
        good, rejected, undeclared = [], [], Undeclared(known)
        for row in rows:
            try:
                _screen(row, self._plan, "", undeclared)
                if aside := undeclared.take_aside():
                    row[OTHER_FIELDS] = aside
                good.append(row)
            except Misfit as misfit:
                rejected.append(Rejected(row, str(misfit)))
            except RecursionError:
                rejected.append(Rejected(row, "it is nested too deeply"))
        group = str(good[0].get("_instance", "")) if undeclared.found and good else ""
        return Lines(_lines(good), len(good), group, tuple(rejected), tuple(undeclared.added))


class _Plan:
    """Fields of an object by what is done with their values."""

    def __init__(self, shape: Object) -> None:
        self.names = shape.fields.keys()
        self.json = [name for name, inner in shape.fields.items() if inner == JSON]
        self.columns = frozenset(filter(None, map(column_name, shape.fields)))
        self.objects = {name: _Plan(inner) for name, inner in shape.fields.items() if isinstance(inner, Object)}
        self.items = {
            name: _Plan(inner.item) if isinstance(inner.item, Object) else None
            for name, inner in shape.fields.items()
            if isinstance(inner, Many)
        }


def _screen(item: Row, plan: _Plan, path: str, undeclared: Undeclared) -> None:
    """Bring an object into the form of a line.

    Raises:
        Misfit: an object or a list is not where it belongs.
    """
    strange = []
    if not item.keys() <= plan.names:
        strange = [name for name in item if name not in plan.names]
    for name, value in item.items():
        if value.__class__ in _NESTED and value and name in plan.names:
            item[name] = _nested(value, name, plan, path, undeclared)
    for name in plan.json:
        if item.get(name) is not None:
            item[name] = _json(item[name])
    if strange:
        undeclared.settle(item, strange, plan.columns, path)


def _nested(value: Any, name: str, plan: _Plan, path: str, undeclared: Undeclared) -> Any:
    """Return an object or a list in the form of a line."""
    here = path + name
    inner = plan.objects.get(name)
    if inner is not None:
        if isinstance(value, list):
            raise Misfit(f"{here} is no object but {shown(value)}")
        _screen(value, inner, f"{here}.", undeclared)
        return value
    if name in plan.items:
        if isinstance(value, dict):
            raise Misfit(f"{here} is no list but {shown(value)}")
        inner = plan.items[name]
        return [_item(one, inner, here, place, undeclared) for place, one in enumerate(value)]
    return value if name in plan.json else _json(value)


def _item(value: Any, plan: _Plan | None, path: str, place: int, undeclared: Undeclared) -> Any:
    if plan is None:
        return _json(value) if isinstance(value, dict | list) else value
    if isinstance(value, dict):
        _screen(value, plan, f"{path}[].", undeclared)
    elif value is not None:
        raise Misfit(f"{path}[{place}] is no object but {shown(value)}")
    return value


def _json(value: Any) -> str:
    """Return the text of a JSON value."""
    text = _encode(value)
    return (_encode(without_nul(value)) if _NUL in text else text).decode()


def _lines(rows: list[Row]) -> bytes:
    text = _encode_lines(rows)
    return _encode_lines([without_nul(row) for row in rows]) if _NUL in text else text


def without_nul(value: Any) -> Any:
    """Return a value of JSON with U+FFFD for each NUL, which some destinations cannot store."""
    if isinstance(value, str):
        return value.replace("\0", "\ufffd")
    if isinstance(value, dict):
        return {without_nul(name): without_nul(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [without_nul(item) for item in value]
    return value


def raw_text(row: Row) -> str:
    """Return a rejected row as JSON; if it is nested too deeply for that, its plain fields."""
    try:
        return _json(row)
    except RecursionError:
        return _json({name: value for name, value in row.items() if not isinstance(value, dict | list)})
