"""Questions in SQL to loaded data: read-only, without files, with limits of time, memory, rows and characters."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any, NamedTuple

from trunkline.assistants.foreign import cleaned
from trunkline.assistants.sql_check import check_query
from trunkline.entities.literals import SHOWN_TO_ALL
from trunkline.errors import MastodonError
from trunkline.pipeline.tidy.objects import OBJECTS
from trunkline.pipeline.tidy.parts import PARTS
from trunkline.pipeline.tidy.relations import RELATIONS

if TYPE_CHECKING:
    import duckdb

SECONDS = 20.0
MEMORY = "1GB"
THREADS = 2
ROWS = 200
CELL = 2_000
CHARACTERS = 100_000
"""Limits of a query: its time, its memory and threads, rows, characters of a cell, and those of all cells."""

VIEWS = (*(view.name for view in OBJECTS), *(view.name for view in PARTS), *RELATIONS)
"""Names of the views of `trunkline.pipeline.tidy`."""

_SHOWN = ", ".join(f"'{one}'" for one in SHOWN_TO_ALL)
_PRIVATE_POSTS = f"SELECT uri FROM {{posts}} WHERE visibility IS NULL OR visibility NOT IN ({_SHOWN})"
_LOCKED = (
    "SET temp_directory = ''",
    "SET enable_external_access = false",
    "SET python_enable_replacements = false",
    f"SET memory_limit = '{MEMORY}'",
    f"SET threads = {THREADS}",
    "SET lock_configuration = true",
)


class NoDataError(MastodonError):
    """Nothing is loaded, or the database cannot be read now."""


class Result(NamedTuple):
    """Rows of a query.

    Attributes:
        columns: names.
        rows: values of JSON, with texts cleaned and cut.
        cut: rows or parts of cells are missing.
    """

    columns: list[str]
    rows: list[list[Any]]
    cut: bool


class LoadedData:
    """Loaded data in a DuckDB file, as an assistant may see it.

    Without *private* that is the views of `trunkline.pipeline.tidy`, without posts that are not public and what belongs
    to them. With it, all tables and views of the dataset. Each question opens the file and closes it again, so that
    loads can write in between.
    """

    def __init__(self, file: Path, dataset: str, *, private: bool = False) -> None:
        self._file, self.dataset, self._private = file, dataset, private

    def tables(self) -> list[str]:
        """Return the names of the tables that can be asked.

        Raises:
            NoDataError: nothing is loaded, or another program is writing.
        """
        with self._open() as connection:
            found = connection.execute(
                "SELECT view_name FROM duckdb_views() WHERE database_name = current_database() AND schema_name = ?",
                [self.dataset],
            ).fetchall()
        return sorted(name for (name,) in found)

    def columns(self, table: str) -> list[tuple[str, str]]:
        """Return names and types of the columns of a table.

        Raises:
            NoDataError: there is no such table, nothing is loaded, or another program is writing.
        """
        with self._open() as connection:
            found = connection.execute(
                "SELECT column_name, data_type FROM duckdb_columns() WHERE database_name = current_database() "
                "AND schema_name = ? AND table_name = ? ORDER BY column_index",
                [self.dataset, table],
            ).fetchall()
        if not found:
            raise NoDataError(f"There is no table {table}. list_tables names those that there are.")
        return found

    def ask(self, sql: str, *, rows: int = ROWS, seconds: float = SECONDS) -> Result:
        """Run one SELECT.

        Args:
            sql: the query; names without a schema are those of the dataset.
            rows: rows to return at most.
            seconds: time after which it is interrupted.

        Raises:
            MastodonIllegalArgumentError: it is not one SELECT over the tables that are offered.
            NoDataError: nothing is loaded, another program is writing, or the query failed or reached a limit.
        """
        import duckdb

        with self._open() as connection:
            check_query(connection, sql, self.dataset)
            timer = Timer(seconds, connection.interrupt)
            timer.start()
            try:
                cursor = connection.execute(sql)
                columns = [str(column[0]) for column in cursor.description or ()]
                return _limited(columns, cursor.fetchmany(rows + 1), rows)
            except duckdb.InterruptException:
                raise NoDataError(
                    f"The query was stopped after {seconds:g} s. Ask for less: a time range, fewer joins, LIMIT."
                ) from None
            except duckdb.Error as error:
                raise NoDataError(_reason(error)) from None
            finally:
                timer.cancel()

    @contextmanager
    def _open(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open a database in memory with views of what may be seen, and nothing that could still be changed."""
        import duckdb

        if not self._file.is_file():
            raise NoDataError(f"There is no {self._file.name} yet: nothing is loaded. Load something first.")
        with duckdb.connect(":memory:") as connection:
            try:
                connection.execute(f"ATTACH {_text(str(self._file))} (READ_ONLY)")
            except duckdb.Error as error:
                raise NoDataError(
                    f"{self._file.name} cannot be read now: a load is writing it, or another program has it open. Try "
                    f"again later. ({type(error).__name__})"
                ) from None
            self._offer(connection)
            for setting in _LOCKED:
                connection.execute(setting)
            yield connection

    def _offer(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Make the views of what may be seen, in a schema of the same name as the dataset."""
        schema = _name(self.dataset)
        (catalog,) = connection.execute(
            "SELECT database_name FROM duckdb_databases() WHERE NOT internal AND path IS NOT NULL"
        ).fetchall()[0]
        there = connection.execute(
            "SELECT table_name, list(column_name) FROM duckdb_columns() "
            "WHERE database_name = ? AND schema_name = ? GROUP BY ALL",
            [catalog, self.dataset],
        ).fetchall()
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        for table, columns in there:
            if table in VIEWS or (self._private and not table.startswith("_dlt")):
                behind = f"{_name(catalog)}.{schema}"
                rule = "" if self._private else _rule(columns, f"{behind}.posts")
                connection.execute(
                    f"CREATE VIEW {schema}.{_name(table)} AS SELECT * FROM {behind}.{_name(table)} AS seen{rule}"
                )
        connection.execute(f"SET schema = {_text(self.dataset)}")


def _rule(columns: list[str], posts: str) -> str:
    """Return the condition that leaves out what is not public, or belongs to a post that is not."""
    rules = []
    if "visibility" in columns:
        rules.append(f"visibility IN ({_SHOWN})")
    if "post" in columns:
        rules.append(f"NOT EXISTS (FROM ({_PRIVATE_POSTS.format(posts=posts)}) WHERE uri = seen.post)")
    return f" WHERE {' AND '.join(rules)}" if rules else ""


def _reason(error: duckdb.Error) -> str:
    """Return why a query failed. Messages that could quote a value are left out: it may be one that is not shown."""
    import duckdb

    if isinstance(error, (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException)):
        return f"{error}\nlist_tables and describe_table say what there is."
    if isinstance(error, duckdb.OutOfMemoryException):
        return f"The query takes more than {MEMORY} of memory. Ask for less: a time range, fewer joins, LIMIT."
    if isinstance(error, duckdb.PermissionException):
        return "A query reads the tables of list_tables, and no files or settings."
    return f"The query failed on a value ({type(error).__name__}). Use TRY_CAST for conversions."


def _limited(columns: list[str], found: list[tuple[Any, ...]], most: int) -> Result:
    """Return rows as values of JSON, within the limits."""
    rows: list[list[Any]] = []
    left, cut = CHARACTERS, len(found) > most
    for values in found[:most]:
        row = [_cell(value) for value in values]
        left -= sum(len(str(value)) for value in row)
        if left < 0:
            cut = True
            break
        cut = cut or any(isinstance(v, str) and len(v) > CELL for v in values)
        rows.append(row)
    return Result([cleaned(name, CELL) for name in columns], rows, cut)


def _cell(value: Any) -> Any:
    """Return a value that JSON has; dates, lists and the like become texts."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) and abs(value) < 2**53:  # beyond, JavaScript and many clients lose digits
        return value
    if isinstance(value, float) and abs(value) < float("inf"):
        return value
    return cleaned(value.isoformat() if isinstance(value, (date, time)) else value, CELL)


def _name(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
