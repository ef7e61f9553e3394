"""Conversion of nested Arrow rows into the tables that dlt would make: flattened objects, exploded lists, its names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pyarrow as pa

from trunkline.pipeline.tabular.arrow import joined, pc, text, whole_numbers
from trunkline.pipeline.tabular.shapes import Many, Object, Scalar, Shape
from trunkline.pipeline.tabular.times import TIMESTAMP, dates, in_calendar, timestamps

_NOTHING = Object({})


class Naming(Protocol):
    """Part of dlt's naming conventions that is used here."""

    def normalize_identifier(self, identifier: str) -> str:
        """Convert a name to the destination's form."""
        ...

    def shorten_fragments(self, *normalized_idents: str) -> str:
        """Join names to the name of a column or a table."""
        ...


@dataclass(frozen=True, slots=True)
class Exploded:
    """Table with its name, the name of the table above it, and its rows."""

    name: str
    parent: str | None
    rows: pa.Table


@dataclass(frozen=True, slots=True)
class _List:
    """List column that becomes a table."""

    path: tuple[str, ...]
    values: pa.ListArray
    shape: Shape


class Exploder:
    """Converter of rows into tables.

    Args:
        naming: dlt's naming convention.
    """

    def __init__(self, naming: Naming) -> None:
        self._naming = naming

    def explode(
        self, table: str, rows: pa.StructArray, shape: Object, ids: pa.Array, load_id: str
    ) -> Iterator[Exploded]:
        """Yield *table* itself and the tables of its lists, each after the one above it.

        Args:
            table: the name of the root table.
            rows: its rows.
            shape: their declared shape.
            ids: a unique text for each row.
            load_id: dlt's id of the load.
        """
        columns, lists = self._columns(rows, shape)
        columns |= {"_dlt_load_id": pa.repeat(text(load_id), len(rows)), "_dlt_id": ids}
        yield Exploded(table, None, pa.table(columns))
        for found in lists:
            yield from self._child((table,), table, found, ids, ids)

    def _child(
        self, above: tuple[str, ...], parent: str, found: _List, ids: pa.Array, root_ids: pa.Array
    ) -> Iterator[Exploded]:
        """Yield the table of a list and those below it, if there are rows."""
        values = pc.list_flatten(found.values)
        if not len(values):
            return
        path = (*above, *(self._naming.normalize_identifier(name) for name in found.path))
        name = self._naming.shorten_fragments(*path)
        rows = pc.list_parent_indices(found.values)
        places = _places(rows)
        parent_ids, root_ids = pc.take(ids, rows), pc.take(root_ids, rows)
        own_ids = joined(parent_ids, pc.cast(places, pa.string()))
        columns, lists = self._items(values, found.shape)
        columns |= {"_dlt_root_id": root_ids, "_dlt_parent_id": parent_ids, "_dlt_list_idx": places, "_dlt_id": own_ids}
        yield Exploded(name, parent, pa.table(columns))
        for below in lists:
            yield from self._child(path, name, below, own_ids, root_ids)

    def _items(self, values: pa.Array, shape: Shape) -> tuple[dict[str, pa.Array], list[_List]]:
        if pa.types.is_struct(values.type):
            return self._columns(values, shape if isinstance(shape, Object) else _NOTHING)
        return {"value": _typed(values, shape)}, []

    def _columns(self, rows: pa.StructArray, shape: Object) -> tuple[dict[str, pa.Array], list[_List]]:
        columns: dict[str, pa.Array] = {}
        lists: list[_List] = []
        for path, values, inner in _leaves(rows, shape, ()):
            if pa.types.is_list(values.type):
                item = inner.item if isinstance(inner, Many) else _NOTHING
                lists.append(_List(path, values, item))
            elif not pa.types.is_null(values.type):
                name = self._naming.shorten_fragments(*(self._naming.normalize_identifier(part) for part in path))
                columns.setdefault(name, _typed(values, inner))  # declared fields come first
        return columns, lists


def _leaves(
    rows: pa.StructArray, shape: Object, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], pa.Array, Shape]]:
    """Yield the fields of objects and of the objects in them, with the declared shape of each."""
    for declared, values in zip(rows.type, rows.flatten(), strict=True):
        inner = shape.fields.get(declared.name, _NOTHING)
        if pa.types.is_struct(values.type):
            yield from _leaves(values, inner if isinstance(inner, Object) else _NOTHING, (*path, declared.name))
        else:
            yield (*path, declared.name), values, inner


def _typed(values: pa.Array, shape: Shape) -> pa.Array:
    if shape == Scalar("timestamp"):
        return timestamps(values)
    if shape == Scalar("date"):
        return dates(values)
    if pa.types.is_timestamp(values.type):
        times = pc.cast(values, TIMESTAMP)
        return times if in_calendar(times) else pc.cast(values, pa.string())
    return values


def _places(rows: pa.Array) -> pa.Array:
    """Return the index of each value in its list, from the ascending row numbers of the values."""
    owners = np.frombuffer(rows.buffers()[1], np.int64, len(rows), rows.offset * 8)
    return whole_numbers(np.arange(len(owners)) - np.searchsorted(owners, owners))


def row_ids(batch: str, count: int) -> pa.Array:
    """Build a row id from a unique batch name and the row number, for each row."""
    return joined(text(batch), pc.cast(whole_numbers(np.arange(count)), pa.string()))
