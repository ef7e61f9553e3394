"""Columns of a resource in Spark: nested, typed as the pipeline's tables are, and the same for all servers."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
from pyspark.sql.types import (
    ArrayType,
    BooleanType,
    DataType,
    DateType,
    DoubleType,
    LongType,
    StringType,
    StructField,
    StructType,
    TimestampType,
)

from trunkline.pipeline.tabular.columns import ARROW_TYPES
from trunkline.pipeline.tabular.shapes import JSON, ColumnType, Many, Object, Scalar, Shape
from trunkline.pipeline.tabular.times import dates, timestamps
from trunkline.pipeline.tabular.undeclared import OTHER_FIELDS

_SPARK_TYPES: Mapping[ColumnType, DataType] = {
    "text": StringType(),
    "json": StringType(),
    "bool": BooleanType(),
    "bigint": LongType(),
    "double": DoubleType(),
    "timestamp": TimestampType(),
    "date": DateType(),
}
_PARSED = {"timestamp": timestamps, "date": dates}


def with_other_fields(shape: Object) -> Object:
    """Return a shape with the column of undeclared fields, as JSON by their paths."""
    return Object({**shape.fields, OTHER_FIELDS: JSON})


def spark_schema(shape: Object) -> StructType:
    """Return the columns of rows as Spark has them."""
    return StructType([StructField(name, _spark_type(inner)) for name, inner in shape.fields.items()])


def arrow_schema(shape: Object) -> pa.Schema:
    """Return the same for Arrow; Spark takes no batch whose schema differs in anything."""
    return pa.schema([pa.field(name, _arrow_type(inner)) for name, inner in shape.fields.items()])


def typed(values: pa.Array, shape: Shape) -> pa.Array:
    """Return parsed values with the types of their columns.

    Raises:
        pyarrow.ArrowInvalid: one of them is no time, or out of range.
    """
    if isinstance(shape, Object):
        inside = {field.name: inner for field, inner in zip(values.type, values.flatten(), strict=True)}
        fields = [typed(inside[name], inner) for name, inner in shape.fields.items()]
        return pa.StructArray.from_arrays(fields, fields=[*_arrow_type(shape)], mask=values.is_null())
    if isinstance(shape, Many):
        items = typed(values.values, shape.item)
        return pa.ListArray.from_arrays(values.offsets, items, type=_arrow_type(shape), mask=values.is_null())
    parse = _PARSED.get(shape.type)
    return values.cast(_arrow_type(shape)) if parse is None else parse(values)


def _spark_type(shape: Shape) -> DataType:
    if isinstance(shape, Scalar):
        return _SPARK_TYPES[shape.type]
    return ArrayType(_spark_type(shape.item)) if isinstance(shape, Many) else spark_schema(shape)


def _arrow_type(shape: Shape) -> pa.DataType:
    if isinstance(shape, Scalar):
        return ARROW_TYPES[shape.type]
    if isinstance(shape, Many):
        return pa.list_(pa.field("element", _arrow_type(shape.item)))
    return pa.struct([*arrow_schema(shape)])
