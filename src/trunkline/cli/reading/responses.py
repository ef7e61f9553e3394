"""The commands boosters, favouriters and quotes: who has done something with a post."""

from __future__ import annotations

import click

from trunkline.cli.command import command
from trunkline.cli.listing import ACCOUNTS, STATUSES, Printing, listing_options
from trunkline.cli.references import find_own_post, find_post
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

_PAGE, _PAGE_OF_POSTS = 80, 40


@command({"trunkline boosters %3": "of the third post of the last listing"})
@click.argument("post", metavar="POST")
@listing_options(limit=40)
@with_session(anonymous=True)
def boosters(session: Session, post: str, listing: Printing) -> None:
    """List the accounts that boosted POST."""
    first = session.client.status_reblogged_by(find_post(session, post), limit=listing.page(_PAGE))
    listing.print(session, ACCOUNTS, session.client.iterate(first))


@command({"trunkline favouriters %3": "of the third post of the last listing"})
@click.argument("post", metavar="POST")
@listing_options(limit=40)
@with_session(anonymous=True)
def favouriters(session: Session, post: str, listing: Printing) -> None:
    """List the accounts that favourited POST."""
    first = session.client.status_favourited_by(find_post(session, post), limit=listing.page(_PAGE))
    listing.print(session, ACCOUNTS, session.client.iterate(first))


@command({"trunkline quotes %3": "the posts that quote the third post of the last listing, which is yours"})
@click.argument("post", metavar="POST")
@listing_options()
@with_session()
def quotes(session: Session, post: str, listing: Printing) -> None:
    """List the posts that quote POST, which is yours. Numbers are for: trunkline revoke-quote"""
    first = session.client.status_quotes(find_own_post(session, post), limit=listing.page(_PAGE_OF_POSTS))
    listing.print(session, STATUSES, session.client.iterate(first))
