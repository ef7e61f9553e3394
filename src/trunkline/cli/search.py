"""The command search."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

import click

from trunkline.cli.command import command
from trunkline.cli.exits import NOT_LOGGED_IN, CommandFailure
from trunkline.cli.listing import ACCOUNTS, STATUSES, TAGS, Kind, Printing, listing_options
from trunkline.cli.output.terminal import styled
from trunkline.cli.references import find_account
from trunkline.cli.session.completion import complete_accounts
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

if TYPE_CHECKING:
    from rich.text import Text

    from trunkline.cli.output.view import View
    from trunkline.endpoints.search import ResultType

_PAGE = 40
_TYPES = {"accounts": ("accounts", ACCOUNTS), "posts": ("statuses", STATUSES), "tags": ("hashtags", TAGS)}


@command(
    {
        "trunkline search trains": "accounts, tags and posts that have to do with a word",
        "trunkline search --type accounts alice -n 40": "only accounts",
        "trunkline search https://mastodon.social/@Gargron/1 --resolve": "a post of another server",
        "trunkline search trains --type posts --by @alice@mastodon.social": "posts of one account",
    }
)
@click.argument("words", nargs=-1, required=True, metavar="WORD...")
@click.option("--type", "-t", "only", type=click.Choice(list(_TYPES)), help="Only results of this type.")
@click.option("--resolve", "-r", is_flag=True, help="Look an address, or name@server, up on its own server.")
@click.option("--by", metavar="ACCOUNT", shell_complete=complete_accounts, help="Only posts of this account.")
@click.option("--following", is_flag=True, help="Only accounts that you follow.")
@listing_options()
@with_session(anonymous=True)
def search(
    session: Session,
    words: tuple[str, ...],
    only: str | None,
    resolve: bool,
    by: str | None,
    following: bool,
    listing: Printing,
) -> None:
    """Search accounts, tags and posts; --limit is for each of these types.

    Many servers search posts only for people with an account there, and some not at all.
    """
    if session.is_anonymous and (resolve or following):
        raise CommandFailure(
            f"--resolve and --following need an account. Run: trunkline login {session.host}", NOT_LOGGED_IN
        )
    options: dict[str, Any] = {
        "resolve": resolve,
        "limit": listing.page(_PAGE),
        "account_id": find_account(session, by).id if by else None,
        "following": following or None,
    }
    query = " ".join(words)
    if only is None:
        found = _of_all_types(session, query, options, listing.limit)
        listing._replace(limit=len(_TYPES) * listing.limit).print(session, _RESULTS, found)
        return
    name, kind = _TYPES[only]
    listing.print(session, kind, _of_type(session, query, name, options))


def _of_all_types(session: Session, query: str, options: dict[str, Any], limit: int) -> Iterator[Any]:
    found = session.client.search_v2(query, **options)
    for results in (found.accounts, found.hashtags, found.statuses):
        yield from (results or ())[:limit]


def _of_type(session: Session, query: str, name: str, options: dict[str, Any]) -> Iterator[Any]:
    """Yield the results of a type, page by page; without an account a server gives the first page alone."""
    page: Any = session.client.search_v2(query, result_type=cast("ResultType", name), **options)
    while page and page.get(name):
        yield from getattr(page, name)
        page = None if session.is_anonymous else session.client.fetch_next(page)


def _kind_of(result: Any) -> Kind:
    from trunkline.entities import Account, Status

    return ACCOUNTS if isinstance(result, Account) else STATUSES if isinstance(result, Status) else TAGS


def _text(result: Any, view: View) -> Text:
    """Return a result, with an empty line after posts."""
    kind = _kind_of(result)
    return kind.text(result, view) + styled("\n" if kind.apart else "")


_RESULTS = Kind(
    _text,
    lambda result: _kind_of(result).ids(result),
    lambda result: _kind_of(result).names(result),
)
