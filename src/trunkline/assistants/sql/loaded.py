"""Loaded data, as an assistant may see it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from trunkline.assistants.refusals import AssistantError
from trunkline.assistants.sql.limits import GRACE, ROWS, SECONDS
from trunkline.assistants.sql.opened import Source, opened
from trunkline.assistants.sql.rows import TOO_LARGE, Result
from trunkline.pipeline.describing.views import VIEW_TEXTS


class LoadedData:
    """Loaded data in a DuckDB file.

    Without *private* that is the views of `trunkline.pipeline.tidy`, without posts that are not public and what belongs
    to them. With it, all tables and views of the dataset. Each question opens the file and closes it again, so that
    loads can write in between.
    """

    def __init__(self, file: Path, dataset: str, *, private: bool = False) -> None:
        self.source = Source(str(file.absolute()), dataset, [*VIEW_TEXTS], private)

    def tables(self) -> dict[str, dict[str, str]]:
        """Return the tables that can be asked, with the types of their columns, by name.

        Raises:
            AssistantError: nothing is loaded, or another program is writing.
        """
        with opened(self.source) as connection:
            found = connection.execute(
                "SELECT table_name, column_name, data_type FROM duckdb_columns() "
                "WHERE database_name = current_database() AND schema_name = ? ORDER BY table_name, column_index",
                [self.source.dataset],
            ).fetchall()
        tables: dict[str, dict[str, str]] = {}
        for table, column, kind in found:
            tables.setdefault(table, {})[column] = kind
        return tables

    def ask(self, sql: str, *, rows: int = ROWS, seconds: float = SECONDS) -> Result:
        """Run one SELECT, in a process that is killed if it does not stop.

        Args:
            sql: the query; names without a schema are those of the dataset.
            rows: rows to return at most.
            seconds: time after which it is interrupted.

        Raises:
            AssistantError: nothing is loaded, another program is writing, it is not one SELECT over the tables that are
                offered, or the query failed or reached a limit.
        """
        job = json.dumps([self.source, sql, rows, seconds])
        command = [sys.executable, "-P", "-m", "trunkline.assistants.sql.worker"]
        try:
            done = subprocess.run(  # noqa: S603  (this program, with no part of the query)
                command, input=job.encode(), capture_output=True, check=False, timeout=seconds + GRACE
            )
        except subprocess.TimeoutExpired:
            raise AssistantError(f"The query was stopped after {seconds + GRACE:g} s. {TOO_LARGE}") from None
        if done.returncode:
            raise AssistantError(f"The query ended its process, most likely for want of memory. {TOO_LARGE}")
        said = json.loads(done.stdout)
        if "reason" in said:
            raise AssistantError(said["reason"])
        return Result(*said["result"])
