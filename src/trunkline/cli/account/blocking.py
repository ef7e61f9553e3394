"""The commands account block and unblock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trunkline.cli.command import command
from trunkline.cli.each import ACCOUNT, on_each
from trunkline.cli.session.open_session import Session

if TYPE_CHECKING:
    from trunkline.entities import Account, Relationship


@command(
    {
        "trunkline account block @troll@example.com": "asks first",
        "cat names.txt | trunkline account block - --yes": "accounts whose names come in a pipe, without a question",
    }
)
@on_each(ACCOUNT, "{} is blocked.", ask="Block {}? You stop following each other.")
def block(session: Session, account: Account) -> Relationship:
    """Block accounts: you stop following each other, and see nothing of each other."""
    return session.client.account_block(account)


@command({"trunkline account unblock @alice@mastodon.social": "one account"})
@on_each(ACCOUNT, "{} is not blocked.")
def unblock(session: Session, account: Account) -> Relationship:
    """Unblock accounts. Nobody follows anybody again by that."""
    return session.client.account_unblock(account)
