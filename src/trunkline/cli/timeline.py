"""The command timeline."""

from __future__ import annotations

from itertools import islice

import click

from trunkline.cli.output.statuses import status_text
from trunkline.cli.output.terminal import console, say_json
from trunkline.cli.token_files import client_for, server_option

_PAGE = 40


@click.command()
@click.argument("name", default="home")
@click.option(
    "--limit", "-n", default=20, show_default=True, type=click.IntRange(1), help="Maximum number of statuses."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line.")
@server_option
def timeline(name: str, limit: int, as_json: bool, server: str | None) -> None:
    """Print a timeline, newest status first.

    NAME is home, public, local, tag/HASHTAG or list/ID.
    """
    out = console()
    with client_for(server) as client:
        first = client.timeline(name, limit=min(limit, _PAGE))
        for status in islice(client.iterate(first), limit):
            if as_json:
                say_json(status)
            else:
                out.print(status_text(status), end="\n\n")
