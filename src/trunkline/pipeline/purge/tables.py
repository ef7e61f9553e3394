"""Tables of a dataset in the destination, read and changed with portable SQL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dlt.common.schema import Schema
from dlt.common.schema.utils import get_root_table

from trunkline.pipeline.people import ACCOUNT_FIELD
from trunkline.pipeline.tabular.undeclared import OTHER_FIELDS

Rows = Sequence[Sequence[Any]]
Execute = Callable[[str, Sequence[Any]], Rows | None]
"""Function that runs SQL with ``%s`` for each value."""


@dataclass(frozen=True)
class Where:
    """Condition in SQL, with its values."""

    sql: str = ""
    values: tuple[Any, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.sql)

    def __or__(self, other: Where) -> Where:
        if not self or not other:
            return self or other
        return Where(f"{self.sql} OR {other.sql}", self.values + other.values)

    def __and__(self, other: Where) -> Where:
        return Where(f"(({self.sql}) AND ({other.sql}))", self.values + other.values)


NOWHERE = Where()
"""Condition that matches no row; start value for ``|``."""


def among(value: str, wanted: Iterable[str | None]) -> Where:
    """Match rows in which *value* (SQL) is one of those that are *wanted*."""
    those = tuple(sorted(one for one in wanted if one is not None))
    return Where(f"{value} IN ({', '.join(['%s'] * len(those))})", those) if those else NOWHERE


@dataclass(frozen=True)
class StoredTable:
    """Table in the destination.

    Attributes:
        name: its name.
        sql: its name in SQL.
        columns: the names of its columns in SQL, by name.
        texts: the columns that hold text.
        jsons: the columns that hold JSON values.
        root: the table of the resource, for that of a list.
    """

    name: str
    sql: str
    columns: Mapping[str, str]
    texts: tuple[str, ...]
    jsons: tuple[str, ...]
    root: StoredTable | None = None

    @cached_property
    def accounts(self) -> tuple[str, ...]:
        """Column prefixes of account objects, including undeclared fields."""
        return tuple(name.removesuffix(ACCOUNT_FIELD) for name in self.columns if name.endswith(ACCOUNT_FIELD))

    def has(self, *columns: str) -> bool:
        """Return True if the table has all of these columns."""
        return self.columns.keys() >= set(columns)

    def lower(self, column: str) -> str:
        """Return SQL for the text of a column in lower case."""
        text = f"CAST({self.columns[column]} AS VARCHAR)" if column in self.jsons else self.columns[column]
        return f"lower({text})"

    @property
    def resource(self) -> StoredTable:
        """The table of the resource, which may be this one."""
        return self.root or self

    @property
    def instance(self) -> str:
        """SQL for the server that a row comes from."""
        if self.root is None:
            return self.columns["_instance"]
        root = self.root
        key = f"{root.columns['_dlt_id']} = {self.columns['_dlt_root_id']}"
        return f"(SELECT {root.columns['_instance']} FROM {root.sql} WHERE {key})"

    def below(self, where: Where) -> Where:
        """Match the child rows of root rows that meet a condition."""
        rows = f"SELECT {self.resource.columns['_dlt_id']} FROM {self.resource.sql} WHERE {where.sql}"
        return Where(f"{self.columns['_dlt_root_id']} IN ({rows})", where.values) if where else NOWHERE


class Dataset:
    """Tables from which rows are removed.

    Args:
        tables: the tables.
        execute: runs SQL.

    Attributes:
        removed: number of removed rows, by table.
        changed: number of changes to rows that stay, by table.
    """

    def __init__(self, tables: Iterable[StoredTable], execute: Execute) -> None:
        self._tables = {table.name: table for table in tables}
        self.execute = execute
        self.removed: Counter[str] = Counter()
        self.changed: Counter[str] = Counter()

    @property
    def roots(self) -> list[StoredTable]:
        """The tables of resources."""
        return [table for table in self._tables.values() if table.root is None]

    @property
    def lists(self) -> list[StoredTable]:
        """The tables of lists."""
        return [table for table in self._tables.values() if table.root is not None]

    def get(self, name: str) -> StoredTable | None:
        """Return the table of that name, if there is one."""
        return self._tables.get(name)

    def distinct(self, table: StoredTable, values: Iterable[str], where: Where) -> Rows:
        """Return the distinct *values* (SQL) of the rows that meet a condition."""
        sql = f"SELECT DISTINCT {', '.join(values)} FROM {table.sql} WHERE {where.sql}"
        return (self.execute(sql, where.values) or ()) if where else ()

    def delete(self, table: StoredTable, where: Where) -> None:
        """Remove the rows that meet a condition."""
        if found := self._count(table, where):
            self.execute(f"DELETE FROM {table.sql} WHERE {where.sql}", where.values)
            self.removed[table.name] += found

    def change(self, table: StoredTable, values: Mapping[str, Any], where: Where) -> None:
        """Set columns in the rows that meet a condition."""
        if values and (found := self._count(table, where)):
            sets = ", ".join(f"{table.columns[column]} = %s" for column in values)
            sql = f"UPDATE {table.sql} SET {sets} WHERE {where.sql}"
            self.execute(sql, (*values.values(), *where.values))
            self.changed[table.name] += found

    def _count(self, table: StoredTable, where: Where) -> int:
        if not where:
            return 0
        rows = self.execute(f"SELECT COUNT(*) FROM {table.sql} WHERE {where.sql}", where.values)
        return int(rows[0][0]) if rows else 0


def tables_of(
    schema: Schema, there: Mapping[str, Iterable[str]], table: Callable[[str], str], column: Callable[[str], str]
) -> list[StoredTable]:
    """Return the tables with rows that a server has sent.

    Args:
        schema: dlt's schema of them.
        there: columns that exist, by table.
        table: returns the name of a table in SQL.
        column: returns the name of a column in SQL.
    """
    found: dict[str, StoredTable] = {}
    for name in sorted(schema.data_table_names(), key=lambda name: "parent" in schema.tables[name]):
        existing = {one.lower() for one in there.get(name, ())}
        types = {c: s.get("data_type") for c, s in schema.get_table_columns(name).items() if c.lower() in existing}
        root = str(get_root_table(schema.tables, name).get("name"))
        if not {"_dlt_id", "_instance" if root == name else "_dlt_root_id"} <= types.keys():
            continue
        if root != name and root not in found:
            continue
        found[name] = StoredTable(
            name,
            table(name),
            {one: column(one) for one in types},
            tuple(c for c in types if types[c] == "text" and (c == OTHER_FIELDS or not c.startswith("_"))),
            tuple(one for one in types if types[one] == "json"),
            None if root == name else found[root],
        )
    return list(found.values())
