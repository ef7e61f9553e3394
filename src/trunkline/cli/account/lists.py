"""The command account lists."""

from __future__ import annotations

import click

from trunkline.cli.command import command
from trunkline.cli.listing import LISTS, Printing, listing_options
from trunkline.cli.references import find_account
from trunkline.cli.session.completion import complete_accounts
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session


@command({"trunkline account lists @alice@mastodon.social": "the lists that alice is on"})
@click.argument("of", metavar="ACCOUNT", shell_complete=complete_accounts)
@listing_options(limit=50)
@with_session()
def lists(session: Session, of: str, listing: Printing) -> None:
    """List those of your lists that ACCOUNT is on."""
    listing.print(session, LISTS, session.client.account_lists(find_account(session, of)))
