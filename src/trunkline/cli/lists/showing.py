"""The commands lists list and accounts."""

from __future__ import annotations

import click

from trunkline.cli.command import command
from trunkline.cli.listing import ACCOUNTS, LISTS, Printing, listing_options
from trunkline.cli.references import find_list
from trunkline.cli.session.completion import complete_lists
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

_PAGE = 80


@command({"trunkline lists list": "and then: trunkline timeline list %1"})
@listing_options(limit=50)
@with_session()
def list_(session: Session, listing: Printing) -> None:
    """List your lists."""
    listing.print(session, LISTS, session.client.lists())


@command({"trunkline lists accounts Friends": "by its title", "trunkline lists accounts %1 --json": "for programs"})
@click.argument("name", metavar="LIST", shell_complete=complete_lists)
@listing_options(limit=_PAGE)
@with_session()
def accounts(session: Session, name: str, listing: Printing) -> None:
    """List the accounts on LIST."""
    first = session.client.list_accounts(find_list(session, name), limit=listing.page(_PAGE))
    listing.print(session, ACCOUNTS, session.client.iterate(first))
