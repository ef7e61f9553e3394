"""The command stream: events as lines for people, or as JSON for programs.

May use `cli.output`, the clients and the events of `trunkline.streaming`.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from trunkline.cli.command import command
from trunkline.cli.listing import view_options
from trunkline.cli.output.terminal import console, lines, one_line, say, say_json, styled
from trunkline.cli.output.view import View
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session
from trunkline.cli.stream.names import NAMES

if TYPE_CHECKING:
    from trunkline.streaming.events import Event


@command(
    {
        "trunkline stream": "your home timeline and notifications",
        "trunkline stream public:local --language de --exclude-boosts": "posts of the server, in German",
        "trunkline stream hashtag:python --json": "posts with a tag, for programs",
    }
)
@click.argument("streams", nargs=-1, metavar="[STREAM]...")
@click.option(
    "--event",
    "-e",
    "events",
    multiple=True,
    type=click.Choice(NAMES),
    metavar="NAME",
    help=f"Only these events; may be repeated. NAME is one of {', '.join(NAMES)}.",
)
@click.option(
    "--contains",
    "-c",
    "texts",
    multiple=True,
    metavar="TEXT",
    help="Only events with this text, ignoring case; may be repeated for alternatives.",
)
@click.option(
    "--account",
    "-a",
    "accounts",
    multiple=True,
    metavar="ACCT",
    help="Only events from this account (alice, alice@example.org), including boosts of its statuses; may be repeated.",
)
@click.option(
    "--language",
    "-l",
    "languages",
    multiple=True,
    metavar="CODE",
    help="Only statuses in this language (de, pt-BR), and events about them; may be repeated.",
)
@click.option("--exclude-boosts", is_flag=True, help="Skip boosts and notifications of them.")
@click.option("--exclude-replies", is_flag=True, help="Skip replies and events about them.")
@click.option("--only-media", is_flag=True, help="Only statuses with media, and events about them.")
@click.option("--limit", "-n", type=click.IntRange(1), help="Stop after this number of events.")
@click.option(
    "--json", "json_lines", is_flag=True, help="Print one JSON object per line, with stream, event and payload."
)
@view_options
@with_session(anonymous=True)
def stream(
    session: Session,
    streams: tuple[str, ...],
    events: tuple[str, ...],
    texts: tuple[str, ...],
    accounts: tuple[str, ...],
    languages: tuple[str, ...],
    exclude_boosts: bool,
    exclude_replies: bool,
    only_media: bool,
    limit: int | None,
    json_lines: bool,
    view: View,
) -> None:
    """Print events as they arrive, until Ctrl-C.

    STREAM is user (the default), user:notification, direct, public, public:local, public:remote, hashtag:NAME or
    list:ID; home, notifications, local and '#NAME' mean the same as in other commands. Several share one connection.
    Events missed while the connection is lost are fetched afterwards.
    """
    from trunkline.cli.stream.event_filter import EventFilter

    wanted = tuple(map(_stream_of, streams)) or ("user",)
    client = session.client
    with client.stream(*wanted) as arriving:
        chosen = EventFilter(
            urlsplit(client.api_base_url).netloc,
            events,
            texts,
            accounts,
            languages,
            exclude_boosts,
            exclude_replies,
            only_media,
        )
        try:
            arriving.connected()
            say(f"Listening to {', '.join(wanted)} on {client.api_base_url}; press Ctrl-C to stop.\n", error=True)
            for event in islice(filter(chosen.allows, arriving), limit):
                _print(event, json_lines, view, len(wanted) > 1)
        except KeyboardInterrupt:
            say(error=True)


_TIMELINES = {"home": "user", "notifications": "user:notification", "local": "public:local"}


def _stream_of(name: str) -> str:
    """Return the stream that is meant by its own name, or by that of its timeline."""
    return f"hashtag:{name[1:]}" if name.startswith("#") else _TIMELINES.get(name, name)


def _print(event: Event, json_lines: bool, view: View, with_stream: bool) -> None:
    from trunkline.cli.stream.events import as_json, event_text

    if json_lines:
        say_json(as_json(event))
        return
    stream_name = styled((one_line(event.stream), "dim")) if with_stream else None
    console().print(lines((stream_name, event_text(event, view))), end="\n\n")
