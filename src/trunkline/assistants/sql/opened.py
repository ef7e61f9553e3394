"""A database file, opened for questions: read-only, without files, behind views of what may be seen."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from trunkline.assistants.refusals import AssistantError
from trunkline.assistants.sql.limits import MEMORY, THREADS
from trunkline.entities.literals import SHOWN_TO_ALL

if TYPE_CHECKING:
    import duckdb

_SHOWN = ", ".join(f"'{one}'" for one in SHOWN_TO_ALL)
_LOCKED = (
    "SET temp_directory = ''",
    "SET enable_external_access = false",
    "SET python_enable_replacements = false",
    f"SET memory_limit = '{MEMORY}'",
    f"SET threads = {THREADS}",
    "SET lock_configuration = true",
)


class Source(NamedTuple):
    """Loaded data, and what may be seen of it.

    Attributes:
        file: DuckDB file.
        dataset: schema of the tables.
        views: names of the views of `trunkline.pipeline.tidy`.
        private: show all tables with all posts; otherwise only those views, without posts that are not public and what
            belongs to them.
    """

    file: str
    dataset: str
    views: Collection[str]
    private: bool


@contextmanager
def opened(source: Source) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database in memory with views of what may be seen, and nothing that could still be changed.

    Raises:
        AssistantError: nothing is loaded, or another program is writing.
    """
    import duckdb

    file = Path(source.file)
    if not file.is_file():
        raise AssistantError(f"Nothing is loaded yet: there is no {file.name}. Load something first, with load_data.")
    with duckdb.connect(":memory:") as connection:
        try:
            connection.execute(f"ATTACH {_text(source.file)} (READ_ONLY)")
        except duckdb.Error as error:
            raise AssistantError(
                f"{file.name} cannot be read now ({type(error).__name__}): a load is writing it, another program has "
                "it open, or it is no DuckDB file. Try again later."
            ) from None
        _offer(connection, source)
        for setting in _LOCKED:
            connection.execute(setting)
        yield connection


def _offer(connection: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Make the views of what may be seen, in a schema of the same name as the dataset."""
    schema = _name(source.dataset)
    (catalog,) = connection.execute(
        "SELECT database_name FROM duckdb_databases() WHERE NOT internal AND path IS NOT NULL"
    ).fetchall()[0]
    there = connection.execute(
        "SELECT table_name, list(column_name) FROM duckdb_columns() "
        "WHERE database_name = ? AND schema_name = ? GROUP BY ALL",
        [catalog, source.dataset],
    ).fetchall()
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    behind = f"{_name(catalog)}.{schema}"
    for table, columns in there:
        if table in source.views or (source.private and not table.startswith("_dlt")):
            rule = "" if source.private else _rule(columns, f"{behind}.posts")
            connection.execute(
                f"CREATE VIEW {schema}.{_name(table)} AS SELECT * FROM {behind}.{_name(table)} AS seen{rule}"
            )
    connection.execute(f"SET schema = {_text(source.dataset)}")


def _rule(columns: list[str], posts: str) -> str:
    """Return the condition that leaves out what is not public, or belongs to a post that is not."""
    rules = []
    if "visibility" in columns:
        rules.append(f"visibility IN ({_SHOWN})")
    if "post" in columns:
        hidden = f"FROM {posts} WHERE uri = seen.post AND (visibility IS NULL OR visibility NOT IN ({_SHOWN}))"
        rules.append(f"NOT EXISTS ({hidden})")
    return f" WHERE {' AND '.join(rules)}" if rules else ""


def _name(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
