"""The command account note."""

from __future__ import annotations

import click

from trunkline.cli.command import command
from trunkline.cli.listing import json_option
from trunkline.cli.output.terminal import one_line, read_text, say, say_json
from trunkline.cli.references import find_account
from trunkline.cli.session.completion import complete_accounts
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session


@command(
    {
        "trunkline account note @alice@mastodon.social": "print the note",
        "trunkline account note @alice@mastodon.social 'From the meetup'": "set it",
        "trunkline account note @alice@mastodon.social --delete": "delete it",
    }
)
@click.argument("of", metavar="ACCOUNT", shell_complete=complete_accounts)
@click.argument("text", required=False)
@click.option("--delete", is_flag=True, help="Delete the note.")
@json_option
@with_session()
def note(session: Session, of: str, text: str | None, delete: bool, as_json: bool) -> None:
    """Print your private note on ACCOUNT, or set it to TEXT, or to standard input with -. Nobody else sees it."""
    if delete and text is not None:
        raise click.UsageError("Give TEXT or --delete, not both.")
    wanted = "" if delete else read_text().strip() if text == "-" else text
    found = find_account(session, of)
    if wanted is None:
        (relationship,) = session.client.account_relationships(found)
    else:
        relationship = session.client.account_note_set(found, wanted)
    if as_json:
        say_json(relationship)
    elif wanted is None:
        say(relationship.note) if relationship.note else say("There is no note.", error=True)
    else:
        say(f"The note on @{one_line(found.acct)} is {'set' if wanted else 'deleted'}.")
