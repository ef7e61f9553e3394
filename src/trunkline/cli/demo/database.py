"""The place for the demo's tables: empty, and without anybody else's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    import duckdb

PIPELINE = "mastodon_demo"
_DATASETS = ("mastodon_data", "mastodon_demo")
_STATE = "_dlt_pipeline_state"


def prepare(database: Path) -> tuple[str, bool]:
    """Choose a schema of a database file, and empty it if an earlier demo has filled it.

    Each demo has a new server, so what an earlier one loaded is of no use any more. What other loads have
    brought is never touched.

    Returns:
        The name of the schema, and whether it had tables of an earlier demo.

    Raises:
        click.ClickException: the file cannot be used.
    """
    import duckdb

    try:
        with duckdb.connect(str(database)) as connection:
            return _choose(connection, database)
    except duckdb.Error as error:
        raise click.ClickException(f"{database} cannot be used: {str(error).splitlines()[0]}") from error


def _choose(connection: duckdb.DuckDBPyConnection, database: Path) -> tuple[str, bool]:
    for dataset in _DATASETS:
        writers = _writers(connection, dataset)
        if writers == set():
            return dataset, False
        if writers == {PIPELINE}:
            for schema in (dataset, f"{dataset}_staging"):
                connection.execute(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE')
            return dataset, True
    raise click.ClickException(f"The demo's schemas in {database} are taken by other tables; pass another --database.")


def _writers(connection: duckdb.DuckDBPyConnection, dataset: str) -> set[str]:
    """The names of the pipelines that have loaded into a schema; ``?`` for whoever made it without one."""
    tables = connection.execute(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = ?", [dataset]
    ).fetchall()
    if (_STATE,) in tables:
        writers = connection.table(f'"{dataset}".{_STATE}').select("pipeline_name").distinct().fetchall()
        return {name for (name,) in writers}
    return {"?"} if tables else set()
