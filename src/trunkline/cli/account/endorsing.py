"""The commands account endorse and unendorse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trunkline.cli.command import command
from trunkline.cli.each import ACCOUNT, on_each
from trunkline.cli.session.open_session import Session

if TYPE_CHECKING:
    from trunkline.entities import Account, Relationship


@command({"trunkline account endorse @alice@mastodon.social": "an account that you follow"})
@on_each(ACCOUNT, "Your profile features {}.")
def endorse(session: Session, account: Account) -> Relationship:
    """Feature accounts that you follow on your profile. Needs Mastodon 4.4."""
    return session.client.account_endorse(account)


@command({"trunkline account unendorse @alice@mastodon.social": "one account"})
@on_each(ACCOUNT, "Your profile does not feature {}.")
def unendorse(session: Session, account: Account) -> Relationship:
    """Stop featuring accounts on your profile. Needs Mastodon 4.4."""
    return session.client.account_unendorse(account)
