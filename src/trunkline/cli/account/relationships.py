"""The command account relationships."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from trunkline.cli.account.related import related
from trunkline.cli.bulk import for_each
from trunkline.cli.command import command
from trunkline.cli.listing import ACCOUNTS, Kind, Printing, json_option, view_options
from trunkline.cli.output.terminal import styled
from trunkline.cli.output.view import View
from trunkline.cli.references import find_account
from trunkline.cli.session.completion import complete_accounts
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

if TYPE_CHECKING:
    from rich.text import Text

    from trunkline.entities import Account, Relationship


@command(
    {
        "trunkline account relationships @alice @bob@mastodon.social": "two accounts",
        "trunkline account followers --json | jq -r .id | trunkline account relationships - --json": "all followers",
    }
)
@click.argument("accounts", nargs=-1, required=True, metavar="ACCOUNT...", shell_complete=complete_accounts)
@json_option
@view_options
@with_session()
def relationships(session: Session, accounts: tuple[str, ...], as_json: bool, view: View) -> None:
    """Show your relationships to accounts: follows, requests, mutes, blocks."""
    found: list[Account] = []
    code = for_each(accounts, lambda reference: found.append(find_account(session, reference)))
    pairs = related(session, found)
    listing = Printing(len(found), as_json, pager=True, view=view)
    listing.print(session, _PAIRS, (how for _, how in pairs) if as_json else pairs)
    click.get_current_context().exit(code)


def _text(pair: tuple[Account, Relationship], view: View) -> Text:
    from trunkline.cli.output.profiles import relationship_text

    account, how = pair
    return ACCOUNTS.text(account, view) + styled("  ") + relationship_text(how)


_PAIRS = Kind(_text, lambda pair: ACCOUNTS.ids(pair[0]), lambda pair: ACCOUNTS.names(pair[0]))
