"""Passing files of rows to dlt, as the rows of a resource."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any

import dlt
import pyarrow as pa
from dlt.extract import DltResource

from trunkline.pipeline.destinations import register_defaults
from trunkline.pipeline.tabular.tables import TableFile


def file_resource(name: str, files: Callable[[], Iterator[Any]], *, selected: bool = True) -> DltResource:
    """Build a resource whose rows come as files, each with its table.

    `trunkline.pipeline.destinations` has the defaults for loading them.

    Args:
        name: the name of the resource and of its table.
        files: yields the results of `handed_over`.
        selected: read it unless dlt is told otherwise.
    """

    register_defaults()

    def handed() -> Iterator[Any]:  # dlt takes functions that have a name
        yield from files()

    resource = dlt.resource(
        handed,
        name=name,
        selected=selected,
        table_name=lambda file: file.table,
        primary_key=lambda file: file.key,
        columns=lambda file: file.columns,
        write_disposition="merge",
    )
    return resource.apply_hints(parent_table_name=lambda file: file.parent)


def handed_over(files: Iterable[TableFile], resource: str, schema: dlt.Schema) -> Iterator[Any]:
    """Yield *files* in dlt's form."""
    for file in files:
        yield dlt.mark.with_file_import(str(file.path), "parquet", file.rows, hints=file)
        if file.parent is not None:
            schema.tables[file.table] = ListTable(schema.tables[file.table], resource)  # type: ignore[assignment]


@contextmanager
def folder_for_rows(name: str) -> Iterator[Path]:
    """Provide an empty folder in dlt's working folder; files of a run that was killed are removed by the next."""
    folder = Path(dlt.current.pipeline().working_dir) / "rows" / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        pa.system_memory_pool().release_unused()  # loading wants memory too


class ListTable(dict[str, Any]):
    """Schema of the table of a list for dlt, while its rows are passed on.

    In a schema, tables of lists must not name their resource, yet dlt's metrics look it up in every table that gets
    rows. So ``table["resource"]`` works here, though the key is not among the items.
    """

    def __init__(self, table: Mapping[str, Any], resource: str) -> None:
        super().__init__(table)
        self._resource = resource

    def __missing__(self, key: str) -> str:
        if key == "resource":
            return self._resource
        raise KeyError(key)

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, Any]:
        return deepcopy(dict(self), memo)
