"""Options of ``trunkline load`` and of the commands that read loaded data, with the same names and defaults."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from trunkline.cli.dlt_settings import load_errors, quiet_dlt
from trunkline.cli.session.options import account_option
from trunkline.pipeline.names import DATASET, PIPELINE

if TYPE_CHECKING:
    from trunkline.explore import Snapshot

_SOURCE = (
    account_option,
    click.option("--server", "-s", metavar="HOST", help="The server; the one logged in to last unless given."),
    click.option(
        "--token-file",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        metavar="FILE",
        help="File whose first line is an access token; by default the token of `trunkline login`.",
    ),
)
_DESTINATION = click.option(
    "--destination", default="duckdb", show_default=True, help="The destination of `trunkline load`."
)
_PLACE = (
    click.option(
        "--database",
        default="mastodon.duckdb",
        show_default=True,
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="The file of the destination duckdb.",
    ),
    click.option("--dataset", default=DATASET, show_default=True, help="The schema of the tables."),
    click.option(
        "--pipeline-name", default=PIPELINE, show_default=True, help="Name under which dlt keeps the state of the load."
    ),
)


def source_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that name the account and the server to read."""
    return _with(_SOURCE, command)


def place_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that name the file, the schema and the pipeline."""
    return _with(_PLACE, command)


def loaded_data(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that locate the loaded data."""
    return _DESTINATION(place_options(command))


def _with(options: Sequence[Callable[..., Any]], command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(options):
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
