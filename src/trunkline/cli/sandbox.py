"""The command sandbox."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from trunkline.cli.output.terminal import console, say_json, styled

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
@click.option("--size", default=1_000, show_default=True, type=click.IntRange(0), help="Number of posts to generate.")
@click.option("--seed", default=1, show_default=True, help="Seed of the generated community.")
@click.option("--port", default=3000, show_default=True, type=click.IntRange(0, 65_535), help="0 selects a free port.")
@click.option(
    "--path",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Keep all data in this SQLite file; an existing file is used as it is.",
)
@click.option(
    "--password",
    metavar="WORD",
    help="One password for everybody, 8 to 72 characters. By default each has a random one. Used for a new community.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the address, passwords and tokens as one line of JSON.")
@click.option("--rate-limits/--no-rate-limits", default=True, show_default=True, help="Enforce Mastodon's rate limits.")
@click.option(
    "--media-polls",
    default=0,
    show_default=True,
    type=click.IntRange(0),
    metavar="N",
    help="How often an upload is reported as unprocessed, for apps to learn to wait.",
)
def sandbox(
    size: int,
    seed: int,
    port: int,
    path: Path | None,
    password: str | None,
    as_json: bool,
    rate_limits: bool,
    media_polls: int,
) -> None:
    """Run a local Mastodon server with a generated community, until Ctrl-C.

    It listens on this machine only. Programs use it like any other server.
    """
    from trunkline.sandbox import run

    out = console(error=as_json)
    working = out.status("Generating a community ...")

    def ready(server: Sandbox) -> None:
        working.stop()
        if as_json:
            say_json(_facts(server))
        else:
            _describe(out, server, path)

    try:
        with working:
            run(
                size=size,
                seed=seed,
                port=port,
                path=path or _MEMORY,
                rate_limits=1.0 if rate_limits else None,
                password=password,
                media_polls=media_polls,
                on_ready=ready,
            )
    except sqlite3.Error as error:
        raise click.ClickException(f"{path} cannot be used: {error}.") from error
    except ValueError as error:
        raise click.ClickException(f"{error}.") from error
    out.print("Stopped.")


def _describe(out: Console, server: Sandbox, path: Path | None) -> None:
    from trunkline.sandbox.media.ffmpeg import has_ffmpeg
    from trunkline.sandbox.rules.vapid import can_push

    kept = f"Data is kept in {path}." if path else "All data is lost when it stops."
    out.print()
    out.print(styled("  ", ("A Mastodon server is running at ", "bold"), (server.url, "bold cyan")))
    out.print(styled((f"  {kept} Press Ctrl-C to stop.\n", "dim")))
    if not has_ffmpeg():
        out.print(
            styled(("  ffmpeg is not installed: videos, sounds and animations stay as they are sent.\n", "yellow"))
        )
    if not can_push():
        out.print(
            styled(
                ('  cryptography is not installed: nothing is pushed (pip install "trunkline[webpush]").\n', "yellow")
            )
        )
    out.print(_people(server))
    for line in _usage(server.url, server.token_for("alice")):
        out.print(line, soft_wrap=True)


def _facts(server: Sandbox) -> dict[str, Any]:
    """Return the address, and the secrets of the named people, for other programs."""
    people = {
        name: {
            "email": f"{name}@sandbox.example",
            "password": server.password_for(name),
            "token": server.admin_token if name == "admin" else server.token_for(name),
        }
        for name in filter(server.accounts.__contains__, _PEOPLE)
    }
    return {"url": server.url, "people": people}


def _people(server: Sandbox) -> RenderableType:
    table = Table(box=None, padding=(0, 1, 0, 2), pad_edge=True, header_style="dim")
    for name, style in (("account", "cyan"), ("e-mail address", ""), ("password", ""), ("", "dim")):
        table.add_column(name, style=style, no_wrap=True)
    for name in filter(server.accounts.__contains__, _PEOPLE):
        table.add_row(name, f"{name}@sandbox.example", server.password_for(name), _PEOPLE[name])
    others = len(server.accounts) - table.row_count
    return Group(table, styled((f"  and {others} more", "dim"))) if others else table


def _usage(url: str, token: str) -> Iterator[Text]:
    """Yield a token and commands to copy."""
    yield styled(("\n  Token of alice", "dim"))
    yield styled(f"  {token}")
    yield styled(("\n  In Python", "dim"))
    yield styled("  from trunkline import Mastodon")
    yield styled(f'  mastodon = Mastodon(api_base_url="{url}", access_token="{token}")')
    yield styled("  mastodon.timeline_home()")
    yield styled(("\n  In a terminal", "dim"))
    yield styled(f"  curl -H 'Authorization: Bearer {token}' {url}/api/v1/timelines/home")
    yield styled(f"  trunkline login {url}\n")
