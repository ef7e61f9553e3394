"""``trunkline mcp``: Mastodon for assistants."""

from __future__ import annotations

from pathlib import Path

import click

from trunkline.cli.command import command
from trunkline.cli.dlt_settings import load_errors, quiet_dlt, server_and_token
from trunkline.cli.exits import USAGE, CommandFailure
from trunkline.cli.loaded_data import place_options, source_options
from trunkline.cli.output.terminal import say
from trunkline.cli.session.folders import configuration, made

_HTTP_TOKEN = "mcp.token"  # noqa: S105  (the name of a file)


@command(
    {
        "trunkline mcp": "over standard input and output, as an assistant starts it",
        "trunkline mcp --http --write": "for several clients of this machine, also to post",
    }
)
@source_options
@click.option(
    "--write", is_flag=True, help="Offer tools that post, delete, boost, follow, ...; each change is shown first."
)
@click.option("--without-asking", is_flag=True, help="With --write, for clients that cannot show a change first.")
@click.option("--private", is_flag=True, help="Show followers-only and direct posts, and load those of others.")
@place_options
@click.option("--http", is_flag=True, help="Serve HTTP on 127.0.0.1 instead of standard input and output.")
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="The port, with --http.")
def mcp(
    account: str | None,
    server: str | None,
    token_file: Path | None,
    write: bool,
    without_asking: bool,
    private: bool,
    database: Path,
    dataset: str,
    pipeline_name: str,
    http: bool,
    port: int,
) -> None:
    """Offer a Mastodon server and loaded data to an assistant, by the Model Context Protocol.

    Without options, an assistant can read what is public, load it, and query it. With --http, clients have to send the
    token that is kept in the folder of `trunkline login`.
    """
    if without_asking and not write:
        raise CommandFailure("--without-asking is about changes: pass --write too.", USAGE)
    quiet_dlt()
    from trunkline.assistants.reach import Reach
    from trunkline.assistants.running import run_http, run_stdio, token_in
    from trunkline.clients.client import AsyncMastodon

    with load_errors():
        address, token = server_and_token(server, token_file, pipeline_name, account)
    reach = Reach(
        # An assistant is told to wait; a call that waits for minutes looks like one that hangs.
        client=AsyncMastodon(access_token=token or None, api_base_url=address, ratelimit_method="throw"),
        token=token,
        write=write,
        unasked=without_asking,
        private=private,
        database=database,
        dataset=dataset,
        pipeline_name=pipeline_name,
    )
    if not http:
        run_stdio(reach)
        return
    file = made(configuration()) / _HTTP_TOKEN
    run_http(
        reach,
        port=port,
        token=token_in(file),
        on_start=lambda url: say(f"{url}\nClients send the header: Authorization: Bearer <the token in {file}>"),
    )
