"""The command markers."""

from __future__ import annotations

import click

from trunkline.cli.command import command
from trunkline.cli.listing import json_option
from trunkline.cli.output.terminal import one_line, say, say_json
from trunkline.cli.output.view import View
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session


@command(
    {
        "trunkline markers": "how far you have read, in all programs",
        "trunkline markers --home 113650000000000000": "set how far the home timeline is read",
    }
)
@click.option("--home", metavar="POST", help="Set the last post read in the home timeline, by its id.")
@click.option("--notifications", metavar="ID", help="Set the last notification read.")
@json_option
@with_session()
def markers(session: Session, home: str | None, notifications: str | None, as_json: bool) -> None:
    """Show or set how far you have read the home timeline and the notifications, which all programs share."""
    wanted = {name: read for name, read in (("home", home), ("notifications", notifications)) if read}
    if wanted:
        found = session.client.markers_set(list(wanted), list(wanted.values()))
    else:
        found = session.client.markers_get(["home", "notifications"])
    for name, marker in found.items():
        if as_json:
            say_json({"timeline": name, **marker.raw()})
        else:
            say(f"{name}: read up to {one_line(marker.last_read_id)}, {View().time(marker.updated_at)}")
    if not found:
        say("Nothing is marked as read.", error=True)
