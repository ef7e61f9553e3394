"""The commands admin accounts that do something to accounts, and that undo it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import click

from trunkline.cli.admin.accounts.finding import ADMIN_ACCOUNT
from trunkline.cli.command import Command, command
from trunkline.cli.each import on_each
from trunkline.cli.references import find_id
from trunkline.cli.session.open_session import Session

if TYPE_CHECKING:
    from trunkline.endpoints.admin_accounts import AdminAccountAction
    from trunkline.entities import AdminAccount

_REFERENCES = "Each is named by a number of the last listing, @name@server, an address or an id; - reads them."


def _moderating(name: str, kind: str, does: str, done: str, ask: str | None = None) -> Command:
    """Make a command of an action on accounts."""

    @command(
        {
            f"trunkline admin accounts {name} @spammer@example.com": "one account",
            f"trunkline admin accounts {name} %1 --text 'No advertisements, please' --report 12": (
                "with a message, as the answer to a report"
            ),
        },
        name=name,
        help=f"{does} {_REFERENCES}",
    )
    @click.option("--text", help="A message to the person.")
    @click.option("--report", metavar="REPORT", help="The report that this resolves: an id.")
    @click.option("--no-email", "silently", is_flag=True, help="Do not notify the person by e-mail.")
    @on_each(ADMIN_ACCOUNT, done, ask=ask)
    def run(
        session: Session, account: AdminAccount, text: str | None, report: str | None, silently: bool
    ) -> AdminAccount:
        session.client.admin_account_moderate(
            account,
            cast("AdminAccountAction", kind),
            report_id=find_id(session, report, "report") if report else None,
            text=text,
            send_email_notification=not silently,
        )
        return session.client.admin_account(account)

    return run


warn = _moderating("warn", "none", "Send people a warning, which restricts nothing.", "Warned {}.")
silence = _moderating(
    "silence", "silence", "Limit accounts: only their followers see them.", "Limited {}. To undo it: unsilence"
)
sensitive = _moderating(
    "sensitive",
    "sensitive",
    "Mark all media of accounts as sensitive.",
    "Marked the media of {}. To undo it: unsensitive",
)
disable = _moderating(
    "disable",
    "disable",
    "Disable accounts of this server: nobody can log in to them.",
    "Disabled {}. To undo it: enable",
    "Disable {}?",
)
suspend = _moderating(
    "suspend",
    "suspend",
    "Suspend accounts: nobody sees them, and after 30 days their data is deleted.",
    "Suspended {}. To undo it, within 30 days: unsuspend",
    "Suspend {}?",
)


@command({"trunkline admin accounts approve %1 %2": "the first two of the last listing"})
@on_each(ADMIN_ACCOUNT, "Approved {}.")
def approve(session: Session, account: AdminAccount) -> AdminAccount:
    """Approve accounts that are pending."""
    return session.client.admin_account_approve(account)


@command({"trunkline admin accounts reject %1 --yes": "the first of the last listing, without a question"})
@on_each(ADMIN_ACCOUNT, "Rejected {}: the account is deleted.", ask="Reject and delete {}?")
def reject(session: Session, account: AdminAccount) -> None:
    """Reject accounts that are pending, and delete them."""
    session.client.admin_account_reject(account)


@command({"trunkline admin accounts delete @spammer": "after suspend"})
@on_each(ADMIN_ACCOUNT, "Deleted the data of {}.", ask="Delete the data of {} for good?")
def delete(session: Session, account: AdminAccount) -> None:
    """Delete the data of suspended accounts at once and for good."""
    session.client.admin_account_delete(account)


@command({"trunkline admin accounts enable @alice": "after disable"})
@on_each(ADMIN_ACCOUNT, "Enabled {}.")
def enable(session: Session, account: AdminAccount) -> AdminAccount:
    """Enable accounts that are disabled."""
    return session.client.admin_account_enable(account)


@command({"trunkline admin accounts unsilence @alice@example.com": "after silence"})
@on_each(ADMIN_ACCOUNT, "Lifted the limit of {}.")
def unsilence(session: Session, account: AdminAccount) -> AdminAccount:
    """Lift the limit of accounts."""
    return session.client.admin_account_unsilence(account)


@command({"trunkline admin accounts unsuspend @alice@example.com": "after suspend"})
@on_each(ADMIN_ACCOUNT, "Lifted the suspension of {}.")
def unsuspend(session: Session, account: AdminAccount) -> AdminAccount:
    """Lift the suspension of accounts."""
    return session.client.admin_account_unsuspend(account)


@command({"trunkline admin accounts unsensitive @alice@example.com": "after sensitive"})
@on_each(ADMIN_ACCOUNT, "The media of {} are no longer marked.")
def unsensitive(session: Session, account: AdminAccount) -> AdminAccount:
    """Stop marking the media of accounts as sensitive."""
    return session.client.admin_account_unsensitive(account)
