"""Passing files of rows to dlt, as the rows of a resource."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any, cast

import dlt
import pyarrow as pa

from trunkline.pipeline.destinations import active_pipeline
from trunkline.pipeline.tabular.resource import TableResource, described
from trunkline.pipeline.tabular.tables import TableFile, TableWriter


def handed_over(files: Iterable[TableFile], resource: TableResource) -> Iterator[Any]:
    """Yield *files* in dlt's form, for a resource that passes files."""
    schema = dlt.current.source_schema()
    for file in _parents_first([*files]):
        if file.parent is not None:
            schema.update_table(described(file, resource.name))
            schema.tables[file.table] = ListTable(schema.tables[file.table], resource.name)  # type: ignore[assignment]
        yield dlt.mark.with_file_import(str(file.path), "parquet", file.rows, hints=file)


@contextmanager
def files_of(resource: TableResource) -> Iterator[TableWriter]:
    """Provide a writer of the files of a resource, which dlt is asking for items. They last as long as the block."""
    package = cast(Mapping[str, Any], dlt.current.load_package_state())
    with _folder(resource.name) as folder, resource.passing_files():
        yield TableWriter(
            resource.name,
            resource.root_table,
            resource.shape,
            resource.key,
            schema=dlt.current.source_schema(),
            load_id=package["load_id"],
            folder=folder,
        )


@contextmanager
def _folder(name: str) -> Iterator[Path]:
    """Provide an empty folder in dlt's working folder; files of a run that was killed are removed by the next."""
    folder = Path(cast(dlt.Pipeline, active_pipeline()).working_dir) / "rows" / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        pa.system_memory_pool().release_unused()  # loading wants memory too


def _parents_first(files: list[TableFile]) -> list[TableFile]:
    """Return the files in an order in which dlt knows the table above each."""
    parents = {file.table: file.parent for file in files}

    def depth(table: str) -> int:
        parent = parents.get(table)
        return 0 if parent is None else 1 + depth(parent)

    return sorted(files, key=lambda file: depth(file.table))


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
