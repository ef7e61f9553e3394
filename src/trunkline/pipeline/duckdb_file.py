"""The file of a DuckDB database: kept open during a step, and repaired if a block was half written.

DuckDB changes the blocks with its tables of contents where they are. A process that is killed while it writes one
leaves a block of which the beginning is new and the end is old, while the checksum is that of the new one. Then DuckDB
refuses to open the file: "Corrupt database file: computed checksum ... does not match stored checksum ... in block at
location ...". The part that is in use is the same in both, so that the block is right as it is, and only its checksum
is wrong. DuckDB 1.5.6 and 2.0.1 do so where such a write is cut off. Blocks with rows are never changed where they
are.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dlt
from dlt.destinations.exceptions import DestinationConnectionError

from trunkline.errors import MastodonIOError
from trunkline.pipeline.exclusive import PipelineBusyError

logger = logging.getLogger("trunkline.pipeline")

DAMAGED = ".damaged"
"""Ending of the copy of a file that was repaired."""

_MOST_BLOCKS = 8
_CHECKSUM = re.compile(
    r"computed checksum (\d{1,20}) does not match stored checksum \d{1,20} in block at location (\d{1,20})"
)
_LOCK = re.compile(r"lock is held in ([^\n]{1,200}?) \(PID (\d{1,10})\)")


class DamagedDatabaseError(MastodonIOError):
    """The file of a database is damaged, and cannot be repaired."""


@contextmanager
def kept_open(pipeline: dlt.Pipeline) -> Iterator[None]:
    """Keep the DuckDB database of a pipeline open in the block, and repair it before if a process was killed.

    Each of dlt's many connections would open and close the file anew. Other destinations are left alone.

    Raises:
        PipelineBusyError: another program has the file open.
        DamagedDatabaseError: it is damaged in another way.
    """
    if pipeline.destination is None or not pipeline.destination.destination_type.endswith(".duckdb"):
        yield
        return
    client = pipeline.sql_client()
    path = Path(str(getattr(client.credentials, "database", "")))
    if _log_of(path).exists():  # the file was not closed: more than its head may be read now, and be damaged
        _check(path)
    try:
        client.open_connection()
    except DestinationConnectionError:
        _check(path)
        client.open_connection()
    try:
        yield
    finally:
        client.close_connection()


def _check(path: Path) -> None:
    """Repair a file that has a block that was half written; tell who holds it open."""
    if not path.is_file():
        return
    reason = _fault_of(path)
    if found := _LOCK.search(reason):
        raise PipelineBusyError(
            f"{path} is open in another program, {found[1]} (process {found[2]}): close it there, or wait until it is "
            "done."
        )
    if _CHECKSUM.search(reason):
        _repair(path, reason)


def _fault_of(path: Path) -> str:
    """Return DuckDB's message if it cannot open a file; empty if it can."""
    import duckdb

    try:
        duckdb.connect(str(path)).close()
    except duckdb.Error as error:
        return str(error)
    return ""


def _repair(path: Path, reason: str) -> None:
    """Replace a file by a copy with right checksums, if all of that can be read."""
    damaged, copy = Path(f"{path}{DAMAGED}"), Path(f"{path}.repaired")
    for one, other in ((path, copy), (_log_of(path), _log_of(copy))):
        other.unlink(missing_ok=True)
        if one.exists():
            other.touch(0o600)  # it may hold posts that are not for others on the machine
            shutil.copyfile(one, other)
            shutil.copymode(one, other)
    for _ in range(_MOST_BLOCKS):
        if found := _CHECKSUM.search(reason):
            with copy.open("r+b") as file:
                file.seek(int(found[2]))
                file.write(int(found[1]).to_bytes(8, "little"))
            reason = _fault_of(copy) or _unreadable(copy)
    if reason:
        copy.unlink()
        _log_of(copy).unlink(missing_ok=True)
        raise DamagedDatabaseError(
            f"{path} is damaged ({reason}). Put back a copy of it, or move it away and load again: what the servers "
            "still have is read anew."
        )
    os.replace(path, damaged)
    _log_of(path).unlink(missing_ok=True)  # its changes are in the copy, which was opened and closed
    os.replace(copy, path)
    logger.warning(
        "%s was damaged when a process was killed, and is repaired; all its tables can be read. The file as it was is "
        "%s: delete it when nothing is missing.",
        path,
        damaged,
    )


def _unreadable(path: Path) -> str:
    """Read all tables of a database, and return DuckDB's message if that fails; empty otherwise."""
    import duckdb

    try:
        with duckdb.connect(str(path)) as connection:
            tables = connection.execute(
                "SELECT database_name, schema_name, table_name FROM duckdb_tables() WHERE NOT temporary"
            ).fetchall()
            for names in tables:
                table = ".".join('"' + name.replace('"', '""') + '"' for name in names)
                rows = connection.execute(f"SELECT * FROM {table}")
                while rows.fetchmany(10_000):
                    pass
            connection.execute("FORCE CHECKPOINT")
    except duckdb.Error as error:
        return str(error)
    return ""


def _log_of(path: Path) -> Path:
    """Return the file of changes beside a database, which DuckDB applies when it opens it."""
    return Path(f"{path}.wal")
