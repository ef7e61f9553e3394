"""Tools that query loaded data. They are no coroutines: the server runs them in threads of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import Field

from trunkline.assistants.reach import Reach
from trunkline.assistants.refusals import AssistantError
from trunkline.assistants.shapes import Column, QueryRows, TableInfo, TableList
from trunkline.assistants.sql.limits import QUERY, ROWS
from trunkline.assistants.sql.loaded import LoadedData


class DataTools:
    """Tools over the DuckDB file of a load."""

    def __init__(self, reach: Reach) -> None:
        self._data = LoadedData(reach.database, reach.dataset, private=reach.private)

    @property
    def tools(self) -> list[Callable[..., Any]]:
        """The tools, in the order in which they are listed."""
        return [self.list_tables, self.describe_table, self.query_data]

    def list_tables(self) -> TableList:
        """List the tables of the data that was loaded from Mastodon into DuckDB. Begin here before a query."""
        return TableList(tables=[_described(name) for name in self._data.tables()])

    def describe_table(self, table: Annotated[str, Field(description="a name of list_tables")]) -> TableInfo:
        """Describe the columns of a table: names, types, meaning."""
        tables = self._data.tables()
        if table not in tables:
            raise AssistantError(f"There is no table {table}. list_tables names those that there are.")
        return _described(table, tables[table])

    def schema(self) -> TableList:
        """Describe the columns of all tables."""
        return TableList(tables=[_described(name, columns) for name, columns in self._data.tables().items()])

    def query_data(
        self,
        sql: Annotated[str, Field(description="one SELECT in the SQL of DuckDB", max_length=QUERY)],
        limit: Annotated[int, Field(ge=1, le=ROWS, description="rows, at most")] = 50,
    ) -> QueryRows:
        """Ask the loaded data in SQL: one SELECT, read-only, 20 seconds at most. Count and group in SQL."""
        result = self._data.ask(sql, rows=limit)
        return QueryRows(columns=result.columns, untrusted_rows=result.rows, cut=result.cut)


def _described(table: str, columns: Mapping[str, str] | None = None) -> TableInfo:
    from trunkline.pipeline.describing import columns_of, rows_of

    meanings = columns_of(table) if columns else {}
    described = [Column(name=name, type=kind, meaning=meanings.get(name, "")) for name, kind in (columns or {}).items()]
    return TableInfo(name=table, rows=rows_of(table), columns=described)
