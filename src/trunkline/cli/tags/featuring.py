"""The commands tags featured, feature, unfeature and suggestions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from trunkline.cli.command import command
from trunkline.cli.each import TAG, on_each
from trunkline.cli.exits import NOT_FOUND, CommandFailure
from trunkline.cli.listing import TAGS, Printing, listing_options
from trunkline.cli.output.terminal import one_line, styled
from trunkline.cli.references import find_account
from trunkline.cli.session.completion import complete_accounts
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

if TYPE_CHECKING:
    from rich.text import Text

    from trunkline.cli.output.view import View
    from trunkline.entities import FeaturedTag


@command(
    {
        "trunkline tags featured": "on your profile",
        "trunkline tags featured @alice@mastodon.social": "on another profile",
    }
)
@click.argument("of", default="me", metavar="[ACCOUNT]", shell_complete=complete_accounts)
@listing_options(limit=20)
@with_session(anonymous=True)
def featured(session: Session, of: str, listing: Printing) -> None:
    """List the hashtags that the profile of ACCOUNT features, or your own."""
    found = session.client.account_featured_tags(find_account(session, of))
    listing.print(session, TAGS._replace(text=_text), found)


@command({"trunkline tags feature python gardening": "two tags"})
@on_each(TAG, "Your profile features {}.")
def feature(session: Session, tag: str) -> FeaturedTag:
    """Feature hashtags on your profile."""
    return session.client.featured_tag_create(tag)


@command({"trunkline tags unfeature gardening": "one tag"})
@on_each(TAG, "Your profile does not feature {}.")
def unfeature(session: Session, tag: str) -> None:
    """Stop featuring hashtags on your profile."""
    found = next((one for one in session.client.featured_tags() if one.name.lower() == tag.lower()), None)
    if found is None:
        raise CommandFailure(f"Your profile does not feature #{one_line(tag)}.", NOT_FOUND)
    session.client.featured_tag_delete(found)


@command({"trunkline tags suggestions": "and then: trunkline tags feature %1"})
@listing_options(limit=10)
@with_session()
def suggestions(session: Session, listing: Printing) -> None:
    """List the hashtags that you use most and do not feature yet."""
    listing.print(session, TAGS, session.client.featured_tag_suggestions())


def _text(tag: FeaturedTag, view: View) -> Text:
    newest = f", the last {tag.last_status_at:%Y-%m-%d}" if tag.last_status_at else ""
    return styled((f"#{one_line(tag.name)}", "cyan"), (f"  {one_line(str(tag.statuses_count))} posts{newest}", "dim"))
