"""Options of the commands that read loaded data, with the names and defaults of ``trunkline load``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from trunkline.cli.dlt_settings import load_errors, quiet_dlt
from trunkline.pipeline.names import DATASET, PIPELINE

if TYPE_CHECKING:
    from trunkline.explore import Snapshot

_OPTIONS = (
    click.option("--destination", default="duckdb", show_default=True, help="The destination of `trunkline load`."),
    click.option(
        "--database",
        default="mastodon.duckdb",
        show_default=True,
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="The database file of the destination duckdb.",
    ),
    click.option("--dataset", default=DATASET, show_default=True, help="The schema of the tables."),
    click.option("--pipeline-name", default=PIPELINE, show_default=True, help="The pipeline name of the load."),
)


def loaded_data(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that locate the loaded data."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@contextmanager
def open_data(destination: str, database: Path, dataset: str, pipeline_name: str) -> Iterator[Snapshot]:
    """Open a snapshot of the data.

    Raises:
        click.ClickException: there is no data, or it cannot be read.
    """
    quiet_dlt()
    with load_errors():
        from trunkline.explore import NothingLoadedError
        from trunkline.explore.opening import open_loaded

        try:
            snapshot = open_loaded(
                destination=destination, database=database, dataset_name=dataset, pipeline_name=pipeline_name
            )
        except NothingLoadedError as error:
            raise click.ClickException(f"{error} Load a server first: trunkline load --server HOST") from error
    with snapshot:
        yield snapshot
