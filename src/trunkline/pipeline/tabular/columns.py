"""Columns of a table: those of earlier runs, of the shape, and of the rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from trunkline.pipeline.tabular.arrow import pc
from trunkline.pipeline.tabular.times import TIMESTAMP

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
    """

    def __init__(self, known: Mapping[str, Column]) -> None:
        self.all = dict(known)

    @property
    def arrow(self) -> pa.Schema:
        """Columns as a schema of Arrow."""
        return pa.schema(
            [pa.field(name, ARROW_TYPES[c["data_type"]], c.get("nullable", True)) for name, c in self.all.items()]
        )

    def take(self, rows: pa.Table) -> dict[str, pa.Array]:
        """Return *rows* by column, cast to the types of the columns; unknown columns are added.

        Values that cannot have the type of their column go to one beside it, as dlt does (``name__v_text``).
        """
        taken: dict[str, pa.Array] = {}
        for name in rows.column_names:
            values = rows[name].combine_chunks()
            found = _COLUMN_TYPES[values.type]
            column = self.all.setdefault(name, {"data_type": found, "nullable": True})
            fitting = _cast(values, ARROW_TYPES.get(column["data_type"]))
            if fitting is not None:
                taken[name] = fitting
            else:
                beside = f"{name}__v_{found}"
                self.all.setdefault(beside, {"data_type": found, "nullable": True})
                taken[beside] = values
        return taken


def _cast(values: pa.Array, wanted: pa.DataType | None) -> pa.Array | None:
    """Cast *values* to a type; return ``None`` if they cannot be."""
    if values.type == wanted:
        return values
    try:
        return pc.cast(values, wanted)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return None
