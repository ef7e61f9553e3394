"""The commands account followers, following, familiar, blocked and muted: listings of accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from trunkline.cli.command import command
from trunkline.cli.listing import ACCOUNTS, Printing, listing_options
from trunkline.cli.output.terminal import styled
from trunkline.cli.output.view import local_time
from trunkline.cli.references import find_account
from trunkline.cli.session.completion import complete_accounts
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

if TYPE_CHECKING:
    from rich.text import Text

    from trunkline.cli.output.view import View
    from trunkline.entities import MutedAccount

_PAGE = 80

_of = click.argument("of", default="me", metavar="[ACCOUNT]", shell_complete=complete_accounts)


@command(
    {
        "trunkline account followers": "your own",
        "trunkline account followers @alice@mastodon.social -n 500 --json": "of an account, for programs",
    }
)
@_of
@listing_options(limit=_PAGE)
@with_session(anonymous=True)
def followers(session: Session, of: str, listing: Printing) -> None:
    """List the followers of ACCOUNT, or your own, newest first, unless it hides them."""
    first = session.client.account_followers(find_account(session, of), limit=listing.page(_PAGE))
    listing.print(session, ACCOUNTS, session.client.iterate(first))


@command(
    {
        "trunkline account following": "the accounts that you follow",
        "trunkline account following @alice@mastodon.social": "those that another account follows",
    }
)
@_of
@listing_options(limit=_PAGE)
@with_session(anonymous=True)
def following(session: Session, of: str, listing: Printing) -> None:
    """List the accounts that ACCOUNT follows, or that you follow, newest first, unless it hides them."""
    first = session.client.account_following(find_account(session, of), limit=listing.page(_PAGE))
    listing.print(session, ACCOUNTS, session.client.iterate(first))


@command({"trunkline account familiar @alice@mastodon.social": "who of those that you follow follows alice"})
@click.argument("of", metavar="ACCOUNT", shell_complete=complete_accounts)
@listing_options(limit=_PAGE)
@with_session()
def familiar(session: Session, of: str, listing: Printing) -> None:
    """List the followers of ACCOUNT that you follow yourself."""
    found = session.client.account_familiar_followers(find_account(session, of))
    listing.print(session, ACCOUNTS, (one for known in found for one in known.accounts))


@command({"trunkline account blocked": "whom you block"})
@listing_options(limit=_PAGE)
@with_session()
def blocked(session: Session, listing: Printing) -> None:
    """List the accounts that you block."""
    listing.print(session, ACCOUNTS, session.client.iterate(session.client.blocks(limit=listing.page(_PAGE))))


@command({"trunkline account muted": "whom you mute, and until when"})
@listing_options(limit=_PAGE)
@with_session()
def muted(session: Session, listing: Printing) -> None:
    """List the accounts that you mute."""

    def text(account: MutedAccount, view: View) -> Text:
        end = account.mute_expires_at
        return ACCOUNTS.text(account, view) + styled((f"  until {local_time(end)}" if end else "", "dim"))

    found = session.client.iterate(session.client.mutes(limit=listing.page(_PAGE)))
    listing.print(session, ACCOUNTS._replace(text=text), found)


@command(
    {
        "trunkline account featured": "the accounts that your profile features",
        "trunkline account featured @alice@mastodon.social": "those that another profile features",
    }
)
@_of
@listing_options(limit=_PAGE)
@with_session(anonymous=True)
def featured(session: Session, of: str, listing: Printing) -> None:
    """List the accounts that the profile of ACCOUNT features, or your own."""
    client, page = session.client, listing.page(_PAGE)
    if of == "me":  # also before Mastodon 4.4
        first = client.endorsements(limit=page)
    else:
        first = client.account_endorsements(find_account(session, of), limit=page)
    listing.print(session, ACCOUNTS, client.iterate(first))
