"""Width of rows in PostgreSQL, which keeps a row in one page apart from its long texts.

Texts of more than `_KEPT` bytes can be moved out of the row, and leave a pointer:
https://www.postgresql.org/docs/current/storage-toast.html
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from trunkline.pipeline.tabular.arrow import pc
from trunkline.pipeline.tabular.conform import Misfit

_KEPT, _POINTER, _HEAD = 24, 18, 24


def require_room(rows: Mapping[str, pa.Array], widest: int | None) -> None:
    """Check that rows are not too wide for their destination.

    Args:
        rows: the rows, by column.
        widest: width of a row in bytes that the destination takes; ``None`` for any.

    Raises:
        Misfit: one of them is.
    """
    if widest is None or _HEAD + (_KEPT + 1) * len(rows) <= widest:
        return
    width = sum(map(_width, rows.values()), np.zeros(1)) + _HEAD + len(rows) // 8
    if width.max(initial=0) > widest:
        raise Misfit(f"it has too many values for one row of the destination, which takes {widest} bytes")


def _width(values: pa.Array) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return the bytes that each value takes in its row."""
    if not pa.types.is_string(values.type):
        return np.where(np.asarray(values.is_valid()), 8.0, 0.0)
    length = np.asarray(pc.fill_null(pc.binary_length(values), -1)) + 1.0
    return np.where(length > _KEPT, _POINTER, length)
