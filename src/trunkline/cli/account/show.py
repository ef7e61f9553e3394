"""The command account show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from trunkline.cli.account.related import related
from trunkline.cli.bulk import for_each
from trunkline.cli.command import command
from trunkline.cli.listing import ACCOUNTS, Printing, json_option, view_options
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
        "trunkline account show @alice@mastodon.social": "a profile",
        "trunkline account show %3": "the author of the third post of the last listing",
        "trunkline account show @alice --server mastodon.social --json": "without an account, for programs",
    }
)
@click.argument("accounts", nargs=-1, required=True, metavar="ACCOUNT...", shell_complete=complete_accounts)
@json_option
@view_options
@with_session(anonymous=True)
def show(session: Session, accounts: tuple[str, ...], as_json: bool, view: View) -> None:
    """Show profiles: biography, fields, verified links, counts, and your relationship to them.

    Their posts: trunkline timeline account ACCOUNT.
    """
    found: list[Account] = []
    code = for_each(accounts, lambda reference: found.append(find_account(session, reference)))
    hows: dict[str, Relationship] = {}
    if not as_json and not session.is_anonymous:
        hows = {account.id: how for account, how in related(session, found) if account.id != session.me.id}

    def text(account: Account, view: View) -> Text:
        from trunkline.cli.output.profiles import profile_text

        return profile_text(account, hows.get(account.id))

    kind = ACCOUNTS._replace(text=text, apart=True)
    Printing(len(found), as_json, pager=True, view=view, numbered=False).print(session, kind, found)
    click.get_current_context().exit(code)
