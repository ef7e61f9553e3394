"""The command report."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import available_timezones

import click

from trunkline.cli.command import command
from trunkline.cli.loaded_data import loaded_data, open_data
from trunkline.cli.output.terminal import console, styled


@command(
    {
        "trunkline report june.html --since 2026-06-01 --until 2026-06-30": "one month",
        "trunkline report report.html --title 'Our server' --time-zone Europe/Berlin": "with a title of your own",
    }
)
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@loaded_data
@click.option("--title", help="The heading; by default it names the servers.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The first day, such as 2026-01-31.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The last day.")
@click.option("--time-zone", default="UTC", show_default=True, metavar="ZONE", help="Such as Europe/Berlin.")
def report(
    file: Path,
    destination: str,
    database: Path,
    dataset: str,
    pipeline_name: str,
    title: str | None,
    since: datetime | None,
    until: datetime | None,
    time_zone: str,
) -> None:
    """Write charts of the loaded data into an HTML FILE for others.

    The file is self-contained and covers public and unlisted posts only. Without --since the oldest 2 % of the posts
    are left out, which may be years older than the others.
    """
    if time_zone not in available_timezones():
        raise click.BadParameter(
            f"{time_zone} is not a time zone; pass one such as Europe/Berlin.", param_hint="--time-zone"
        )
    with open_data(destination, database, dataset, pipeline_name) as snapshot:
        from trunkline.explore import write_report

        write_report(
            snapshot,
            file,
            title=title,
            since=since.date() if since else None,
            until=until.date() if until else None,
            time_zone=time_zone,
        )
    console().print(styled("The report is in ", (str(file), "bold"), "."))
