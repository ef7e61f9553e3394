"""Nested Arrow rows into the tables that dlt would make of them: objects flattened, lists exploded, named its way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pyarrow as pa

from trunkline.pipeline.tabular.arrow import joined, pc, text, whole_numbers
from trunkline.pipeline.tabular.shapes import Many, Object, Scalar, Shape
from trunkline.pipeline.tabular.times import TIMESTAMP, timestamps

_NOTHING = Object({})


class Naming(Protocol):
    """What is needed of dlt's naming conventions."""

    def normalize_identifier(self, identifier: str) -> str:
        """A name as the destination writes it."""
        ...

    def shorten_fragments(self, *normalized_idents: str) -> str:
        """Names joined to the name of a column or a table."""
        ...


@dataclass(frozen=True, slots=True)
class Exploded:
    """A table: its name, the name of the table above it, and its rows."""

    name: str
    parent: str | None
    rows: pa.Table


@dataclass(frozen=True, slots=True)
class _List:
    """A list column that is to become a table."""

    path: tuple[str, ...]
    values: pa.ListArray
    shape: Shape


class Exploder:
    """Makes tables of rows.

    Args:
        naming: dlt's naming convention.
    """

    def __init__(self, naming: Naming) -> None:
        self._naming = naming

    def explode(
        self, table: str, rows: pa.StructArray, shape: Object, ids: pa.Array, load_id: str
    ) -> Iterator[Exploded]:
        """*table* itself and the tables of its lists, each after the one above it.

        Args:
            table: the name of the root table.
            rows: its rows.
            shape: what is declared of them.
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
        """The table of a list and those below it, where there are rows."""
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
                columns[name] = _typed(values, inner)
        return columns, lists


def _leaves(
    rows: pa.StructArray, shape: Object, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], pa.Array, Shape]]:
    """The fields of objects and of the objects in them, with what is declared of each."""
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
        return pc.cast(values, pa.date32())
    if pa.types.is_timestamp(values.type):
        return pc.cast(values, TIMESTAMP)
    return values


def _places(rows: pa.Array) -> pa.Array:
    """The place of each value in its list, given the row of each, which rise."""
    owners = np.frombuffer(rows.buffers()[1], np.int64, len(rows), rows.offset * 8)
    return whole_numbers(np.arange(len(owners)) - np.searchsorted(owners, owners))


def row_ids(batch: str, count: int) -> pa.Array:
    """A unique text for each row of a batch whose name is unique."""
    return joined(text(batch), pc.cast(whole_numbers(np.arange(count)), pa.string()))
