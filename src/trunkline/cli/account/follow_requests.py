"""The commands account follow-requests list, accept and reject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trunkline.cli.command import command
from trunkline.cli.each import ACCOUNT, on_each
from trunkline.cli.listing import ACCOUNTS, Printing, listing_options
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

if TYPE_CHECKING:
    from trunkline.entities import Account, Relationship


@command({"trunkline account follow-requests list": "who asks to follow you"})
@listing_options(limit=80)
@with_session()
def list_(session: Session, listing: Printing) -> None:
    """List the accounts that ask to follow you."""
    listing.print(session, ACCOUNTS, session.client.iterate(session.client.follow_requests(limit=listing.page(80))))


@command(
    {
        "trunkline account follow-requests accept %1 %2": "two of the last listing",
        "trunkline account follow-requests list --json | jq -r .id | trunkline account follow-requests accept -": "all",
    }
)
@on_each(ACCOUNT, "{} follows you.")
def accept(session: Session, account: Account) -> Relationship:
    """Let accounts follow you that have asked to."""
    return session.client.follow_request_authorize(account)


@command(
    {
        "trunkline account follow-requests reject @troll@example.com": "asks first",
        "trunkline account follow-requests reject %2 --yes": "without a question",
    }
)
@on_each(ACCOUNT, "{} may not follow you.", ask="Reject the follow requests of {}?")
def reject(session: Session, account: Account) -> Relationship:
    """Reject requests to follow you."""
    return session.client.follow_request_reject(account)
