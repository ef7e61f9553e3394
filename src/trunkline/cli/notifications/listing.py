"""The commands notifications list and notifications unread."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, get_args

import click

from trunkline.cli.command import command
from trunkline.cli.listing import Kind, Printing, json_option, listing_options
from trunkline.cli.output.terminal import say, say_json
from trunkline.cli.references import find_account
from trunkline.cli.session.completion import complete_accounts
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session
from trunkline.entities.literals import NotificationType
from trunkline.errors import MastodonNotFoundError, MastodonVersionError

if TYPE_CHECKING:
    from rich.text import Text

    from trunkline.cli.output.notifications import Notice
    from trunkline.cli.output.view import View
    from trunkline.entities import GroupedNotificationsResults, Status

_PAGE = 80
_MOST_COUNTED = 1000
_TYPES = click.Choice(get_args(NotificationType))


def _type_options(function: Callable[..., Any]) -> Callable[..., Any]:
    for names, says in (
        (("--exclude", "-e"), "A type to leave out; may be repeated."),
        (("--type", "-t", "types"), f"A type to print alone; may be repeated. Types: {', '.join(_TYPES.choices)}."),
    ):
        function = click.option(*names, multiple=True, type=_TYPES, metavar="TYPE", help=says)(function)
    return function


@command(
    {
        "trunkline notifications list": "what has happened, alike notifications in one",
        "trunkline notifications list -t mention -t quote -n 5": "only the newest mentions and quotes",
        "trunkline notifications list --single --json | jq -r .account.acct": "each notification by itself",
    },
    name="list",
)
@_type_options
@click.option("--by", metavar="ACCOUNT", shell_complete=complete_accounts, help="Only of this account, each by itself.")
@click.option("--filtered", is_flag=True, help="Also those that your policy filters.")
@click.option("--single", is_flag=True, help="Print each by itself instead of groups.")
@listing_options()
@with_session()
def list_(
    session: Session,
    types: tuple[str, ...],
    exclude: tuple[str, ...],
    by: str | None,
    filtered: bool,
    single: bool,
    listing: Printing,
) -> None:
    """List notifications, newest first; favourites, boosts and follows of the same in one.

    A number such as %3 stands for the post of a notification where a post is meant, and for the account that caused it
    where an account is meant: `trunkline post --reply-to %3 'Thank you'`. With --json, a group has its accounts and its
    post with it.
    """
    options: dict[str, Any] = {
        "types": types or None,
        "exclude_types": exclude or None,
        "include_filtered": filtered or None,
        "limit": listing.page(_PAGE),
    }
    if by is not None:
        options["account_id"] = find_account(session, by).id
    notices = _single(session, options) if single or by else _grouped(session, options)
    listing.print(session, NOTICES, _as_json(notices) if listing.as_json else notices)


@command(
    {
        "trunkline notifications unread": "the number of notifications after the ones that you have read",
        "trunkline notifications unread -t mention": "the number of mentions",
    }
)
@_type_options
@json_option
@with_session()
def unread(session: Session, types: tuple[str, ...], exclude: tuple[str, ...], as_json: bool) -> None:
    """Print the number of unread notifications, up to 1000. Needs Mastodon 4.3."""
    found = session.client.notifications_unread_count(
        limit=_MOST_COUNTED, types=types or None, exclude_types=exclude or None
    )
    say_json(found) if as_json else say(str(found.count))


def _grouped(session: Session, options: Mapping[str, Any]) -> Iterator[Notice]:
    """Yield groups; single notifications of a server without groups."""
    client = session.client
    try:
        first = client.grouped_notifications(**options, expand_accounts="full")
    except (MastodonNotFoundError, MastodonVersionError):  # before Mastodon 4.3, and other software
        yield from _single(session, options)
        return
    for page in client.pages(first):  # type: ignore[var-annotated, arg-type]
        yield from _groups_of(page)  # type: ignore[arg-type]


def _groups_of(page: GroupedNotificationsResults) -> Iterator[Notice]:
    from trunkline.cli.output.notifications import Notice

    accounts = {one.id: one for one in page.accounts or ()}
    statuses: dict[str, Status] = {one.id: one for one in page.statuses or ()}
    for group in page.notification_groups:
        known = [accounts[id_] for id_ in group.sample_account_ids or () if id_ in accounts]
        yield Notice(group, known, group.notifications_count or 1, statuses.get(str(group.status_id)))


def _single(session: Session, options: Mapping[str, Any]) -> Iterator[Notice]:
    from trunkline.cli.output.notifications import Notice

    for one in session.client.iterate(session.client.notifications(**options)):
        yield Notice(one, [one.account], 1, one.status)


def _as_json(notices: Iterator[Notice]) -> Iterator[Any]:
    """Yield notifications as they are, and groups with the accounts and the post that the server sends beside them."""
    from trunkline.answers.storing import raw

    for notice in notices:
        about = raw(notice.about)
        if "group_key" in about and "id" not in about:
            about = {**about, "accounts": raw(notice.accounts), "status": raw(notice.status)}
        yield about


def _text(notice: Notice, view: View) -> Text:
    from trunkline.cli.output.notifications import notice_text

    return notice_text(notice, view)


def _ids(notice: Notice) -> Mapping[str, str]:
    about = notice.about
    ids = {"notification": about.id} if "id" in about else {"notification": about.group_key}
    if notice.status is not None:
        ids["status"] = (notice.status.reblog or notice.status).id
    if notice.accounts:
        ids["account"] = notice.accounts[0].id
    return ids


NOTICES = Kind(_text, _ids, lambda notice: {"accounts": [one.acct for one in notice.accounts]}, apart=True)
"""Notifications and groups of them."""
