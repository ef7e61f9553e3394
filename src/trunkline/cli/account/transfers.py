"""Tables of follows, blocks, mutes, lists and bookmarks, as the settings of an account on the web write and read them.

Columns and headers: https://github.com/mastodon/mastodon/blob/main/app/models/export.rb and
https://github.com/mastodon/mastodon/blob/main/app/models/form/import.rb
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from trunkline.cli.account.related import related
from trunkline.cli.references import find_account, find_status
from trunkline.cli.session.open_session import Session

if TYPE_CHECKING:
    from trunkline.entities import Account

Row = tuple[str, ...]

_ACCOUNT = "Account address"
_PAGE = 80


class Transfer(NamedTuple):
    """A kind of table.

    Attributes:
        columns: names of the columns.
        defaults: the values of columns that a file leaves out; those without one have to be there.
        has_header: exports begin with the names of the columns.
        rows: yields the rows of the own account, as it is now.
        importer: returns a function that brings one row about.
    """

    columns: Row
    defaults: Row
    has_header: bool
    rows: Callable[[Session], Iterator[Row]]
    importer: Callable[[Session], Callable[[Row], object]]


def _addresses(session: Session) -> Callable[[Account], str]:
    """Return a function that gives ``name@server`` of an account, also of one of the own server."""
    instance = session.client.instance()
    domain = instance.get("domain") or instance["uri"].rpartition("/")[2]
    return lambda account: account.acct if "@" in account.acct else f"{account.acct}@{domain}"


def _follows(session: Session) -> Iterator[Row]:
    address = _addresses(session)
    first = session.client.account_following(session.me, limit=_PAGE)
    for account, how in related(session, session.client.iterate(first)):
        yield address(account), _flag(how.showing_reblogs), _flag(how.notifying), ", ".join(how.languages or ())


def _follow(session: Session) -> Callable[[Row], object]:
    def follow(row: Row) -> object:
        languages = row[3].replace(",", " ").split()
        return session.client.account_follow(
            find_account(session, row[0]), row[1] == "true", row[2] == "true", languages=languages or None
        )

    return follow


def _blocks(session: Session) -> Iterator[Row]:
    address = _addresses(session)
    return ((address(one),) for one in session.client.iterate(session.client.blocks(limit=_PAGE)))


def _mutes(session: Session) -> Iterator[Row]:
    address = _addresses(session)
    muted = session.client.iterate(session.client.mutes(limit=_PAGE))
    for account, how in related(session, muted):
        yield address(account), _flag(how.muting_notifications)


def _lists(session: Session) -> Iterator[Row]:
    address = _addresses(session)
    for one in session.client.lists():
        for account in session.client.iterate(session.client.list_accounts(one, limit=_PAGE)):
            yield one.title, address(account)


def _list_member(session: Session) -> Callable[[Row], object]:
    lists = {one.title: one for one in session.client.lists()}

    def add(row: Row) -> object:
        title, address = row
        account = find_account(session, address)
        (how,) = session.client.account_relationships(account)
        if not (how.following or how.requested or account.id == session.me.id):
            session.client.account_follow(account)
        if title not in lists:
            lists[title] = session.client.list_create(title)
        return session.client.list_accounts_add(lists[title], account)

    return add


def _domains(session: Session) -> Iterator[Row]:
    return ((one,) for one in session.client.iterate(session.client.domain_blocks(limit=200)))


def _bookmarks(session: Session) -> Iterator[Row]:
    return ((one.uri,) for one in session.client.iterate(session.client.bookmarks(limit=40)))


def _flag(value: bool | None) -> str:
    return "true" if value else "false"


TRANSFERS = {
    "following": Transfer(
        (_ACCOUNT, "Show boosts", "Notify on new posts", "Languages"), ("true", "false", ""), True, _follows, _follow
    ),
    "blocks": Transfer(
        (_ACCOUNT,),
        (),
        False,
        _blocks,
        lambda session: lambda row: session.client.account_block(find_account(session, row[0])),
    ),
    "mutes": Transfer(
        (_ACCOUNT, "Hide notifications"),
        ("true",),
        True,
        _mutes,
        lambda session: lambda row: session.client.account_mute(find_account(session, row[0]), row[1] == "true"),
    ),
    "domain-blocks": Transfer(
        ("#domain",), (), False, _domains, lambda session: lambda row: session.client.domain_block(row[0])
    ),
    "lists": Transfer(("List name", _ACCOUNT), (), False, _lists, _list_member),
    "bookmarks": Transfer(
        ("#uri",),
        (),
        False,
        _bookmarks,
        lambda session: lambda row: session.client.status_bookmark(find_status(session, row[0])),
    ),
}
"""Kinds of tables, by the word that is typed."""
