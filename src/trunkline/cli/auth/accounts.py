"""The commands auth accounts and auth switch."""

from __future__ import annotations

import click

from trunkline.cli.command import command
from trunkline.cli.listing import json_option
from trunkline.cli.output.terminal import say, say_json
from trunkline.cli.session.choosing import named
from trunkline.cli.session.completion import complete_logins
from trunkline.cli.session.logins import activate, active, logins


@command({"trunkline auth accounts": "all accounts; the one that commands use has a star"})
@json_option
def accounts(as_json: bool) -> None:
    """List the accounts that are logged in. The servers are not asked: see `trunkline auth status`."""
    used, known = active(), logins()
    for one in known:
        if as_json:
            say_json({"account": one.label, "server": one.server, "token": one.place, "active": one == used})
        else:
            say(f"{'*' if one == used else ' '} {one.label}  (token in {one.place})")
    if not known:
        say("Nobody is logged in. Run: trunkline login HOST", error=True)


@command({"trunkline auth switch bob@mastodon.social": "let commands use this account from now on"})
@click.argument("account", metavar="ACCOUNT", shell_complete=complete_logins)
def switch(account: str) -> None:
    """Let commands use ACCOUNT from now on: name@server, or name or server where that is clear."""
    chosen = named(account)
    activate(chosen)
    say(f"Commands now use {chosen.label}.")
