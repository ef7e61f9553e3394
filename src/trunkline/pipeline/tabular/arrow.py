"""What Arrow needs help with: names that type checkers do not know, and constants that it would load pandas for.

Given a Python value, Arrow asks pandas what it is, which takes longer than a small load. So constants are made of
bytes.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute

pc: Any = pyarrow.compute


def text(value: str) -> pa.StringScalar:
    """*value* as an Arrow value."""
    data = value.encode()
    offsets = np.array([0, len(data)], np.int32)
    return pa.Array.from_buffers(pa.string(), 1, [None, pa.py_buffer(offsets), pa.py_buffer(data)])[0]


def whole_numbers(values: np.ndarray[Any, np.dtype[np.int64]]) -> pa.Array:
    """The same numbers as an Arrow array."""
    return pa.Array.from_buffers(pa.int64(), len(values), [None, pa.py_buffer(values.astype(np.int64, copy=False))])


_SLASH = text("/")


def joined(*parts: Any) -> pa.Array:
    """Texts with a slash between them, row by row."""
    return pc.binary_join_element_wise(*parts, _SLASH)
