"""Accounts as moderators name and see them: also those that are pending or suspended, which others do not find."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from trunkline.cli.each import Subject
from trunkline.cli.exits import NOT_FOUND, CommandFailure
from trunkline.cli.listing import Kind
from trunkline.cli.output.terminal import lines, one_line, styled
from trunkline.cli.output.view import mark
from trunkline.cli.references import numbered
from trunkline.cli.session.completion import complete_accounts
from trunkline.cli.session.open_session import Session

if TYPE_CHECKING:
    from rich.text import Text

    from trunkline.cli.output.view import View
    from trunkline.entities import AdminAccount


def find_admin_account(session: Session, reference: str) -> AdminAccount:
    """Return the account that an id, ``@name@server``, ``name``, an address or a number of the last listing names.

    Raises:
        CommandFailure: there is none.
    """
    found = numbered(session, reference, "account") or (reference if reference.isdigit() else None)
    if found:
        return session.client.admin_account(found)
    name, domain = _name_and_domain(session, reference)
    matching = session.client.admin_accounts_v2(username=name, by_domain=domain, origin="remote" if domain else "local")
    for account in session.client.iterate(matching):  # those whose names begin so
        if account.username.lower() == name.lower() and domain in (None, account.domain):
            return account
    raise CommandFailure(
        f"There is no account {reference}. A name without @server is one of {session.host}.", NOT_FOUND
    )


ADMIN_ACCOUNT = Subject("ACCOUNT", find_admin_account, lambda one: f"@{one.account.acct}", complete_accounts)


def admin_account_line(account: AdminAccount, view: View) -> Text:
    """Return name, state and age of an account, and its e-mail address."""
    from trunkline.cli.output.statuses import account_line

    states = [word for word, is_so in _states(account) if is_so]
    role = one_line(account.role.name or "") if account.role else ""
    about = (role, view.time(account.created_at), one_line(account.email or ""), one_line(account.ip or ""))
    return (
        account_line(account.account)
        + styled((f"  {', '.join(states)}" if states else "", "yellow"))
        + styled((f"  {mark('between').join(part for part in about if part)}", "dim"))
    )


def admin_account_text(account: AdminAccount, view: View) -> Text:
    """Return everything that moderators see of an account."""
    from trunkline.cli.output.rows import named_rows
    from trunkline.cli.output.statuses import html_lines, indented

    shown = account.account
    rows = (
        ("id", account.id),
        ("address", shown.url),
        ("language", account.locale),
        ("reason to join", account.invite_request),
        ("invited by", account.invited_by_account_id),
        ("posts", shown.statuses_count),
        ("followers", shown.followers_count),
        ("follows", shown.following_count),
        ("IP addresses", ", ".join(f"{one.ip} ({view.time(one.used_at)})" for one in account.ips or ())),
    )
    return lines((admin_account_line(account, view), html_lines(shown.note or ""), indented(named_rows(rows))))


def _states(account: AdminAccount) -> Iterator[tuple[str, bool]]:
    yield "suspended", account.suspended
    yield "limited", account.silenced
    yield "disabled", bool(account.disabled)
    yield "media sensitive", account.sensitized
    yield "not confirmed", account.confirmed is False
    yield "pending", account.approved is False


def _name_and_domain(session: Session, reference: str) -> tuple[str, str | None]:
    host = session.host
    if "://" in reference:
        address = urlsplit(reference)
        host, reference = address.netloc.lower(), address.path.rstrip("/").rpartition("/")[2]
    name, _, domain = reference.lstrip("@").partition("@")
    domain = domain.lower() or host
    return name, None if domain == session.host else domain


ADMIN_ACCOUNTS = Kind(admin_account_line, lambda one: {"account": one.id}, lambda one: {"accounts": [one.account.acct]})
"""Accounts in the form for moderators."""
