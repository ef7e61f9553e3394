"""Which loaded data a command is about: the options are those of `trunkline load`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from trunkline.cli.dlt_settings import load_errors, quiet_dlt
from trunkline.pipeline_names import DATASET, PIPELINE

if TYPE_CHECKING:
    from trunkline.explore import Snapshot

_OPTIONS = (
    click.option("--destination", default="duckdb", show_default=True, help="Where `trunkline load` has loaded it."),
    click.option(
        "--database",
        default="mastodon.duckdb",
        show_default=True,
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="The file of the destination duckdb.",
    ),
    click.option("--dataset", default=DATASET, show_default=True, help="The schema of the tables."),
    click.option("--pipeline-name", default=PIPELINE, show_default=True, help="The name that the load had."),
)


def loaded_data(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say where the data is."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@contextmanager
def open_data(destination: str, database: Path, dataset: str, pipeline_name: str) -> Iterator[Snapshot]:
    """A snapshot of the data.

    Raises:
        click.ClickException: there is none, or it cannot be read.
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
