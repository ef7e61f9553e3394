"""The commands admin reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from trunkline.cli.admin.accounts.finding import find_admin_account
from trunkline.cli.bulk import for_each
from trunkline.cli.command import command
from trunkline.cli.each import Subject, on_each
from trunkline.cli.listing import Kind, Printing, json_option, listing_options, view_options
from trunkline.cli.output.terminal import lines, one_line, styled
from trunkline.cli.output.view import counted, mark
from trunkline.cli.references import find_id, named
from trunkline.cli.session.completion import complete_accounts
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

if TYPE_CHECKING:
    from rich.text import Text

    from trunkline.cli.output.view import View
    from trunkline.entities import AdminReport

_PAGE = 200
_REPORT = Subject("REPORT", lambda session, given: find_id(session, given, "report"), str)


@command(
    {
        "trunkline admin reports list": "those that are open",
        "trunkline admin reports list --about @spammer@example.com --resolved": "the resolved ones about one account",
    },
    name="list",
)
@click.option("--resolved", is_flag=True, help="Resolved reports instead of open ones.")
@click.option("--by", metavar="ACCOUNT", shell_complete=complete_accounts, help="Only reports by this account.")
@click.option("--about", metavar="ACCOUNT", shell_complete=complete_accounts, help="Only reports about this account.")
@listing_options()
@with_session()
def list_(session: Session, resolved: bool, by: str | None, about: str | None, listing: Printing) -> None:
    """List reports, the newest first; a number stands for the reported account where an account is meant."""
    first = session.client.admin_reports(
        resolved=resolved,
        account_id=find_admin_account(session, by) if by else None,
        target_account_id=find_admin_account(session, about) if about else None,
        limit=listing.page(_PAGE),
    )
    listing.print(session, _REPORTS, session.client.iterate(first))


@command({"trunkline admin reports show %1": "the first of the last listing, with the posts"})
@click.argument("reports", nargs=-1, required=True, metavar="REPORT...")
@json_option
@view_options
@with_session()
def show(session: Session, reports: tuple[str, ...], as_json: bool, view: View) -> None:
    """Show each REPORT with its posts: a number of the last listing, or an id; - reads them."""
    found: list[AdminReport] = []

    def find(reference: str) -> None:
        with named("report", reference):
            found.append(session.client.admin_report(find_id(session, reference, "report")))

    code = for_each(reports, find)
    kind = _REPORTS._replace(text=_whole_text)
    Printing(len(found), as_json, pager=True, view=view, numbered=False).print(session, kind, found)
    click.get_current_context().exit(code)


@command({"trunkline admin reports assign %1": "the first of the last listing"})
@on_each(_REPORT, "Assigned the report {} to you.")
def assign(session: Session, report: str) -> AdminReport:
    """Assign each REPORT to yourself."""
    return session.client.admin_report_assign(report)


@command({"trunkline admin reports unassign %1": "the first of the last listing"})
@on_each(_REPORT, "Nobody is assigned to the report {} now.")
def unassign(session: Session, report: str) -> AdminReport:
    """Remove the assignment of each REPORT."""
    return session.client.admin_report_unassign(report)


@command({"trunkline admin reports resolve %1 %2": "the first two of the last listing"})
@on_each(_REPORT, "Resolved the report {}.")
def resolve(session: Session, report: str) -> AdminReport:
    """Mark each REPORT as resolved. `admin accounts ... --report` does so along with an action."""
    return session.client.admin_report_resolve(report)


@command({"trunkline admin reports reopen 12": "one that was resolved"})
@on_each(_REPORT, "Opened the report {} again.")
def reopen(session: Session, report: str) -> AdminReport:
    """Open each REPORT again that was resolved."""
    return session.client.admin_report_reopen(report)


def _text(report: AdminReport, view: View) -> Text:
    from trunkline.cli.output.statuses import account_line

    assigned = report.assigned_account
    about = (
        one_line(report.category or ""),
        counted(len(report.statuses or ()), "post"),
        view.time(report.created_at),
        f"by @{one_line(report.account.account.acct)}",
        f"assigned to @{one_line(assigned.account.acct)}" if assigned else "",
        "resolved" if report.action_taken else "",
    )
    comment = one_line(report.comment or "")
    return lines(
        (
            account_line(report.target_account.account)
            + styled((f"  {mark('between').join(part for part in about if part)}", "dim")),
            styled("  ", (comment, "italic")) if comment else None,
        )
    )


def _whole_text(report: AdminReport, view: View) -> Text:
    from trunkline.cli.output.statuses import behind_line, status_text

    rules = (styled("  breaks: ", (one_line(rule.text), "yellow")) for rule in report.rules or ())
    statuses = (behind_line(status_text(status, view)) for status in report.statuses or ())
    return lines((_text(report, view), *rules, *statuses))


_REPORTS = Kind(
    _text,
    lambda one: (
        {"report": one.id, "account": one.target_account.id} | ({"status": one.statuses[0].id} if one.statuses else {})
    ),
    lambda one: {"accounts": [one.target_account.account.acct]},
    apart=True,
)
