"""The commands lists add and remove."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from trunkline.cli.bulk import for_each
from trunkline.cli.command import command
from trunkline.cli.exits import REFUSED, CommandFailure
from trunkline.cli.listing import json_option
from trunkline.cli.output.terminal import one_line, say, say_json
from trunkline.cli.references import find_account, find_list
from trunkline.cli.session.completion import complete_accounts, complete_lists
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session
from trunkline.errors import MastodonNotFoundError, MastodonUnprocessableError

if TYPE_CHECKING:
    from trunkline.entities import Account, UserList

_list = click.argument("name", metavar="LIST", shell_complete=complete_lists)
_accounts = click.argument("accounts", nargs=-1, required=True, metavar="ACCOUNT...", shell_complete=complete_accounts)


@command(
    {
        "trunkline lists add Friends @alice@mastodon.social @bob": "two accounts",
        "cat names.txt | trunkline lists add Friends -": "accounts whose names come in a pipe, one a line",
    }
)
@_list
@_accounts
@json_option
@with_session()
def add(session: Session, name: str, accounts: tuple[str, ...], as_json: bool) -> None:
    """Add accounts that you follow to LIST."""
    found = find_list(session, name)

    def put(account: Account) -> None:
        try:
            session.client.list_accounts_add(found, account)
        except (MastodonNotFoundError, MastodonUnprocessableError):  # the first before Mastodon 4.3
            _require_membership(session, account, found)

    _on_members(session, accounts, put, f"{{}} is on the list {one_line(found.title)}.", as_json)


@command({"trunkline lists remove Friends @alice@mastodon.social": "one account"})
@_list
@_accounts
@json_option
@with_session()
def remove(session: Session, name: str, accounts: tuple[str, ...], as_json: bool) -> None:
    """Remove accounts from LIST. They are still followed."""
    found = find_list(session, name)
    done = f"{{}} is not on the list {one_line(found.title)}."
    _on_members(session, accounts, lambda one: session.client.list_accounts_delete(found, one), done, as_json)


def _require_membership(session: Session, account: Account, found: UserList) -> None:
    """Accept that the server adds no account that is on the list already; otherwise raise the reason."""
    if any(one.id == found.id for one in session.client.account_lists(account)):
        return
    address = f"@{one_line(account.acct)}"
    raise CommandFailure(
        f"You do not follow {address}, and a list takes no others. Run: trunkline account follow {address}", REFUSED
    )


def _on_members(
    session: Session, accounts: tuple[str, ...], act: Callable[[Account], None], done: str, as_json: bool
) -> None:
    def change(reference: str) -> None:
        account = find_account(session, reference)
        act(account)
        say_json(account) if as_json else say(done.replace("{}", f"@{one_line(account.acct)}", 1))

    click.get_current_context().exit(for_each(accounts, change))
