"""dlt resources of rows with a shape, which dlt gets as files where nobody looks at them, and otherwise one by one.

A file goes past dlt's normaliser, which is faster and takes little memory. It is no row, though: whoever iterates a
resource, adds a step or a transformer, or gives a hint that only the normaliser understands, gets rows.
`TableResource.passes_files` has the rule. Both ways lead to the same tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from operator import attrgetter
from typing import Any, Self, cast

import dlt
from dlt.common.configuration import resolve_configuration
from dlt.common.configuration.container import Container
from dlt.common.normalizers.naming import NamingConvention
from dlt.common.schema import Schema
from dlt.common.schema.typing import TTableSchema
from dlt.common.schema.utils import get_nested_tables, has_table_seen_data, new_table
from dlt.common.storages.load_package import LoadPackageStateInjectableContext
from dlt.extract import DltResource
from dlt.extract.exceptions import CurrentSourceSchemaNotAvailable
from dlt.extract.hints import make_hints
from dlt.extract.state import get_current_pipe
from dlt.normalize.configuration import ItemsNormalizerConfiguration

from trunkline.pipeline.destinations import prefers_parquet, register_defaults
from trunkline.pipeline.names import SOURCE
from trunkline.pipeline.tabular.columns import ARROW_TYPES, Column
from trunkline.pipeline.tabular.hints import Path, declared
from trunkline.pipeline.tabular.shapes import Object
from trunkline.pipeline.tabular.tables import REJECTED, TableFile

_KEPT_BY_FILES = frozenset({"table_name", "primary_key", "write_disposition", "table_format", "file_format"})
"""Hints that hold for files too; the others are the normaliser's."""


class TableResource(DltResource):
    """dlt resource whose rows have a shape: its columns and the tables of its lists are known before there are rows.

    Hints that somebody gives are added to what the shape declares.
    """

    shape: Object
    key: tuple[str, ...]

    @classmethod
    def of(
        cls,
        name: str,
        shape: Object,
        key: tuple[str, ...],
        items: Callable[[], Iterator[Any]],
        *,
        selected: bool = True,
    ) -> Self:
        """Build a resource, whose rows are merged by *key*.

        `trunkline.pipeline.destinations` has the defaults for loading them.

        Args:
            name: the name of the resource and of its table.
            shape: shape of its rows.
            key: columns by which rows are merged.
            items: yields rows; or the results of `handing.handed_over`, in a block of `handing.files_of`.
            selected: read it unless dlt is told otherwise.
        """
        register_defaults()

        def rows() -> Iterator[Any]:  # dlt takes functions that have a name
            yield from items()

        hints = make_hints(primary_key=key, write_disposition="merge", columns={})
        made = cls.from_data(rows, name, SOURCE, hints, selected)
        made.shape, made.key = shape, key
        return made

    @classmethod
    def current(cls) -> Self:
        """Return the resource whose items dlt is asking for."""
        return cast(Self, dlt.current.source().resources.with_pipe(get_current_pipe()))

    @property
    def root_table(self) -> str:
        """Name of the table of the rows, as it is in the schema; that of the resource if every row chooses its own."""
        name = self._given("table_name") or self.name
        return dlt.current.source_schema().naming.normalize_tables_path(self.name if callable(name) else name)

    @property
    def has_table(self) -> bool:
        """True if the table of the rows is in the destination, with all columns of the key."""
        table = dlt.current.source_schema().tables.get(self.root_table)
        return table is not None and has_table_seen_data(table) and {*self.key} <= table.get("columns", {}).keys()

    @property
    def columns(self) -> Any:
        """Columns, which can be modified in place."""
        given = super().columns
        if not callable(given) and self._hints is not None:
            self._hints["columns"] = given = cast(Any, _merged(self._declared[()], given or {}))
        return given

    def parallelize(self) -> Self:
        """Return the resource as it is: servers are read at the same time anyway."""
        return self

    @property
    def is_alone(self) -> bool:
        """True if no step and no transformer is behind the resource that dlt is asking for items."""
        return len(cast(Any, get_current_pipe())) == 1

    @staticmethod
    def is_loaded() -> bool:
        """Return True if dlt extracts for a load; otherwise somebody looks at the rows."""
        return LoadPackageStateInjectableContext in Container()

    def passes_files(self) -> bool:
        """Return True if dlt, which is asking for the first item, can take files instead of rows.

        It can while it extracts for a load, if there is no step or transformer behind the resource, and no hint, schema
        contract or setting of the normaliser by which tables would be others than those that files have.
        """
        schema = dlt.current.source_schema()
        return (
            self.is_loaded()
            and self.is_alone
            and self._has_hints_of_files()
            and _is_free(schema, self.root_table)
            and not _adds_columns()
        )

    @contextmanager
    def passing_files(self) -> Iterator[None]:
        """Take the hints of each file from the file itself, in the block."""
        self._table_name_hint_fun = attrgetter("table")
        self._table_has_other_dynamic_hints = True
        try:
            yield
        finally:
            self._set_hints(cast(Any, self._hints))

    def keep_as_json(self, column: str) -> None:
        """Make sure that a column of the rows is JSON, whose text they have, before dlt sees the first value."""
        schema = dlt.current.source_schema()
        if self.root_table not in schema.tables or column not in schema.get_table_columns(self.root_table):
            columns: Any = _named({column: {"data_type": "json", "nullable": True}})
            schema.update_table({"name": self.root_table, "columns": columns})

    def compute_table_schema(self, item: Any = None, meta: Any = None) -> TTableSchema:
        """Return the schema of the table of a row, or of a file."""
        if isinstance(item, TableFile) and (item.parent is not None or item.table == REJECTED):
            beside = described(item, self.name)
            if item.parent is None and (table_format := self._given("table_format")):
                beside["table_format"] = table_format
            return beside
        table: Any = super().compute_table_schema(item, meta)
        known = _named(item.columns) if isinstance(item, TableFile) else self._known((), table["name"])
        table["columns"] = _merged(known, table["columns"])
        if prefers_parquet():
            table.setdefault("file_format", "parquet")
        return cast(TTableSchema, table)

    def compute_nested_table_schemas(
        self, root_table_name: str, naming: NamingConvention, item: Any = None, meta: Any = None
    ) -> list[TTableSchema]:
        """Return the schemas of the tables of lists; files bring their own."""
        if isinstance(item, TableFile):
            return []
        nested: list[Any] = super().compute_nested_table_schemas(root_table_name, naming, item, meta)
        given, tables = {table["name"]: table for table in nested}, []
        for name, parent, path in self._lists(root_table_name, naming):
            table: Any = given.pop(name, None) or new_table(name, parent_table_name=parent)
            table["columns"] = _merged(self._known(path, name), table["columns"])
            tables.append(table)
        return [*tables, *given.values()]

    def _clone(self, **options: Any) -> Self:
        clone = super()._clone(**options)
        clone.shape, clone.key = self.shape, self.key
        return clone

    def _given(self, hint: str) -> Any:
        return (self._hints or {}).get(hint)

    def _has_hints_of_files(self) -> bool:
        disposition = self.write_disposition
        strategy = disposition.get("strategy") if isinstance(disposition, dict) else None
        columns = self._given("columns")
        return (
            not callable(self._given("table_name"))
            and not callable(disposition)
            and strategy != "scd2"
            and self._given("primary_key") == self.key
            and (not columns or columns == self._declared[()])
            and not any(
                value
                for name, value in (self._hints or {}).items()
                if name not in _KEPT_BY_FILES and name not in {"columns", "original_columns"}
            )
        )

    @cached_property
    def _declared(self) -> dict[Path, dict[str, Column]]:
        """Declared columns of the rows and of each list in them, by its path."""
        return {
            table.path: _named({"__".join(path): column for path, column in table.columns.items()})
            for table in declared(self.shape, self.key)
        }

    def _known(self, path: Path, table: str) -> dict[str, Column]:
        """Return the declared columns of a table, with the types that they have where the table exists."""
        columns = self._declared[path]
        with suppress(CurrentSourceSchemaNotAvailable):
            schema = dlt.current.source_schema()
            name = schema.naming.normalize_tables_path(table)
            there = schema.get_table_columns(name) if name in schema.tables else {}
            types = {name: {"data_type": c["data_type"]} for name, c in there.items() if "data_type" in c}
            return _merged(columns, {name: kind for name, kind in types.items() if name in columns})
        return columns

    def _lists(self, root: str, naming: NamingConvention) -> Iterator[tuple[str, str, Path]]:
        """Yield the tables of lists: their names, the names of those above them, and their paths."""
        names: dict[Path, str] = {}
        for path in self._declared:
            names[path] = naming.shorten_fragments(*(naming.normalize_table_identifier(part) for part in (root, *path)))
            if path:
                above = max((other for other in names if other == path[: len(other)] != path), key=len)
                yield names[path], names[above], path


