"""The command whoami."""

from __future__ import annotations

from trunkline.cli.command import command
from trunkline.cli.listing import json_option
from trunkline.cli.output.terminal import console, say_json, styled
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session


@command({"trunkline whoami": "the account that commands use", "trunkline whoami --json | jq -r .id": "its id"})
@json_option
@with_session()
def whoami(session: Session, as_json: bool) -> None:
    """Show the account that is logged in."""
    me = session.me
    if as_json:
        say_json(me)
        return
    from trunkline.cli.output.statuses import account_line

    counts = f"{me.statuses_count} posts, {me.followers_count} followers, follows {me.following_count}"
    console().print(account_line(me), styled((f"on {session.client.api_base_url}\n{counts}", "dim")))
