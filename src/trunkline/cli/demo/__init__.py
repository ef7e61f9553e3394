"""The command demo: a sandbox server, clients, streams and a load into DuckDB.

Runs `tour`, step by step, and shows the findings. May use the sandbox, the pipeline and the explorer.
"""

from __future__ import annotations

from pathlib import Path

import click

from trunkline.cli.command import command
from trunkline.cli.dlt_settings import load_errors, quiet_dlt
from trunkline.cli.output.terminal import console, styled


@command(
    {
        "trunkline demo": "see everything once, without a server of your own",
        "trunkline demo --database demo.duckdb --size 2000": "more posts, into another file",
    }
)
@click.option(
    "--database",
    default="mastodon.duckdb",
    show_default=True,
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The database file to load into.",
)
@click.option("--size", default=600, show_default=True, type=click.IntRange(100), help="Number of posts to generate.")
def demo(database: Path, size: int) -> None:
    """Start a local server, log in, post, stream, and load everything into DuckDB.

    Nothing leaves this machine. The server stops at the end, the database stays.
    """
    out = console()
    out.print(styled("\n  ", ("Trunkline", "bold"), ("  Mastodon for Python\n", "dim")))
    with out.status("Preparing", spinner_style="cyan"):
        quiet_dlt()
        from trunkline.cli.demo.database import prepare
        from trunkline.cli.demo.findings import find
        from trunkline.cli.demo.report import show_findings, show_next, show_tables
        from trunkline.cli.demo.steps import Steps
        from trunkline.cli.demo.tour import Tour

        dataset, used_before = prepare(database)
    with load_errors(), Tour(Steps(out), database, dataset) as tour:
        server = tour.start_server(size)
        alice, bob = tour.sign_in(server)
        first, second = tour.load_twice(alice, tour.talk(alice, bob))
    show_tables(out, database, first, second)
    if used_before:
        out.print(styled(("\n  The tables of an earlier demo were replaced.", "dim")))
    show_findings(out, find(database, dataset))
    show_next(out, database, dataset)
