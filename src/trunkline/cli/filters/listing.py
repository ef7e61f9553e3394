"""The command filters list."""

from __future__ import annotations

from trunkline.cli.command import command
from trunkline.cli.filters.finding import FILTERS
from trunkline.cli.listing import Printing, listing_options
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session


@command({"trunkline filters list": "and then: trunkline filters edit %1 --add spoiler"})
@listing_options(limit=100)
@with_session()
def list_(session: Session, listing: Printing) -> None:
    """List your filters, with their keywords; * behind one means that it also matches inside of words."""
    listing.print(session, FILTERS, session.client.filters_v2())
