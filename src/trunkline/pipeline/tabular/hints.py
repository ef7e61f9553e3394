"""Column hints for dlt from a shape, for the tables of a resource before they have rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from trunkline.pipeline.tabular.columns import Column
from trunkline.pipeline.tabular.shapes import Many, Object, Scalar

Path = tuple[str, ...]

ROW: Mapping[str, Column] = {"_dlt_id": {"data_type": "text", "nullable": False, "unique": True, "row_key": True}}
ROOT: Mapping[str, Column] = {"_dlt_load_id": {"data_type": "text", "nullable": False}, **ROW}
CHILD: Mapping[str, Column] = {
    "_dlt_root_id": {"data_type": "text", "nullable": False, "root_key": True},
    "_dlt_parent_id": {"data_type": "text", "nullable": False, "parent_key": True},
    "_dlt_list_idx": {"data_type": "bigint", "nullable": False},
    **ROW,
}
"""The columns that dlt itself adds to tables of resources, and to those of lists."""


@dataclass(frozen=True, slots=True)
class Declared:
    """Declared table: its path below the resource, and its columns by path."""

    path: Path
    columns: dict[Path, Column]


def declared(shape: Object, key: Path = ()) -> Iterator[Declared]:
    """Yield the table of rows of *shape*, whose *key* columns are never empty, and the tables of the lists in it."""
    yield Declared((), _columns(shape, key))
    yield from _children(shape, ())


def _children(shape: Object, path: Path) -> Iterator[Declared]:
    for name, field in shape.fields.items():
        here = (*path, name)
        if isinstance(field, Object):
            yield from _children(field, here)
        elif isinstance(field, Many):
            item = field.item if isinstance(field.item, Object) else Object({"value": field.item})
            yield Declared(here, _columns(item))
            yield from _children(item, here)


def _columns(shape: Object, key: Path = ()) -> dict[Path, Column]:
    never_empty = {(name,) for name in key}
    return {
        path: {"data_type": scalar.type, "nullable": path not in never_empty} for path, scalar in _scalars(shape, ())
    }


def _scalars(shape: Object, path: Path) -> Iterator[tuple[Path, Scalar]]:
    for name, field in shape.fields.items():
        if isinstance(field, Scalar):
            yield (*path, name), field
        elif isinstance(field, Object):
            yield from _scalars(field, (*path, name))
