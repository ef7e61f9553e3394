"""The commands notifications requests: people whose notifications are filtered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trunkline.cli.command import command
from trunkline.cli.each import Subject, on_each
from trunkline.cli.exits import NOT_FOUND, CommandFailure
from trunkline.cli.listing import Kind, Printing, listing_options
from trunkline.cli.output.terminal import styled
from trunkline.cli.output.view import counted
from trunkline.cli.references import find_id
from trunkline.cli.session.completion import complete_accounts
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

if TYPE_CHECKING:
    from rich.text import Text

    from trunkline.cli.output.view import View
    from trunkline.entities import NotificationRequest

_PAGE = 80


def _find(session: Session, reference: str) -> NotificationRequest:
    """Return the request at a number, with an id, or of ``@name@server``."""
    if not reference.startswith("@"):
        return session.client.notification_request(find_id(session, reference, "request"))
    wanted = reference[1:].lower()
    for one in session.client.iterate(session.client.notification_requests(limit=_PAGE)):
        if one.account.acct.lower() == wanted:
            return one
    raise CommandFailure(f"No notifications of {reference} are filtered.", NOT_FOUND)


_REQUEST = Subject("REQUEST", _find, lambda one: f"@{one.account.acct}", complete_accounts)


@command({"trunkline notifications requests list": "people whose notifications wait for a decision"}, name="list")
@listing_options(limit=40)
@with_session()
def list_(session: Session, listing: Printing) -> None:
    """List the people whose notifications your policy filters. Needs Mastodon 4.3."""
    first = session.client.notification_requests(limit=listing.page(_PAGE))
    listing.print(session, _REQUESTS, session.client.iterate(first))


@command(
    {
        "trunkline notifications requests accept %1": "the first of the last listing",
        "trunkline notifications requests accept @alice@mastodon.social": "by name",
    }
)
@on_each(_REQUEST, "Accepted the notifications of {}, and the later ones.")
def accept(session: Session, request: NotificationRequest) -> None:
    """Accept the notifications of each REQUEST: a number, an id, or @name@server; - reads them."""
    session.client.accept_notification_request(request)


@command({"trunkline notifications requests dismiss %1 %2": "the first two of the last listing"})
@on_each(_REQUEST, "Dismissed the notifications of {}.")
def dismiss(session: Session, request: NotificationRequest) -> None:
    """Dismiss the notifications of each REQUEST: a number, an id, or @name@server; - reads them."""
    session.client.dismiss_notification_request(request)


def _text(request: NotificationRequest, view: View) -> Text:
    from trunkline.cli.output.statuses import account_line

    count = counted(int(request.notifications_count), "notification")
    return account_line(request.account) + styled((f"  {count}, the newest {view.time(request.updated_at)}", "dim"))


_REQUESTS = Kind(
    _text,
    lambda one: (
        {"request": one.id, "account": one.account.id} | ({"status": one.last_status.id} if one.last_status else {})
    ),
    lambda one: {"accounts": [one.account.acct]},
)
