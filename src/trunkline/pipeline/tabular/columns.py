"""Columns of a table: those of earlier runs, of the shape, and of the rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
import pyarrow as pa

from trunkline.pipeline.destinations import MOST_COLUMNS_ELSEWHERE
from trunkline.pipeline.tabular.arrow import pc
from trunkline.pipeline.tabular.json_values import json_text
from trunkline.pipeline.tabular.times import TIMESTAMP
from trunkline.pipeline.tabular.undeclared import OTHER_FIELDS

Column = dict[str, Any]
"""Column in dlt's form: ``data_type``, ``nullable`` and roles."""

ARROW_TYPES = {
    "text": pa.string(),
    "json": pa.string(),
    "bool": pa.bool_(),
    "bigint": pa.int64(),
    "double": pa.float64(),
    "timestamp": TIMESTAMP,
    "date": pa.date32(),
}
_COLUMN_TYPES = {arrow: name for name, arrow in ARROW_TYPES.items() if name != "json"}


class TableColumns:
    """Columns of one table, to which rows can add new ones.

    Args:
        known: those that are known before there are rows, in order.
        most: greatest number of columns with which others are added.
        json: type of columns with JSON values.
    """

    def __init__(self, known: Mapping[str, Column], most: int = MOST_COLUMNS_ELSEWHERE, json: str = "json") -> None:
        self.all = dict(known)
        self._most, self._json = most, json

    @property
    def arrow(self) -> pa.Schema:
        """Columns as a schema of Arrow."""
        return pa.schema(
            [pa.field(name, ARROW_TYPES[c["data_type"]], c.get("nullable", True)) for name, c in self.all.items()]
        )

    def take(self, rows: pa.Table) -> dict[str, pa.Array]:
        """Return *rows* by column, cast to the types of the columns; unknown columns are added.

        Values that cannot have the type of their column go to one beside it, as dlt does (``name__v_text``), and those
        for whose column there is no room to `OTHER_FIELDS`.
        """
        taken: dict[str, pa.Array] = {}
        aside: dict[str, pa.Array] = {}
        for name in rows.column_names:
            values = rows[name].combine_chunks()
            found = self._json if name == OTHER_FIELDS else _COLUMN_TYPES[values.type]
            column = self._column(name, found)
            fitting = _cast(values, ARROW_TYPES.get(column["data_type"])) if column else None
            beside = f"{name}__v_{found}"
            if fitting is not None:
                taken[name] = fitting
            elif column and self._column(beside, found):
                taken[beside] = values
            else:
                aside[name] = values
        if aside:
            self.all.setdefault(OTHER_FIELDS, {"data_type": self._json, "nullable": True})
            taken[OTHER_FIELDS] = _with_others(taken.get(OTHER_FIELDS), aside)
        return taken

    def _column(self, name: str, found: str) -> Column | None:
        """Return a column, which is added if it is new; ``None`` if there is no room for it."""
        if name not in self.all and (len(self.all) < self._most or name == OTHER_FIELDS):
            self.all[name] = {"data_type": found, "nullable": True}
        return self.all.get(name)


def _with_others(before: pa.Array | None, aside: Mapping[str, pa.Array]) -> pa.Array:
    """Return the texts of `OTHER_FIELDS` with further values, by row."""
    texts: list[str | None] = before.to_pylist() if before is not None else [None] * len(next(iter(aside.values())))
    for place, text in enumerate(texts):
        values = {name: one.as_py() for name, column in aside.items() if (one := column[place]).is_valid}
        if values:
            texts[place] = json_text({**values, **(msgspec.json.decode(text) if text else {})})
    return pa.array(texts, pa.string())


def _cast(values: pa.Array, wanted: pa.DataType | None) -> pa.Array | None:
    """Cast *values* to a type; return ``None`` if they cannot be."""
    if values.type == wanted:
        return values
    try:
        return pc.cast(values, wanted)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return None
