"""The commands admin accounts list and admin accounts show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from trunkline.cli.admin.accounts.finding import ADMIN_ACCOUNTS, admin_account_text, find_admin_account
from trunkline.cli.bulk import for_each
from trunkline.cli.command import command
from trunkline.cli.listing import Printing, json_option, listing_options, view_options
from trunkline.cli.references import named
from trunkline.cli.session.completion import complete_accounts
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

if TYPE_CHECKING:
    from trunkline.cli.output.view import View
    from trunkline.entities import AdminAccount

_PAGE = 200
_STATES = ["active", "pending", "disabled", "silenced", "suspended"]


@command(
    {
        "trunkline admin accounts list --status pending": "those that wait for approval",
        "trunkline admin accounts list --domain spam.example -n 200": "all of one server",
        "trunkline admin accounts list --ip 192.0.2.7 --json | jq -r .id": "ids of those with one IP address",
    },
    name="list",
)
@click.option("--status", type=click.Choice(_STATES), help="Only accounts in this state.")
@click.option("--origin", type=click.Choice(["local", "remote"]), help="Only accounts of this server, or of others.")
@click.option("--domain", metavar="HOST", help="Only accounts of this server.")
@click.option("--username", metavar="BEGINNING", help="The beginning of the name.")
@click.option("--display-name", metavar="BEGINNING", help="The beginning of the display name.")
@click.option("--email", metavar="BEGINNING", help="The beginning of the e-mail address.")
@click.option("--ip", metavar="ADDRESS", help="The IP address used last.")
@click.option("--staff", is_flag=True, help="Only moderators and administrators.")
@listing_options()
@with_session()
def list_(
    session: Session,
    status: str | None,
    origin: str | None,
    domain: str | None,
    username: str | None,
    display_name: str | None,
    email: str | None,
    ip: str | None,
    staff: bool,
    listing: Printing,
) -> None:
    """List accounts that match all conditions, the newest first. Needs Mastodon 3.5."""
    conditions: dict[str, Any] = {
        "status": status,
        "origin": origin,
        "by_domain": domain,
        "username": username.lstrip("@") if username else None,
        "display_name": display_name,
        "email": email,
        "ip": ip,
        "permissions": "staff" if staff else None,
    }
    first = session.client.admin_accounts_v2(**conditions, limit=listing.page(_PAGE))
    listing.print(session, ADMIN_ACCOUNTS, session.client.iterate(first))


@command({"trunkline admin accounts show %2": "the second of the last listing"})
@click.argument("accounts", nargs=-1, required=True, metavar="ACCOUNT...", shell_complete=complete_accounts)
@json_option
@view_options
@with_session()
def show(session: Session, accounts: tuple[str, ...], as_json: bool, view: View) -> None:
    """Show what moderators see of each ACCOUNT: number, @name@server, address or id; - reads them."""
    found: list[AdminAccount] = []

    def find(reference: str) -> None:
        with named("account", reference):
            found.append(find_admin_account(session, reference))

    code = for_each(accounts, find)
    kind = ADMIN_ACCOUNTS._replace(text=admin_account_text, apart=True)
    Printing(len(found), as_json, pager=True, view=view, numbered=False).print(session, kind, found)
    click.get_current_context().exit(code)