def described(file: TableFile, resource: str) -> TTableSchema:
    """Return the schema of the table of a file, which is not that of the rows themselves."""
    columns = list(_named(file.columns).values())
    if file.parent is not None:
        return new_table(file.table, parent_table_name=file.parent, columns=cast(Any, columns))
    for column in columns:
        if column["name"] in file.key:
            column.update(primary_key=True, nullable=False)
    return new_table(file.table, write_disposition="merge", columns=cast(Any, columns), resource=resource)


def _named(columns: dict[str, Column]) -> dict[str, Column]:
    return {name: {"name": name, **column} for name, column in columns.items()}


def _merged(known: dict[str, Column], given: Any) -> dict[str, Column]:
    """Return *known* columns with what was *given* about them, and those that were given alone."""
    return {name: {**known.get(name, {}), **given.get(name, {})} for name in {**known, **given}}


def _is_free(schema: Schema, root: str) -> bool:
    """Return True if the schema has no contract about a table, no depth of nesting, and only types of files."""
    normalizers: Any = schema._normalizers_config
    config = normalizers["json"].get("config") or {}
    contract = schema.resolve_contract_settings_for_table(root)
    tables: list[Any] = [*get_nested_tables(schema.tables, root)] if root in schema.tables else []
    types = {column.get("data_type") for table in tables for column in table["columns"].values()}
    return (
        config.get("max_nesting") is None
        and set(contract.values()) == {"evolve"}
        and types <= {None, *ARROW_TYPES}
        and not any(table.get("x-normalizer", {}).get("max_nesting") is not None for table in tables)
    )


def _adds_columns() -> bool:
    """Return True if dlt is told to add its own columns to files."""
    config = resolve_configuration(ItemsNormalizerConfiguration(), sections=("normalize", "parquet_normalizer"))
    return bool(config.add_dlt_id or config.add_dlt_load_id)
