"""The command account export."""

from __future__ import annotations

import click

from trunkline.cli.account.csv_rows import written
from trunkline.cli.account.transfers import TRANSFERS
from trunkline.cli.command import command
from trunkline.cli.output.terminal import say
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session


@command(
    {
        "trunkline account export following > following.csv": "the accounts that you follow, with the options",
        "trunkline account export lists > lists.csv": "the lists, and who is on them",
        "trunkline account export blocks | wc -l": "how many accounts you block",
    },
    name="export",
)
@click.argument("what", metavar="WHAT", type=click.Choice(list(TRANSFERS)))
@with_session()
def export(session: Session, what: str) -> None:
    """Write WHAT of your account as CSV, in the format of the settings on the web.

    WHAT is following, blocks, mutes, domain-blocks, lists or bookmarks.
    """
    transfer = TRANSFERS[what]
    if transfer.has_header:
        say(written(transfer.columns))
    for row in transfer.rows(session):
        say(written(row))
