"""Text of JSON values, without the characters that some destinations cannot store."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

_encode = msgspec.json.Encoder().encode
_encode_lines = msgspec.json.Encoder().encode_lines
_NUL = b"\\u0000"


def json_text(value: Any) -> str:
    """Return the text of a JSON value."""
    try:
        text = _encode(value)
    except UnicodeEncodeError:
        text = _NUL
    return (_encode(storable(value)) if _NUL in text else text).decode()


def json_lines(rows: Sequence[Any]) -> bytes:
    """Return rows as lines of JSON."""
    try:
        text = _encode_lines(rows)
    except UnicodeEncodeError:
        text = _NUL
    return _encode_lines([storable(row) for row in rows]) if _NUL in text else text


def storable(value: Any) -> Any:
    """Return a JSON value without NUL, as dlt stores texts, and with U+FFFD for each half of a character."""
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        kept: dict[str, Any] = {}
        for name, inner in value.items():
            kept.setdefault(storable(name), storable(inner))
        return kept
    if isinstance(value, list):
        return [storable(item) for item in value]
    return value
