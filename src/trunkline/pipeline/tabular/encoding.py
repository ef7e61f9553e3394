"""Encoding rows as lines of JSON that can be parsed together with those of other servers.

A row is screened on the way: JSON values become the text that their columns hold, undeclared fields get the names of
their columns or are put aside, and a row whose lists and objects are not where they belong is rejected. So no line is
nested deeper than its shape, and none has two fields for one column.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from trunkline.pipeline.crawling.server import Row
from trunkline.pipeline.tabular.conform import Misfit, shown
from trunkline.pipeline.tabular.json_values import json_lines, json_text
from trunkline.pipeline.tabular.shapes import JSON, Many, Object
from trunkline.pipeline.tabular.undeclared import MOST, OTHER_FIELDS, Undeclared, column_name

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
        instance: the server that the lines are from; empty if there are none.
    """

    text: bytes
    rows: int
    group: str = ""
    rejected: tuple[Rejected, ...] = ()
    added: tuple[str, ...] = ()
    instance: str = ""


class Encoder:
    """Encoder of rows of one shape as lines.

    Args:
        shape: their shape.
        key: fields that every row must have.
        undeclared: greatest number of undeclared fields of a server that get columns.
    """

    def __init__(self, shape: Object, key: Collection[str] = (), undeclared: int = MOST) -> None:
        self._plan, self._key, self._undeclared = _Plan(shape), key, undeclared

    def encode(self, rows: list[Row], known: Collection[str] = ()) -> Lines:
        """Encode *rows* of one server, and change them on the way.

        Args:
            rows: the rows.
            known: paths of undeclared fields of this server that have columns already.
        """
        good, rejected, undeclared = [], [], Undeclared(known, self._undeclared)
        for row in rows:
            try:
                self._check_key(row)
                _screen(row, self._plan, "", undeclared)
                if aside := undeclared.take_aside():
                    row[OTHER_FIELDS] = aside
                good.append(row)
            except (Misfit, RecursionError) as misfit:
                rejected.append(Rejected(row, reason_of(misfit)))
        instance = str(good[0].get("_instance", "")) if good else ""
        group = instance if undeclared.found else ""
        return Lines(json_lines(good), len(good), group, tuple(rejected), tuple(undeclared.added), instance)

    def _check_key(self, row: Row) -> None:
        """Raise `Misfit` if a row has no key."""
        for part in self._key:
            if row.get(part) is None:
                raise Misfit(_without_key(row, part))


def _without_key(row: Row, part: str) -> str:
    """Return the reason why a row has no key; `trunkline.pipeline.crawling.server.as_row` has wrapped it."""
    item = row.get("malformed")
    if item is None:
        return f"{part} is missing"
    return (
        f"id is none but {shown(item.get('id'))}"
        if isinstance(item, dict)
        else f"the row is no object but {shown(item)}"
    )


def reason_of(error: Exception) -> str:
    """Return the reason for which a row is rejected."""
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    return str(error) if isinstance(error, Misfit) else f"it fits no table ({type(error).__name__}: {error})"


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
            item[name] = json_text(item[name])
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
    return value if name in plan.json else json_text(value)


def _item(value: Any, plan: _Plan | None, path: str, place: int, undeclared: Undeclared) -> Any:
    if plan is None:
        return json_text(value) if isinstance(value, dict | list) else value
    if isinstance(value, dict):
        _screen(value, plan, f"{path}[].", undeclared)
    elif value is not None:
        raise Misfit(f"{path}[{place}] is no object but {shown(value)}")
    return value


def raw_text(row: Row) -> str:
    """Return a rejected row as JSON; if it is nested too deeply for that, its plain fields."""
    try:
        return json_text(row)
    except RecursionError:
        return json_text({name: value for name, value in row.items() if not isinstance(value, dict | list)})
