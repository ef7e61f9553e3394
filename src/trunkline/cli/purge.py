"""``trunkline purge``: remove accounts and servers from the loaded data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from trunkline.cli.command import command
from trunkline.cli.confirmation import yes_option
from trunkline.cli.dlt_settings import duckdb_file, load_errors, quiet_dlt
from trunkline.cli.loaded_data import loaded_data
from trunkline.cli.output.terminal import confirm, console, styled

if TYPE_CHECKING:
    from trunkline.pipeline.purge import Purged


@command(
    {
        "trunkline purge --account @alice@mastodon.social --dry-run": "count what would be removed",
        "trunkline purge --server spam.example --yes": "a server with all its accounts, without a question",
    }
)
@click.option(
    "--account",
    "-a",
    multiple=True,
    metavar="NAME",
    help="An account, as @name@server or as the address of its profile; may be repeated.",
)
@click.option("--server", "-s", multiple=True, metavar="HOST", help="A server with all its accounts; may be repeated.")
@loaded_data
@click.option("--dry-run", is_flag=True, help="Only count what would be removed.")
@click.option("--readmit", is_flag=True, help="Remove nothing, but let them be loaded again from now on.")
@yes_option
def purge(
    account: tuple[str, ...],
    server: tuple[str, ...],
    destination: str,
    database: Path,
    dataset: str,
    pipeline_name: str,
    dry_run: bool,
    readmit: bool,
    yes: bool,
) -> None:
    """Remove accounts or servers from everything that was loaded, and leave them out of later loads.

    Removes their posts, boosts and quotes of these posts, notifications from them, their profiles and who follows them;
    takes mentions and links out of what others have written; and deletes the files of finished loads in dlt's folder.
    """
    if not account and not server:
        raise click.UsageError("Say whom: --account @name@server, or --server HOST.")
    quiet_dlt()
    with load_errors():
        pipeline, where = _pipeline(destination, database, dataset, pipeline_name)
        from trunkline.pipeline import purge as purging

        if readmit:
            purging.readmit(pipeline, accounts=account, servers=server)
            console().print(styled(f"Later loads include {_named(account, server)} again."))
            return
        if not (yes or dry_run):
            confirm(f"Remove {_named(account, server)} from {where} for good?")
        _describe(purging.purge(pipeline, accounts=account, servers=server, dry_run=dry_run), where, dry_run)


_SHOWN = 20
"""Greatest number of unproved names that are shown."""


def _pipeline(destination: str, database: Path, dataset: str, pipeline_name: str) -> tuple[Any, str]:
    """Open the pipeline that has loaded the data; return it with a name for its destination."""
    import dlt

    if destination == "duckdb" and not database.is_file():
        raise click.ClickException(f"There is no {database}: nothing is loaded.")
    where = duckdb_file(database) if destination == "duckdb" else destination
    pipeline = dlt.pipeline(pipeline_name=pipeline_name, destination=where, dataset_name=dataset)
    return pipeline, str(database) if destination == "duckdb" else destination


def _named(accounts: tuple[str, ...], servers: tuple[str, ...]) -> str:
    names = [*accounts, *(f"the server {server}" for server in servers)]
    return " and ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)


def _describe(purged: Purged, where: str, dry_run: bool) -> None:
    out = console()
    if not purged.rows and not purged.changed:
        out.print(styled(f"No rows of theirs were found in {where}."))
    else:
        from rich.table import Table

        shown = Table(box=None, padding=(0, 1, 0, 2), header_style="dim")
        shown.add_column("table")
        shown.add_column("would go" if dry_run else "removed", justify="right")
        shown.add_column("changed", justify="right", style="dim")
        for name in sorted({*purged.rows, *purged.changed}):
            shown.add_row(name, f"{purged.rows.get(name, 0):,}", f"{purged.changed.get(name, 0):,}")
        out.print()
        out.print(shown)
        out.print()
    if purged.unproved:
        shown_names = ", ".join(sorted(purged.unproved)[:_SHOWN])
        out.print(styled(f"Not purged, since no server of theirs says that they are the same: {shown_names}. "))
        out.print(styled("Purge them by name if they are."))
    if not dry_run:
        out.print(styled("Later loads leave them out. ", ("trunkline purge --readmit lets them in again.", "dim")))
