"""The command sandbox."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

import click

from trunkline.cli.command import command
from trunkline.cli.output.terminal import console, say_json, styled

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

    from trunkline.sandbox import Sandbox
    from trunkline.sandbox.http.quirks import Quirk
    from trunkline.sandbox.likes.families import Like

_PEOPLE = {
    "alice": "",
    "bob": "",
    "carol": "",
    "dave": "approves followers",
    "eve": "a bot",
    "admin": "owns the server",
}
_MEMORY = ":memory:"
# tests compare it with those of the sandbox
_LIKES = ("gotosocial", "takahe", "hollo", "snac", "pleroma", "pixelfed", "friendica", "hostile")
_QUIRKS = ("repeated-key-500", "anonymous-cache", "home-lag")  # tests compare it with those of the sandbox


@command(
    {
        "trunkline sandbox": "at http://127.0.0.1:3000, with tokens to copy",
        "trunkline sandbox --size 0 --port 0 --json": "empty, on a free port, for scripts",
        "trunkline sandbox --like gotosocial --path server.db": "as other software answers, kept in a file",
    }
)
@click.option("--size", default=1_000, show_default=True, type=click.IntRange(0), help="Number of posts to generate.")
@click.option("--seed", default=1, show_default=True, help="Seed of the generated community.")
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    help="Port to listen on; 0 selects a free one.  [default: that of --url, otherwise 3000]",
)
@click.option(
    "--url",
    metavar="URL",
    help="Address in everything that the server hands out.  [default: http://127.0.0.1 and the port]",
)
@click.option(
    "--domain",
    metavar="NAME",
    help="Domain in the handles of its people, such as sandbox.example.  [default: host and port of --url]",
)
@click.option("--tls", is_flag=True, help="Listen with TLS, with a certificate that is made on the spot.")
@click.option(
    "--ca-file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="With --tls: keep the authority (CA) to trust in this file and its key in FILE.key, and use them again.",
)
@click.option(
    "--proxy-headers",
    is_flag=True,
    help="A proxy on this machine passes requests on: believe its X-Forwarded-For, -Proto and -Host.",
)
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
@click.option(
    "--now",
    metavar="TIME",
    callback=lambda _context, _option, text: None if text is None else _moment(text),
    help="The time at the start, such as 2026-01-01T00:00:00Z; the clock runs on from there.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="Print addresses, authority, passwords and tokens as one line of JSON."
)
@click.option("--rate-limits/--no-rate-limits", default=True, show_default=True, help="Enforce Mastodon's rate limits.")
@click.option(
    "--media-polls",
    default=0,
    show_default=True,
    type=click.IntRange(0),
    metavar="N",
    help="How often an upload is reported as unprocessed, for apps to learn to wait.",
)
@click.option(
    "--quirk",
    "quirks",
    multiple=True,
    type=click.Choice(_QUIRKS),
    help="A fault of real servers to have from the start; may be repeated.",
)
@click.option(
    "--like",
    type=click.Choice(_LIKES),
    help="Answer as a server of other software does, with its ids, lists, refusals and missing calls; or, as hostile, "
    "with damages drawn by --seed.",
)
def sandbox(
    size: int,
    seed: int,
    port: int | None,
    url: str | None,
    domain: str | None,
    tls: bool,
    ca_file: Path | None,
    proxy_headers: bool,
    path: Path | None,
    password: str | None,
    now: datetime | None,
    as_json: bool,
    rate_limits: bool,
    media_polls: int,
    quirks: tuple[Quirk, ...],
    like: Like | None,
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
        server.checkpoint()  # a reset keeps the tokens that were printed

    try:
        with working:
            run(
                size=size,
                seed=seed,
                port=port,
                url=url,
                domain=domain,
                tls=tls,
                ca_file=ca_file,
                proxy_headers=proxy_headers,
                path=path or _MEMORY,
                rate_limits=1.0 if rate_limits else None,
                password=password,
                now=now,
                media_polls=media_polls,
                quirks=quirks,
                like=like,
                on_ready=ready,
            )
    except sqlite3.Error as error:
        raise click.ClickException(f"{path} cannot be used: {error}.") from error
    except ValueError as error:
        raise click.ClickException(f"{error}.") from error
    out.print("Stopped.")


def _moment(text: str) -> datetime:
    """Parse a time in ISO 8601; one without a zone is in UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is no time in ISO 8601, such as 2026-01-01T00:00:00Z.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


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
    for line in _usage(server, server.token_for("alice")):
        out.print(line, soft_wrap=True)


def _facts(server: Sandbox) -> dict[str, Any]:
    """Return the addresses, and the secrets of the named people and of the control, for other programs."""
    people = {
        name: {
            "email": f"{name}@sandbox.example",
            "password": server.password_for(name),
            "token": server.admin_token if name == "admin" else server.token_for(name),
        }
        for name in filter(server.accounts.__contains__, _PEOPLE)
    }
    return {
        "url": server.url,
        "domain": server.domain,
        "ca_file": server.ca_file,
        "people": people,
        "control": server.control,
    }


def _people(server: Sandbox) -> RenderableType:
    from rich.console import Group
    from rich.table import Table

    table = Table(box=None, padding=(0, 1, 0, 2), pad_edge=True, header_style="dim")
    for name, style in (("account", "cyan"), ("e-mail address", ""), ("password", ""), ("", "dim")):
        table.add_column(name, style=style, no_wrap=True)
    for name in filter(server.accounts.__contains__, _PEOPLE):
        table.add_row(name, f"{name}@sandbox.example", server.password_for(name), _PEOPLE[name])
    others = len(server.accounts) - table.row_count
    return Group(table, styled((f"  and {others} more", "dim"))) if others else table


def _usage(server: Sandbox, token: str) -> Iterator[Text]:
    """Yield a token and commands to copy."""
    url, ca_file = server.url, server.ca_file
    if ca_file is not None:
        yield from _trust(ca_file)
    verify, cacert = (f", verify={ca_file!r}", f"--cacert {quote(ca_file)} ") if ca_file else ("", "")
    yield styled(("\n  Token of alice", "dim"))
    yield styled(f"  {token}")
    yield styled(("\n  In Python", "dim"))
    yield styled("  from trunkline import Mastodon")
    yield styled(f'  mastodon = Mastodon(api_base_url="{url}", access_token="{token}"{verify})')
    yield styled("  mastodon.timeline_home()")
    yield styled(("\n  In a terminal", "dim"))
    yield styled(f"  curl {cacert}-H 'Authorization: Bearer {token}' {url}/api/v1/timelines/home")
    yield styled(f"  trunkline login {url}\n")


def _trust(ca_file: str) -> Iterator[Text]:
    """Yield the ways to trust the authority in a file."""
    yield styled(("\n  Its certificate is of an authority (CA) that programs trust with one of", "dim"))
    yield styled(f"  export SSL_CERT_FILE={quote(ca_file)}", ("        # Python, trunkline, OpenSSL, Go", "dim"))
    yield styled(f"  export REQUESTS_CA_BUNDLE={quote(ca_file)}", ("   # requests", "dim"))
    yield styled(f"  export NODE_EXTRA_CA_CERTS={quote(ca_file)}", ("  # Node", "dim"))
    yield styled(("  Browsers: import the file as an authority for websites (--ca-file keeps it).", "dim"))
