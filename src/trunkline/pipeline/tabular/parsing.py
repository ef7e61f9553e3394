"""Parsing rows of JSON into nested Arrow arrays with the types of a shape, many rows at once.

Rows become lines of JSON as soon as they are read (`encoding`): these take little memory, and are nothing for the
garbage collector. Arrow parses them with an explicit schema. If a server sent values that do not fit, `conform` repairs
row by row those with an obvious meaning, leaves others out, and rejects rows without a key.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec
import pyarrow as pa
import pyarrow.json

from trunkline.pipeline.crawling.server import Row
from trunkline.pipeline.tabular.conform import Misfit, conform, of_one_type, plain_unknown
from trunkline.pipeline.tabular.encoding import Rejected, values_of
from trunkline.pipeline.tabular.shapes import Many, Object, Scalar, Shape

_TYPES = {"bool": pa.bool_(), "bigint": pa.int64(), "double": pa.float64()}
_encode_lines = msgspec.json.Encoder().encode_lines
_decode_lines = msgspec.json.Decoder().decode_lines


@dataclass(frozen=True, slots=True)
class Parsed:
    """Rows as one struct array, and what was rejected."""

    rows: pa.StructArray
    rejected: list[Rejected] = field(default_factory=list)


class Parser:
    """Parser of rows of one shape.

    Args:
        shape: shape of the rows; fields that it lacks are kept with an inferred type.
        key: fields that every row must have.
    """

    def __init__(self, shape: Object, key: tuple[str, ...]) -> None:
        self._shape, self._key = shape, key
        self._schema = pa.schema(list(_arrow_type(shape)))

    def parse(self, lines: bytes) -> Parsed:
        """Parse lines, those of several pages joined."""
        try:
            rows = self._fast(lines)
        except pa.ArrowInvalid:
            return self.parse_carefully(lines)
        if any(rows.field(part).null_count for part in self._key):
            return self.parse_carefully(lines)
        return Parsed(rows)

    def rows(self, lines: bytes) -> tuple[list[Row], list[Rejected]]:
        """Return lines as rows: as they are if all of them fit, otherwise repaired; and the rejected ones."""
        try:
            rows = self._fast(lines)
        except pa.ArrowInvalid:
            return self._mended_rows(lines)
        if any(rows.field(part).null_count for part in self._key):
            return self._mended_rows(lines)
        return _decode_lines(lines), []

    def parse_carefully(self, lines: bytes) -> Parsed:
        """Parse lines row by row, and repair those that do not fit; much slower."""
        good, rejected = self._mended_rows(lines)
        for agree in (of_one_type, lambda _values: False):  # the second is for what Arrow sees otherwise
            try:
                return Parsed(self._fast(_encode_lines(good)), rejected)
            except pa.ArrowInvalid:
                plain_unknown(good, self._shape, agree)
        return Parsed(self._fast(_encode_lines(good)), rejected)

    def _mended_rows(self, lines: bytes) -> tuple[list[Row], list[Rejected]]:
        good, rejected = list[Row](), list[Rejected]()
        for row in _decode_lines(lines):
            odd: list[Misfit] = []
            try:
                good.append(self._mended(row, odd))
                rejected += values_of(row, odd)
            except Misfit as misfit:
                rejected.append(Rejected(row, str(misfit)))
        return good, rejected

    def _fast(self, lines: bytes) -> pa.StructArray:
        if not lines:
            return pa.nulls(0, _arrow_type(self._shape))
        table = pyarrow.json.read_json(
            pa.BufferReader(lines),
            read_options=pyarrow.json.ReadOptions(block_size=len(lines) + 1),
            parse_options=pyarrow.json.ParseOptions(explicit_schema=self._schema, unexpected_field_behavior="infer"),
            memory_pool=pa.system_memory_pool(),  # the default one keeps more than it needs
        )
        return table.combine_chunks().to_struct_array().chunk(0)

    def _mended(self, row: Row, odd: list[Misfit]) -> Row:
        mended = conform(row, self._shape, odd)
        for part in self._key:
            if mended.get(part) is None:
                raise Misfit(f"{part} is missing")
        return mended


def _arrow_type(shape: Shape) -> pa.DataType:
    if isinstance(shape, Scalar):
        return _TYPES.get(shape.type, pa.string())
    if isinstance(shape, Many):
        return pa.list_(_arrow_type(shape.item))
    return pa.struct([pa.field(name, _arrow_type(inner)) for name, inner in shape.fields.items()])
