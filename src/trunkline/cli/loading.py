"""``trunkline load``: load a server into a database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from trunkline.cli.command import command
from trunkline.cli.consent_options import consent_options
from trunkline.cli.demo.database import require_own
from trunkline.cli.dlt_settings import LoadTarget, duckdb_file, load_errors, quiet_dlt, server_and_token
from trunkline.cli.exits import PARTLY, CommandFailure
from trunkline.cli.loaded_data import place_options, source_options
from trunkline.cli.output.terminal import console, say, styled
from trunkline.pipeline.names import RESOURCES, WRITE_EVERY

if TYPE_CHECKING:
    from rich.console import Console

    from trunkline.pipeline.load import Summary
    from trunkline.pipeline.progress import Outcome


@command(
    {
        "trunkline load": "your account, into mastodon.duckdb; again, only what is new",
        "trunkline load -r timelines_home --since 7d --follow": "a week of the home timeline, and then what arrives",
        "trunkline load --server mastodon.social -t python --since 30d": "posts with a tag, without an account",
        "trunkline load --destination postgres --dataset mastodon": "into another database",
    }
)
@source_options
@click.option(
    "--instances",
    type=click.Path(exists=True, dir_okay=False),
    metavar="FILE",
    help="Load many servers: a host on each line, or a .json or .toml file with hosts and tokens.",
)
@click.option(
    "--part",
    metavar="N/M",
    help="Of --instances, only this part, as 1/4: several machines can load into one place at once.",
)
@click.option(
    "--destination",
    default="duckdb",
    show_default=True,
    help="A destination of dlt: duckdb, postgres, filesystem, bigquery, snowflake, ...",
)
@place_options
@click.option(
    "--resource",
    "-r",
    "resources",
    multiple=True,
    type=click.Choice(RESOURCES),
    metavar="NAME",
    help=f"Only this table; may be repeated. NAME is one of {', '.join(RESOURCES)}.",
)
@click.option(
    "--account",
    "-a",
    "accounts",
    multiple=True,
    metavar="NAME",
    help="An account, as id or as @name@server; may be repeated.",
)
@click.option("--hashtag", "-t", "hashtags", multiple=True, metavar="NAME", help="A hashtag; may be repeated.")
@click.option("--query", "-q", "search", multiple=True, metavar="TEXT", help="What to search for; may be repeated.")
@click.option("--status", "statuses", multiple=True, metavar="ID", help="A status; may be repeated.")
@click.option(
    "--since", metavar="TIME", help="How far back to load: 2026-01-31, 7d, 12h, yesterday, all, or an id as id:113."
)
@click.option("--until", metavar="TIME", help="The newest to load; likewise.")
@click.option(
    "--backfill",
    metavar="TIME",
    help="Read again back to this time: for what is older than what was loaded, and for what has appeared in between.",
)
@click.option(
    "--lag",
    type=click.FloatRange(0),
    metavar="HOURS",
    help="Hours before the newest known post to read again.",
)
@click.option(
    "--local",
    is_flag=True,
    default=None,
    help="Of public timelines and hashtags, only posts by the server's own accounts.",
)
@click.option("--limit", type=click.IntRange(1), help="Rows for each timeline, account and hashtag at most.")
@consent_options
@click.option("--contact", metavar="TEXT", help="Tells the servers' administrators who is reading, such as an address.")
@click.option("--quiet", is_flag=True, help="Print nothing if all goes well.")
@click.option("--follow", is_flag=True, help="Continue with live events until Ctrl-C.")
@click.option(
    "--every",
    type=click.FloatRange(0.1),
    default=WRITE_EVERY,
    show_default=True,
    metavar="SECONDS",
    help="How long events are collected before they are written, with --follow.",
)
def load(
    account: str | None,
    server: str | None,
    instances: str | None,
    token_file: Path | None,
    destination: str,
    database: Path,
    dataset: str,
    pipeline_name: str,
    quiet: bool,
    follow: bool,
    every: float,
    **source: Any,
) -> None:
    """Load a server into a database; the next time, only what is new.

    Without --account, the account of the token is meant. What is not given here is looked up by dlt, as are the
    credentials of the destination: in .dlt/config.toml, in .dlt/secrets.toml and in the environment.
    """
    if account and (instances or token_file):
        raise click.UsageError("--as is for one server, and not together with --instances or --token-file.")
    if follow and (instances or source["limit"]):
        raise click.UsageError("--follow is for one server, and for all of it: leave out --instances and --limit.")
    quiet_dlt()
    out = console(quiet=quiet)
    with load_errors():
        from trunkline.cli.following import follow_server
        from trunkline.cli.progress import ProgressDisplay
        from trunkline.pipeline import SourceOptions
        from trunkline.pipeline.load import IncompleteLoadError
        from trunkline.pipeline.load import load as load_server

        if destination == "duckdb":
            require_own(database, dataset)
        address, token = (None, None) if instances else server_and_token(server, token_file, pipeline_name, account)
        given = {name: value for name, value in source.items() if value != ()}
        options = SourceOptions(api_base_url=address, access_token=token, instances=instances, **given)
        target = LoadTarget(duckdb_file(database) if destination == "duckdb" else destination, pipeline_name, dataset)
        with ProgressDisplay(out, f"Loading {instances or address}") as display:
            try:
                summary, failure = load_server(options, **target._asdict(), on_progress=display.update), None
            except IncompleteLoadError as error:
                summary, failure = error.summary, error
        _describe(out, str(instances or address), summary, database if destination == "duckdb" else None)
        if failure is not None:
            raise failure
        _complain(summary)
        if follow:
            follow_server(out, options, target, every)


def _complain(summary: Summary) -> None:
    """End with an exit code other than 0, and a line on standard error, if not everything was read."""
    if summary.outcome == "nothing":
        raise CommandFailure(f"Nothing could be read: {_failures(summary)}.")
    if summary.outcome == "partial":
        say(f"Not everything could be read: {_failures(summary)}.", error=True)
        click.get_current_context().exit(PARTLY)


def _failures(summary: Summary) -> str:
    servers = [
        f"{summary.servers[o]:,} of {summary.servers.total():,} servers {said}"
        for o, said in _OUTCOMES.items()
        if summary.servers[o]
    ]
    return "; ".join(summary.notes if summary.servers.total() == 1 else [*servers, *summary.notes])


def _describe(out: Console, address: str, summary: Summary, database: Path | None) -> None:
    from trunkline.cli.tables import table_of

    where = database or summary.destination
    out.print()
    out.print(styled("  ", (f"{address} is in {where}", "bold"), (f", schema {summary.dataset_name}", "dim")))
    out.print()
    out.print(table_of(summary, {"new or changed": summary}))
    out.print()
    out.print(styled((f"  {_effort(summary)}", "dim")))
    for note in summary.notes:
        out.print(styled(f"  {note[:1].upper()}{note[1:]}"))
    out.print()


_OUTCOMES: dict[Outcome, str] = {
    "unfinished": "not read to the end",
    "refused": "that let nobody in without a token, or no programs",
    "failed": "that did not answer",
    "resting": "left alone since they failed lately",
}


def _effort(summary: Summary) -> str:
    parts = [f"{summary.requests:,} request{'' if summary.requests == 1 else 's'} in {summary.seconds:.0f} s"]
    if summary.waited >= 1:
        parts.append(f"{summary.waited:.0f} s of them waiting")
    if summary.servers.total() > 1:
        parts += [f"{summary.servers[o]:,} servers {said}" for o, said in _OUTCOMES.items() if summary.servers[o]]
    if summary.late:
        parts.append(f"{summary.late.total():,} rows found late, behind what was known")
    if summary.left_out:
        rules = ", ".join(f"{rule} {count:,}" for rule, count in summary.left_out.most_common())
        parts.append(f"{summary.left_out.total():,} posts of other people left out ({rules})")
    return ", ".join(parts)
