"""The command auth status."""

from __future__ import annotations

import click

from trunkline.cli.command import command
from trunkline.cli.exits import NOT_LOGGED_IN, PARTLY, CommandFailure
from trunkline.cli.output.terminal import one_line, say
from trunkline.cli.session.choosing import Chosen
from trunkline.cli.session.logins import Login, logins
from trunkline.cli.session.open_session import session_of
from trunkline.errors import MastodonError


@command({"trunkline auth status": "whether the tokens of all accounts still work"})
@click.pass_context
def status(context: click.Context) -> None:
    """Check the tokens of the accounts that are logged in: each server is asked once."""
    known = logins()
    if not known:
        raise CommandFailure("Nobody is logged in. Run: trunkline login HOST", NOT_LOGGED_IN)
    working = [_works(one) for one in known]
    if not all(working):
        context.exit(PARTLY if any(working) else NOT_LOGGED_IN)


def _works(login: Login) -> bool:
    try:
        with session_of(Chosen(login.server, login, login.credentials())) as session:
            name = one_line(session.me.username)
    except (MastodonError, CommandFailure, OSError) as error:
        say(f"{login.label}: {one_line(str(error))}")
        return False
    say(f"{name}@{login.host}: logged in, token in {login.place}")
    return True
