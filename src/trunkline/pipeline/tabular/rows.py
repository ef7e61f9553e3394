"""Rows as mappings, for whoever looks at them: the objects of the API, with the columns of the key beside."""

from __future__ import annotations

from typing import Any

import msgspec

from trunkline.pipeline.crawling.server import Row
from trunkline.pipeline.tabular.encoding import Lines, Rejected
from trunkline.pipeline.tabular.parsing import Parser
from trunkline.pipeline.tabular.shapes import JSON, Many, Object, Shape

_decode = msgspec.json.decode


class RowReader:
    """Reader of lines of one shape, which returns what was sent.

    Args:
        shape: shape of the rows.
        key: fields that every row must have.
    """

    def __init__(self, shape: Object, key: tuple[str, ...]) -> None:
        self._shape, self._parser = shape, Parser(shape, key)

    def read(self, lines: Lines) -> tuple[list[Row], list[Rejected]]:
        """Return the rows, and those that do not fit their columns."""
        rows, rejected = self._parser.rows(lines.text)
        return [_opened(row, self._shape) for row in rows], [*lines.rejected, *rejected]


def _opened(value: Any, shape: Shape | None) -> Any:
    """Return a value of a row with the JSON in it decoded, which lines have as text."""
    if isinstance(value, dict) and isinstance(shape, Object):
        return {name: _opened(inner, shape.fields.get(name)) for name, inner in value.items()}
    if isinstance(value, list) and isinstance(shape, Many):
        return [_opened(item, shape.item) for item in value]
    return _decode(value) if shape == JSON and isinstance(value, str) else value
