"""Writing the rows of a resource to Parquet files, one for each table, which dlt loads as they are.

Memory stays flat: each batch of pages is parsed, exploded, written and freed.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from itertools import count
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from dlt.common.schema import Schema

from trunkline.pipeline.destinations import is_json_text, is_upserted, most_columns, widest_row
from trunkline.pipeline.tabular.arrow import joined, pc
from trunkline.pipeline.tabular.columns import ARROW_TYPES, Column, TableColumns
from trunkline.pipeline.tabular.encoding import Lines, Rejected
from trunkline.pipeline.tabular.explode import Exploded, Exploder, row_ids
from trunkline.pipeline.tabular.halving import made_of
from trunkline.pipeline.tabular.hints import CHILD, ROOT, declared
from trunkline.pipeline.tabular.parsing import Parsed, Parser
from trunkline.pipeline.tabular.shapes import Object
from trunkline.pipeline.tabular.widths import require_room

BATCH = 3000
"""Number of rows that are parsed together."""

FILE = 25_000
"""Number of rows of a resource after which its files are passed to dlt."""

REJECTED = "_rejected"
"""Table of rows that do not fit their columns, and of single values that do not."""

_REJECTED_KEY = ("_dlt_id",)


@dataclass(frozen=True, slots=True)
class TableFile:
    """File of rows, with the description of its table for dlt.

    Attributes:
        table: the table's name.
        parent: the name of the table above it.
        key: the columns by which rows are merged.
        columns: the columns.
        path: its path.
        rows: number of its rows.
    """

    table: str
    parent: str | None
    key: tuple[str, ...]
    columns: dict[str, Column]
    path: Path
    rows: int


class _Open:
    """Open file, to which rows are added."""

    def __init__(self, path: Path, columns: TableColumns, parent: str | None) -> None:
        self.path, self.parent = path, parent
        self.schema, self.rows = columns.arrow, 0
        self._writer = pq.ParquetWriter(path, self.schema)

    def write(self, rows: dict[str, pa.Array], number: int) -> None:
        arrays = [rows[f.name] if f.name in rows else pa.nulls(number, f.type) for f in self.schema]
        self._writer.write_table(pa.Table.from_arrays(arrays, schema=self.schema))
        self.rows += number

    def close(self) -> None:
        self._writer.close()


class TableWriter:
    """Writer of the files of one resource in one run.

    Args:
        resource: the name of the resource.
        name: the name of its table.
        shape: shape of its rows.
        key: the columns by which rows are merged.
        schema: dlt's schema, with the columns of earlier runs.
        load_id: dlt's id of the load.
        folder: folder for the files.
    """

    def __init__(
        self,
        resource: str,
        name: str,
        shape: Object,
        key: tuple[str, ...],
        *,
        schema: Schema,
        load_id: str,
        folder: Path,
    ) -> None:
        self._resource, self._name, self._shape, self._key = resource, name, shape, key
        self._schema, self._load_id, self._folder = schema, load_id, folder
        self._upserted, self._seen = is_upserted(resource), set[str]()
        self._columns: dict[str, TableColumns] = {}
        self._open: dict[str, _Open] = {}
        self._finished: list[TableFile] = []
        self._numbers, self._rows = count(), 0
        self._waiting: dict[str, list[bytes]] = {}
        self._rejected = set[str]()
        self._waiting_rows = 0

    @cached_property
    def _parser(self) -> Parser:
        return Parser(self._shape, self._key)

    @cached_property
    def _exploder(self) -> Exploder:
        return Exploder(self._schema.naming)

    @cached_property
    def _declared(self) -> dict[str, dict[str, Column]]:
        return _declared(self._name, self._shape, self._key, self._schema)

    @property
    def full(self) -> bool:
        """True if the files should be passed to dlt."""
        return self._rows >= FILE

    def write(self, lines: Lines) -> None:
        """Add rows to their files, and rejected ones to `REJECTED`."""
        self._waiting.setdefault(lines.group, []).append(lines.text)
        self._rows += lines.rows
        self._waiting_rows += lines.rows
        if lines.rejected:
            rejected = self._rejections(lines.rejected)
            self._write(rejected, self._fitted(rejected))
        if self._waiting_rows >= BATCH:
            self._parse()

    def _parse(self) -> None:
        """Write the waiting rows to their tables, those of each group parsed by themselves."""
        waiting, self._waiting, self._waiting_rows = self._waiting, {}, 0
        for texts in waiting.values():
            for table, rows in self._shaped(b"".join(texts)):
                self._write(table, rows)

    def _shaped(self, lines: bytes) -> Iterator[tuple[Exploded, dict[str, pa.Array]]]:
        """Yield the tables of rows, each with its columns."""
        for made in made_of(lines, self._parser, self._tables):
            if isinstance(made, Rejected):
                rejected = self._rejections([made])
                yield rejected, self._fitted(rejected)
            else:
                yield from made

    def _tables(self, parsed: Parsed) -> list[tuple[Exploded, dict[str, pa.Array]]]:
        return [(table, self._fitted(table)) for table in self._explode(parsed)]

    def _fitted(self, exploded: Exploded) -> dict[str, pa.Array]:
        """Return rows by the columns of their table.

        Raises:
            Misfit: one of them does not fit the destination.
        """
        rows = self._table_columns(exploded.name, exploded.parent).take(exploded.rows)
        require_room(rows, widest_row())
        return rows

    def _explode(self, parsed: Parsed) -> list[Exploded]:
        rows, ids = self._first_by_key(parsed.rows) if self._upserted else (parsed.rows, self._unique_ids(parsed.rows))
        exploded = [*self._exploder.explode(self._name, rows, self._shape, ids, self._load_id)]
        return [*exploded, self._rejections(parsed.rejected)] if parsed.rejected else exploded

    def _unique_ids(self, rows: pa.StructArray) -> pa.Array:
        """Build a globally unique id for each row."""
        return row_ids(secrets.token_urlsafe(9), len(rows))

    def _first_by_key(self, rows: pa.StructArray) -> tuple[pa.StructArray, pa.Array]:
        """Drop rows whose key was already written in this load; derive ids from the keys."""
        ids = joined(*(pc.cast(rows.field(part), pa.string()) for part in self._key))
        first = {one: place for place, one in reversed([*enumerate(ids.to_pylist())])}
        new = pa.array(sorted(place for one, place in first.items() if one not in self._seen), pa.int64())
        return rows.take(new), ids.take(new)

    def begin(self) -> None:
        """Open the file of the resource's table, so that the table exists even without rows."""
        self._file(self._name, None)

    def finish(self) -> Iterator[TableFile]:
        """Yield the finished files; further rows go to new ones."""
        if self._waiting_rows:
            self._parse()
        for table in list(self._open):
            self._close(table)
        files, self._finished, self._rows = self._finished, [], 0
        yield from files

    def _write(self, exploded: Exploded, rows: dict[str, pa.Array]) -> None:
        if self._upserted and exploded.name == self._name:
            self._seen.update(rows["_dlt_id"].to_pylist())
        columns, opened = self._table_columns(exploded.name, exploded.parent), self._open.get(exploded.name)
        if opened is not None and len(opened.schema) < len(columns.all):
            self._close(exploded.name)
        self._file(exploded.name, exploded.parent).write(rows, exploded.rows.num_rows)

    def _file(self, table: str, parent: str | None) -> _Open:
        if table not in self._open:
            path = self._folder / f"{self._name}.{next(self._numbers)}.parquet"
            self._open[table] = _Open(path, self._table_columns(table, parent), parent)
        return self._open[table]

    def _close(self, table: str) -> None:
        opened = self._open.pop(table)
        opened.close()
        key = {self._name: self._key, REJECTED: _REJECTED_KEY}.get(table, ())
        self._finished.append(TableFile(table, opened.parent, key, self._columns[table].all, opened.path, opened.rows))

    def _table_columns(self, table: str, parent: str | None) -> TableColumns:
        """Return the columns of a table: those of earlier runs, then the declared ones."""
        if table not in self._columns:
            earlier = self._schema.get_table_columns(table) if table in self._schema.tables else {}
            known = {n: dict(c) for n, c in earlier.items() if c.get("data_type") in ARROW_TYPES}
            own = ROOT if parent is None else CHILD
            self._columns[table] = TableColumns(
                {
                    **known,
                    **{
                        name: column
                        for name, column in {**self._declared.get(table, {}), **own}.items()
                        if name not in known
                    },
                },
                most_columns(),
                "text" if is_json_text() else "json",
            )
        return self._columns[table]

    def _rejections(self, rejected: Sequence[Rejected]) -> Exploded:
        """Return the table of what was rejected; what is rejected again takes the place of the row of before."""
        new = {own: one for one in rejected if (own := _fingerprint(self._resource, one)) not in self._rejected}
        rejected, ids = [*new.values()], [*new]
        self._rejected.update(ids)
        columns = {
            "_instance": [str(one.row.get("_instance")) for one in rejected],
            "resource": [self._resource] * len(rejected),
            "id": [_id_text(one.row.get("id")) for one in rejected],
            "path": [one.path or None for one in rejected],
            "reason": [one.reason for one in rejected],
            "raw": [one.raw for one in rejected],
            "_dlt_load_id": [self._load_id] * len(rejected),
            "_dlt_id": ids,
        }
        return Exploded(REJECTED, None, pa.table(columns, pa.schema([(name, pa.string()) for name in columns])))


def _fingerprint(resource: str, one: Rejected) -> str:
    """Return a hash of a rejected row, or of a rejected value with its place."""
    told = f"{resource} {one.row.get('_instance')} {one.row.get('id')} {one.path} {one.raw}"
    return blake2b(told.encode(), digest_size=12).hexdigest()


def _id_text(own_id: Any) -> str | None:
    """Return the id of a rejected row, if it is one."""
    return own_id if isinstance(own_id, str) else None


def _declared(name: str, shape: Object, key: tuple[str, ...], schema: Schema) -> dict[str, dict[str, Column]]:
    """Return the declared columns by table, with dlt's names."""
    naming = schema.naming

    def named(*parts: str) -> str:
        return naming.shorten_fragments(*(naming.normalize_identifier(part) for part in parts))

    replaced = {"json": "text"} if is_json_text() else {}
    return {
        named(name, *table.path): {
            named(*path): {**column, "data_type": replaced.get(column["data_type"], column["data_type"])}
            for path, column in table.columns.items()
        }
        for table in declared(shape, key)
    }
