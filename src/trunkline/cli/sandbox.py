"""The command that runs a local server."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from trunkline.cli.output.terminal import console, styled

if TYPE_CHECKING:
    from trunkline.sandbox import Sandbox

_PEOPLE = {
    "alice": "",
    "bob": "",
    "carol": "",
    "dave": "approves followers",
    "eve": "a bot",
    "admin": "owns the server",
}
_MEMORY = ":memory:"


@click.command()
@click.option("--size", default=1_000, show_default=True, type=click.IntRange(0), help="How many posts to make up.")
@click.option("--seed", default=1, show_default=True, help="Another number makes another community.")
@click.option("--port", default=3000, show_default=True, type=click.IntRange(0, 65_535), help="0 is any free port.")
@click.option(
    "--path",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Keep everything in this SQLite file; one that exists is used as it is.",
)
@click.option(
    "--rate-limits/--no-rate-limits", default=True, show_default=True, help="Refuse requests as Mastodon does."
)
def sandbox(size: int, seed: int, port: int, path: Path | None, rate_limits: bool) -> None:
    """Run a local Mastodon server with a made-up community, until Ctrl-C.

    It listens on this machine only, and programs use it like any other server.
    """
    from trunkline.sandbox import run

    out = console()
    working = out.status("Making up a community ...")

    def ready(server: Sandbox) -> None:
        working.stop()
        _describe(out, server, path)

    try:
        with working:
            run(
                size=size,
                seed=seed,
                port=port,
                path=path or _MEMORY,
                rate_limits=1.0 if rate_limits else None,
                on_ready=ready,
            )
    except sqlite3.Error as error:
        raise click.ClickException(f"{path} cannot be used: {error}.") from error
    except ValueError as error:
        raise click.ClickException(f"{error}.") from error
    out.print("Stopped.")


def _describe(out: Console, server: Sandbox, path: Path | None) -> None:
    kept = f"Kept in {path}." if path else "All is forgotten when it stops."
    out.print()
    out.print(styled("  ", ("A Mastodon server runs at ", "bold"), (server.url, "bold cyan")))
    out.print(styled((f"  {kept} Ctrl-C stops it.\n", "dim")))
    out.print(_people(server.accounts))
    for line in _usage(server.url, server.token_for("alice")):
        out.print(line, soft_wrap=True)


def _people(accounts: Collection[str]) -> RenderableType:
    table = Table(box=None, padding=(0, 1, 0, 2), pad_edge=True, header_style="dim")
    for name, style in (("account", "cyan"), ("e-mail address", ""), ("password", ""), ("", "dim")):
        table.add_column(name, style=style, no_wrap=True)
    for name in filter(accounts.__contains__, _PEOPLE):
        table.add_row(name, f"{name}@sandbox.example", f"{name}-password", _PEOPLE[name])
    others = len(accounts) - table.row_count
    return Group(table, styled((f"  and {others} more, in the same way", "dim"))) if others else table


def _usage(url: str, token: str) -> Iterator[Text]:
    """How to go on, in lines to copy: none is wrapped."""
    yield styled(("\n  A token of alice", "dim"))
    yield styled(f"  {token}")
    yield styled(("\n  In Python", "dim"))
    yield styled("  from mastodon import Mastodon")
    yield styled(f'  mastodon = Mastodon(api_base_url="{url}", access_token="{token}")')
    yield styled("  mastodon.timeline_home()")
    yield styled(("\n  In a terminal", "dim"))
    yield styled(f"  curl -H 'Authorization: Bearer {token}' {url}/api/v1/timelines/home")
    yield styled(f"  trunkline login {url}\n")
