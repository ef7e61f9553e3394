"""The commands trends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from trunkline.cli.command import command
from trunkline.cli.listing import STATUSES, TAGS, Kind, Printing, listing_options
from trunkline.cli.output.terminal import lines, one_line, styled
from trunkline.cli.output.view import counted, mark
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

if TYPE_CHECKING:
    from rich.text import Text

    from trunkline.cli.output.view import View
    from trunkline.entities import TrendsLink

_PAGE, _PAGE_OF_POSTS = 20, 40
_language = click.option("--language", metavar="CODE", help="Prefer what is in this language (ISO 639 code).")


@command(
    {
        "trunkline trends tags": "the tags that are used most",
        "trunkline trends tags --server mastodon.social -n 5": "of a server that you have no account at",
    }
)
@_language
@listing_options(limit=10)
@with_session(anonymous=True)
def tags(session: Session, language: str | None, listing: Printing) -> None:
    """List the trending tags, the most popular first."""
    first = session.client.trending_tags(limit=listing.page(_PAGE), lang=language)
    listing.print(session, TAGS, session.client.iterate(first))


@command({"trunkline trends posts -n 5": "the five most popular posts of these days"})
@_language
@listing_options()
@with_session(anonymous=True)
def posts(session: Session, language: str | None, listing: Printing) -> None:
    """List the trending posts, the most popular first."""
    first = session.client.trending_statuses(limit=listing.page(_PAGE_OF_POSTS), lang=language)
    listing.print(session, STATUSES, session.client.iterate(first))


@command(
    {
        "trunkline trends links": "the pages that people link to most",
        "trunkline trends links --language de --json | jq -r .url": "addresses, rather of pages in German",
    }
)
@_language
@listing_options(limit=10)
@with_session(anonymous=True)
def links(session: Session, language: str | None, listing: Printing) -> None:
    """List the trending links, the most popular first. `trunkline timeline link ADDRESS` has the posts about one."""
    first = session.client.trending_links(limit=listing.page(_PAGE), lang=language)
    listing.print(session, _LINKS, session.client.iterate(first))


def _link_text(link: TrendsLink, view: View) -> Text:
    title, site = one_line(link.title or link.url), one_line(link.provider_name or "")
    uses = [int(day.uses) for day in link.history or ()]
    count = f"{counted(sum(uses), 'post')} in {counted(len(uses), 'day')}" if uses else ""
    about = mark("between").join(part for part in (site, count) if part)
    return lines((styled((title, "bold"), (f"  {about}" if about else "", "dim")), styled("  ", (link.url, "blue"))))


_LINKS = Kind(_link_text, lambda _: {})
