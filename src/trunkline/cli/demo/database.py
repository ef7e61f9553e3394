"""The schema of the demo's tables."""

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
    """Choose a schema that no other pipeline uses, and drop the tables of an earlier demo in it.

    Each demo starts a new server, to which the tables of an earlier one do not belong.

    Returns:
        The name of the schema, and True if tables of an earlier demo were dropped.

    Raises:
        click.ClickException: the file cannot be opened, or all schemas are in use.
    """
    import duckdb

    try:
        with duckdb.connect(str(database)) as connection:
            return _choose(connection, database)
    except duckdb.Error as error:
        raise click.ClickException(f"{database} cannot be used: {str(error).splitlines()[0]}") from error


def require_own(database: Path, dataset: str) -> None:
    """Refuse a schema in which a demo has put its made-up people, for the rows of real servers.

    Raises:
        click.ClickException: a demo has loaded into it.
    """
    import duckdb

    if not database.is_file():
        return
    try:
        with duckdb.connect(str(database), read_only=True) as connection:
            is_demo = PIPELINE in _writers(connection, dataset)
    except duckdb.Error:  # the load tells why the file cannot be used
        return
    if is_demo:
        raise click.ClickException(
            f"The schema {dataset} of {database} holds the made-up people of trunkline demo. Pass another --database "
            "or --dataset, or delete the file."
        )


def _choose(connection: duckdb.DuckDBPyConnection, database: Path) -> tuple[str, bool]:
    for dataset in _DATASETS:
        writers = _writers(connection, dataset)
        if writers == set():
            return dataset, False
        if writers == {PIPELINE}:
            for schema in (dataset, f"{dataset}_staging"):
                connection.execute(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE')
            return dataset, True
    raise click.ClickException(f"The demo's schemas in {database} hold other tables; pass another --database.")


def _writers(connection: duckdb.DuckDBPyConnection, dataset: str) -> set[str]:
    """Return the names of the pipelines that have loaded into a schema; ``?`` stands for tables of no pipeline."""
    tables = connection.execute(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = ?", [dataset]
    ).fetchall()
    if (_STATE,) in tables:
        writers = connection.table(f'"{dataset}".{_STATE}').select("pipeline_name").distinct().fetchall()
        return {name for (name,) in writers}
    return {"?"} if tables else set()
