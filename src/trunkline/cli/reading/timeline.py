"""The command timeline."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from trunkline.cli.command import command
from trunkline.cli.listing import STATUSES, Printing, listing_options
from trunkline.cli.references import find_account, find_list
from trunkline.cli.session.completion import complete_accounts, complete_lists, complete_tags
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from trunkline.answers.page import Page
    from trunkline.entities import Status

_PAGE = 40


class _Timeline(NamedTuple):
    """A timeline.

    Attributes:
        first: requests the first page: of session, OF, and the number of posts.
        of: what OF is; empty if there is none.
        complete: completes OF.
    """

    first: Callable[[Session, str, int], Page[Status]]
    of: str = ""
    complete: Callable[..., list[CompletionItem]] = lambda *_: []


_TIMELINES = {
    "home": _Timeline(lambda session, _, limit: session.client.timeline_home(limit=limit)),
    "public": _Timeline(lambda session, _, limit: session.client.timeline_public(limit=limit)),
    "local": _Timeline(lambda session, _, limit: session.client.timeline_local(limit=limit)),
    "tag": _Timeline(
        lambda session, of, limit: session.client.timeline_hashtag(of.lstrip("#"), limit=limit), "a tag", complete_tags
    ),
    "list": _Timeline(
        lambda session, of, limit: session.client.timeline_list(find_list(session, of).id, limit=limit),
        "a list, by title or id",
        complete_lists,
    ),
    "link": _Timeline(lambda session, of, limit: session.client.timeline_link(of, limit=limit), "an address"),
    "account": _Timeline(
        lambda session, of, limit: session.client.account_statuses(find_account(session, of), limit=limit),
        "an account",
        complete_accounts,
    ),
    "favourites": _Timeline(lambda session, _, limit: session.client.favourites(limit=limit)),
    "bookmarks": _Timeline(lambda session, _, limit: session.client.bookmarks(limit=limit)),
    "trends": _Timeline(lambda session, _, limit: session.client.trending_statuses(limit=limit)),
}


class _Name(click.ParamType):  # type: ignore[type-arg]  # generic in new versions of click alone
    """The name of a timeline: any text, since `_chosen` knows short forms; completed from the table above."""

    name = "text"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Complete names of timelines."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(name) for name in _TIMELINES if name.startswith(incomplete)]


def _complete_of(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
    found = _TIMELINES.get(ctx.params.get("name") or "")
    return found.complete(ctx, param, incomplete) if found else []


@command(
    {
        "trunkline timeline": "the home timeline",
        "trunkline timeline '#python' -n 50": "the newest 50 posts with a tag",
        "trunkline timeline account @alice@mastodon.social": "the posts of an account",
        "trunkline timeline list Friends --json": "a list, for programs",
        "trunkline timeline public --server mastodon.social": "a server that you have no account at",
    }
)
@click.argument("name", required=False, type=_Name())
@click.argument("of", required=False, shell_complete=_complete_of)
@listing_options()
@with_session(anonymous=True)
def timeline(session: Session, name: str | None, of: str | None, listing: Printing) -> None:
    """Read a timeline, newest post first.

    NAME is home (the default with an account), public, local, tag, list, link, account, favourites, bookmarks or
    trends. OF is the tag, the list, the address of the page or the account; '#python' is short for: tag python.
    """
    chosen, wanted = _chosen(name or ("public" if session.is_anonymous else "home"), of)
    first = chosen.first(session, wanted, min(listing.limit, _PAGE))
    listing.print(session, STATUSES, session.client.iterate(first))


def _chosen(name: str, of: str | None) -> tuple[_Timeline, str]:
    if name.startswith("#") and of is None:
        name, of = "tag", name
    if "/" in name and of is None:  # as earlier versions wrote it: tag/python
        name, _, of = name.partition("/")
    found = _TIMELINES.get(name)
    if found is None:
        raise click.UsageError(f"There is no timeline {name!r}. Write one of: {', '.join(_TIMELINES)}.")
    if bool(found.of) != bool(of):
        needed = f"needs {found.of}: trunkline timeline {name} ..." if found.of else f"is not of something: {of}"
        raise click.UsageError(f"The timeline {name} {needed}")
    return found, of or ""
