"""The database: one SQLite connection, transactions, snowflake ids."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

from trunkline.sandbox.store.times import SNOWFLAKE_BITS, first_id, to_ms

Clock = Callable[[], datetime]
Row = sqlite3.Row
Values = Sequence[Any] | Mapping[str, Any]

MEMORY = ":memory:"
_HERE = Path(__file__).parent
_FTS_TRIGGERS = ("statuses_fts_insert", "statuses_fts_delete", "statuses_fts_update")
_SQLITE = b"SQLite format 3\0"
_SEQUENCE_MASK = (1 << SNOWFLAKE_BITS) - 1


def id_list(ids: Iterable[int]) -> str:
    """Encode ids as one SQL value, for `IN (SELECT value FROM json_each(:ids))`."""
    return json.dumps(list(ids))


@cache
def _schema_version() -> int:
    """Return the schema version of the database file, which changes with `schema.sql`."""
    return crc32((_HERE / "schema.sql").read_bytes()) >> 1


@cache
def _empty_database() -> sqlite3.Connection:
    """Return a database with the tables and nothing in them. To copy it takes a tenth of the time of making it."""
    empty = sqlite3.connect(MEMORY, check_same_thread=False, isolation_level=None)
    empty.executescript((_HERE / "schema.sql").read_text(encoding="utf-8"))
    empty.executescript((_HERE / "fts_triggers.sql").read_text(encoding="utf-8"))
    empty.execute(f"PRAGMA user_version = {_schema_version()}")
    return empty


def utc_now() -> datetime:
    """Return the time of the wall clock."""
    return datetime.now(UTC)


class Store:
    """The database of a sandbox.

    One connection serves all threads: every call holds a lock while it runs, and a transaction holds it until its end,
    so no other thread sees a partial change. Queries are short enough to run in an event loop.

    Args:
        path: a file, of which only its owner may read the tokens (mode 0600), or ":memory:".
        clock: function that returns the current time.

    Raises:
        ValueError: the file has another schema version.
    """

    def __init__(self, path: str | os.PathLike[str] = MEMORY, *, clock: Clock = utc_now) -> None:
        self.path = os.fspath(path)
        self.clock = clock
        self._lock = threading.RLock()
        self._depth = 0
        is_new = self._prepare_file()
        self.connection = sqlite3.connect(
            self.path, check_same_thread=False, isolation_level=None, cached_statements=512
        )
        self.connection.row_factory = sqlite3.Row
        if is_new:
            _empty_database().backup(self.connection)
        self._configure()
        if not is_new and self.value("PRAGMA user_version") != _schema_version():
            self.connection.close()
            raise ValueError(
                f"{self.path} is no database of this version of the sandbox; choose another file, or delete it"
            )
        self._last_ms = self._last_id = 0
        self._sequence = (self.value("SELECT max(id) FROM statuses") or -1) + 1
        self._marked: tuple[sqlite3.Connection, tuple[int, int, int]] | None = None

    def _prepare_file(self) -> bool:
        if self.path == MEMORY:
            return True
        file = Path(self.path)
        is_new = not file.exists() or file.stat().st_size == 0
        if is_new:
            file.touch(mode=0o600)
        # An empty file, or a database, of another mode: SQLite gives its further files the mode of this one.
        if is_new or _is_database(file):
            file.chmod(0o600)
        return is_new

    def _configure(self) -> None:
        self.connection.execute("PRAGMA foreign_keys = ON")
        self.connection.execute("PRAGMA temp_store = MEMORY")
        self.connection.execute("PRAGMA cache_size = -65536")
        if self.path != MEMORY:
            self.connection.execute("PRAGMA journal_mode = WAL")
            self.connection.execute("PRAGMA synchronous = NORMAL")

    # -- reading and writing -------------------------------------------------------------------------------------

    def execute(self, sql: str, values: Values = ()) -> sqlite3.Cursor:
        """Run one statement."""
        with self._lock:
            return self.connection.execute(sql, values)

    def executemany(self, sql: str, rows: Iterable[Values]) -> None:
        """Run one statement for each of `rows`."""
        with self._lock:
            self.connection.executemany(sql, rows)

    def rows(self, sql: str, values: Values = ()) -> list[Row]:
        """Return all rows of a query."""
        with self._lock:
            return self.connection.execute(sql, values).fetchall()

    def row(self, sql: str, values: Values = ()) -> Row | None:
        """Return the first row of a query, or `None`."""
        with self._lock:
            found: Row | None = self.connection.execute(sql, values).fetchone()
            return found

    def column(self, sql: str, values: Values = ()) -> list[Any]:
        """Return the first column of all rows."""
        return [row[0] for row in self.rows(sql, values)]

    def value(self, sql: str, values: Values = ()) -> Any:
        """Return the first column of the first row; `None` if there is no row."""
        found = self.row(sql, values)
        return None if found is None else found[0]

    def insert(self, table: str, values: Mapping[str, Any]) -> int:
        """Insert one row and return its id. `table` and the keys must come from code, never from a request."""
        columns = ", ".join(values)
        marks = ", ".join(f":{name}" for name in values)
        cursor = self.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", values)
        return cursor.lastrowid or 0

    def update(self, table: str, row_id: int, values: Mapping[str, Any]) -> None:
        """Update columns of one row. Names must come from code, never from a request."""
        if values:
            changes = ", ".join(f"{name} = :{name}" for name in values)
            self.execute(f"UPDATE {table} SET {changes} WHERE id = :__id", {**values, "__id": row_id})

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Run a block as one transaction; nested transactions join the outer one."""
        with self._lock:
            if self._depth == 0:
                self.connection.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
            except BaseException:
                self._depth -= 1
                if self._depth == 0:
                    self.connection.execute("ROLLBACK")
                raise
            self._depth -= 1
            if self._depth == 0:
                self.connection.execute("COMMIT")

    @contextmanager
    def bulk(self) -> Iterator[None]:
        """Run a block as one transaction without foreign key checks, and build the full-text index at its end."""
        with self._lock:
            self.connection.execute("PRAGMA foreign_keys = OFF")
            try:
                with self.transaction():
                    for trigger in _FTS_TRIGGERS:
                        self.connection.execute(f"DROP TRIGGER {trigger}")
                    yield
                    self.connection.execute("INSERT INTO statuses_fts (statuses_fts) VALUES ('rebuild')")
                    for statement in _statements("fts_triggers.sql"):
                        self.connection.execute(statement)
                self.connection.execute("ANALYZE")
            finally:
                self.connection.execute("PRAGMA foreign_keys = ON")

    # A backup copies pages, which takes about a millisecond for each megabyte: https://sqlite.org/backup.html
    def mark(self) -> None:
        """Copy the database into memory, for `restore`."""
        with self._lock:
            copy = sqlite3.connect(MEMORY, check_same_thread=False) if self._marked is None else self._marked[0]
            self.connection.backup(copy)
            self._marked = copy, (self._last_ms, self._last_id, self._sequence)

    def restore(self) -> None:
        """Make the database what it was when it was marked.

        Raises:
            LookupError: it was not marked.
        """
        with self._lock:
            if self._marked is None:
                raise LookupError("the database was not marked")
            copy, (self._last_ms, self._last_id, self._sequence) = self._marked
            copy.backup(self.connection)

    def close(self) -> None:
        """Close the connection. The store cannot be used afterwards."""
        with self._lock:
            self.connection.close()
            if self._marked is not None:
                self._marked[0].close()

    # -- time and ids --------------------------------------------------------------------------------------------

    def now(self) -> int:
        """Return the current time in milliseconds since 1970."""
        return to_ms(self.clock())

    def new_id(self, at: datetime | int | None = None) -> int:
        """Return a new snowflake.

        Ids of later moments are larger; ids of one moment grow in the order of calls.

        Args:
            at: its time as `datetime` or in milliseconds; by default the current time.
        """
        ms = self.now() if at is None else at if isinstance(at, int) else to_ms(at)
        with self._lock:
            candidate = first_id(ms) | (self._sequence & _SEQUENCE_MASK)
            self._sequence += 1
            if ms >= self._last_ms and candidate <= self._last_id:
                candidate = self._last_id + 1
            self._last_ms, self._last_id = ms, candidate
            return candidate


def _is_database(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(len(_SQLITE)) == _SQLITE


def _statements(file: str) -> Iterator[str]:
    """Yield the statements of an SQL file. `executescript` would commit."""
    statement = ""
    for line in (_HERE / file).read_text(encoding="utf-8").splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
