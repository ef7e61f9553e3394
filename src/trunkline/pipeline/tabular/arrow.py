"""Helpers for Arrow: untyped functions, and constants that are built without an import of pandas.

For a Python value, Arrow imports pandas to infer its type, which takes longer than a small load. So constants are made
of bytes.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute

pc: Any = pyarrow.compute


def text(value: str) -> pa.StringScalar:
    """Build an Arrow value of *value*."""
    data = value.encode()
    offsets = np.array([0, len(data)], np.int32)
    return pa.Array.from_buffers(pa.string(), 1, [None, pa.py_buffer(offsets), pa.py_buffer(data)])[0]


def whole_numbers(values: np.ndarray[Any, np.dtype[np.int64]]) -> pa.Array:
    """Build an Arrow array from integers without importing pandas."""
    return pa.Array.from_buffers(pa.int64(), len(values), [None, pa.py_buffer(values.astype(np.int64, copy=False))])


_SLASH = text("/")


def joined(*parts: Any) -> pa.Array:
    """Join texts with a slash between them, row by row."""
    return pc.binary_join_element_wise(*parts, _SLASH)
