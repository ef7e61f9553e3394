"""``trunkline refresh``: read loaded posts again."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trunkline.cli.command import command
from trunkline.cli.consent_options import consent_options
from trunkline.cli.dlt_settings import duckdb_file, load_errors, quiet_dlt, server_and_token
from trunkline.cli.loaded_data import loaded_data, source_options
from trunkline.cli.output.terminal import console, styled
from trunkline.errors import MastodonIllegalArgumentError
from trunkline.pipeline.times import point_of

if TYPE_CHECKING:
    from rich.console import Console

    from trunkline.pipeline.refresh import Refreshed


def moment(context: click.Context, parameter: click.Parameter, value: str) -> datetime | None:
    """Parse a time in the grammar of `trunkline.pipeline.times`; ``None`` for ``all``."""
    try:
        found = point_of(str(parameter.name), value)
    except MastodonIllegalArgumentError as error:
        raise click.BadParameter(str(error)) from None
    if isinstance(found, str) and found:
        raise click.BadParameter("Posts are refreshed by their time; pass a time or an age, not an id.")
    return found if isinstance(found, datetime) else None


@command(
    {
        "trunkline refresh": "posts of the last week",
        "trunkline refresh --since 24h --quiet": "each hour, from cron",
    }
)
@source_options
@loaded_data
@click.option(
    "--since",
    default="7d",
    show_default=True,
    callback=moment,
    metavar="AGE",
    help="Only posts that are younger: 12h, 7d, 4w, yesterday, a date such as 2026-01-31, or all.",
)
@click.option("--limit", type=click.IntRange(1), help="Maximum number of posts, newest first.")
@consent_options
@click.option("--quiet", is_flag=True, help="Print nothing if all goes well.")
def refresh(
    account: str | None,
    server: str | None,
    token_file: Path | None,
    destination: str,
    database: Path,
    dataset: str,
    pipeline_name: str,
    since: datetime | None,
    limit: int | None,
    private: bool | None,
    consent: list[str] | None,
    quiet: bool,
) -> None:
    """Read loaded posts again, and update those that were edited, boosted or deleted since.

    Earlier texts and counts are kept in the tables status_versions and status_snapshots; posts that the server does not
    show any more are recorded in status_deletions.
    """
    if account and token_file:
        raise click.UsageError("Either --as or --token-file names the token.")
    quiet_dlt()
    out = console(quiet=quiet)
    if destination == "duckdb" and not database.is_file():
        raise click.ClickException(f"There is no {database} yet. Load a server first: trunkline load --server HOST")
    with load_errors():
        from trunkline.pipeline.refresh import refresh as refresh_server

        address, token = server_and_token(server, token_file, pipeline_name, account)
        with out.status(styled(f"Refreshing {address}")) as status:
            done = refresh_server(
                api_base_url=address,
                access_token=token,
                destination=duckdb_file(database) if destination == "duckdb" else destination,
                since=since,
                limit=limit,
                consent=consent,
                private=private,
                pipeline_name=pipeline_name,
                dataset_name=dataset,
                on_progress=lambda done: status.update(styled(f"Refreshing {address}", (f" · {_effort(done)}", "dim"))),
            )
    _describe(out, address, done)


def _describe(out: Console, address: str, done: Refreshed) -> None:
    out.print()
    out.print(styled("  ", (f"{_count(done.read, 'post')} of {address} read again", "bold")))
    out.print()
    for number, what in (
        (done.edited, "edited"),
        (done.recounted, "with other counts"),
        (done.gone, "gone"),
        (done.returned, "back again"),
        *((done.left_out[rule], f"left as they were ({rule})") for rule in done.left_out),
    ):
        out.print(styled(f"  {number:>8,} {what}"))
    out.print()
    out.print(styled((f"  {_effort(done)} in {done.seconds:.0f} s", "dim")))
    out.print()


def _effort(done: Refreshed) -> str:
    return _count(done.requests, "request")


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
