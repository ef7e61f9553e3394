"""Encoding rows as lines of JSON that can be parsed together with those of other servers.

A row is screened on the way: JSON values become the text that their columns hold, undeclared fields get the names of
their columns or are put aside, and what is no list or object where one belongs is left out. So no line is nested deeper
than its shape, and none has two fields for one column.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from trunkline.pipeline.crawling.server import Row
from trunkline.pipeline.tabular.conform import Misfit, shown
from trunkline.pipeline.tabular.json_values import json_lines, json_text
from trunkline.pipeline.tabular.shapes import JSON, Many, Object
from trunkline.pipeline.tabular.undeclared import MOST, OTHER_FIELDS, Undeclared, column_name

MOST_VALUES = 50
"""Values of one row that are rejected one by one."""

_NESTED = frozenset((dict, list))


@dataclass(frozen=True, slots=True)
class Rejected:
    """Row that does not fit its columns, or a value that does not fit its own.

    Attributes:
        row: the row.
        reason: the reason.
        path: place of the value in the row, such as ``account.created_at``; empty for the row as a whole.
        value: the value, which is left out of the row.
    """

    row: Row
    reason: str
    path: str = ""
    value: Any = None

    @property
    def raw(self) -> str:
        """The rejected row or value as JSON, as the server has sent it."""
        return _raw_text(self.value if self.path else self.row)

    def message(self, resource: str) -> str:
        """Return a sentence for a log."""
        return f"A {'value in a row' if self.path else 'row'} of {resource} is left out: {self.reason}"


@dataclass(frozen=True, slots=True)
class Lines:
    """Rows as lines of JSON.

    Attributes:
        text: the lines.
        rows: their number.
        group: rows that may be parsed together: ``""`` for those with declared fields alone, otherwise their server.
        rejected: rows that cannot be lines, and values that cannot be in them.
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
        good, rejected, undeclared = list[Row](), list[Rejected](), Undeclared(known, self._undeclared)
        for row in rows:
            odd: list[Misfit] = []
            try:
                self._check_key(row)
                _screen(row, self._plan, "", undeclared, odd)
                if aside := undeclared.take_aside():
                    row[OTHER_FIELDS] = aside
                good.append(row)
                rejected += values_of(row, odd)
            except (Misfit, RecursionError) as misfit:
                rejected += [Rejected(row, reason_of(misfit)), *values_of(row, odd)]
        instance = str(good[0].get("_instance", "")) if good else ""
        group = instance if undeclared.found else ""
        return Lines(json_lines(good), len(good), group, tuple(rejected), tuple(undeclared.added), instance)

    def _check_key(self, row: Row) -> None:
        """Raise `Misfit` if a row has no key."""
        for part in self._key:
            if row.get(part) is None:
                raise Misfit(_without_key(row, part))


def values_of(row: Row, odd: Sequence[Misfit]) -> Iterator[Rejected]:
    """Yield the values that were left out of a row: the first `MOST_VALUES` one by one, and the others together."""
    of = {"_instance": row.get("_instance"), "id": row.get("id")}
    for misfit in odd[:MOST_VALUES]:
        yield Rejected(of, str(misfit), misfit.path, misfit.value)
    if others := [[misfit.path, misfit.value] for misfit in odd[MOST_VALUES:]]:
        yield Rejected(of, f"{len(others)} more values fit no column", "...", others)


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


def _screen(item: Row, plan: _Plan, path: str, undeclared: Undeclared, odd: list[Misfit]) -> None:
    """Bring an object into the form of a line; what is no object or list where one belongs is added to *odd*."""
    strange = []
    if not item.keys() <= plan.names:
        strange = [name for name in item if name not in plan.names]
    for name, value in item.items():
        if value.__class__ in _NESTED and value and name in plan.names:
            item[name] = _nested(value, name, plan, path, undeclared, odd)
    for name in plan.json:
        if item.get(name) is not None:
            item[name] = json_text(item[name])
    if strange:
        undeclared.settle(item, strange, plan.columns, path)


def _nested(value: Any, name: str, plan: _Plan, path: str, undeclared: Undeclared, odd: list[Misfit]) -> Any:
    """Return an object or a list in the form of a line; ``None`` if it is not where it belongs."""
    here = path + name
    inner = plan.objects.get(name)
    if inner is not None:
        if isinstance(value, list):
            odd.append(Misfit(f"{here} is no object but {shown(value)}", here, value))
            return None
        _screen(value, inner, f"{here}.", undeclared, odd)
        return value
    if name in plan.items:
        if isinstance(value, dict):
            odd.append(Misfit(f"{here} is no list but {shown(value)}", here, value))
            return None
        return _items(value, plan.items[name], here, undeclared, odd)
    return value if name in plan.json else json_text(value)


def _items(values: list[Any], plan: _Plan | None, path: str, undeclared: Undeclared, odd: list[Misfit]) -> list[Any]:
    """Return the items of a list in the form of a line."""
    if plan is None:
        return [json_text(value) if isinstance(value, dict | list) else value for value in values]
    kept = []
    for place, value in enumerate(values):
        if isinstance(value, dict):
            _screen(value, plan, f"{path}[].", undeclared, odd)
        elif value is not None:
            here = f"{path}[{place}]"
            odd.append(Misfit(f"{here} is no object but {shown(value)}", here, value))
            continue
        kept.append(value)
    return kept


def _raw_text(value: Any) -> str:
    """Return what was rejected as JSON; if it is nested too deeply for that, its plain parts."""
    try:
        return json_text(value)
    except RecursionError:
        fields = value.items() if isinstance(value, dict) else enumerate(value)
        return json_text({str(name): inner for name, inner in fields if not isinstance(inner, dict | list)})
