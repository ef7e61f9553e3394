"""The commands account mute and unmute."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import click

from trunkline.cli.command import command
from trunkline.cli.durations import DURATION
from trunkline.cli.each import ACCOUNT, on_each
from trunkline.cli.session.open_session import Session

if TYPE_CHECKING:
    from trunkline.entities import Account, Relationship


@command(
    {
        "trunkline account mute @alice@mastodon.social": "without an end",
        "trunkline account mute %3 --for 1d --keep-notifications": "for a day, and only in timelines",
    }
)
@click.option("--for", "duration", type=DURATION, help="End after this time, such as 30m, 6h or 7d.")
@click.option("--keep-notifications", is_flag=True, help="Hide posts alone, and not notifications.")
@on_each(ACCOUNT, "{} is muted.")
def mute(session: Session, account: Account, duration: timedelta | None, keep_notifications: bool) -> Relationship:
    """Mute accounts: hide their posts and notifications. They are not told."""
    return session.client.account_mute(account, notifications=not keep_notifications, duration=duration)


@command({"trunkline account unmute @alice@mastodon.social": "one account"})
@on_each(ACCOUNT, "{} is not muted.")
def unmute(session: Session, account: Account) -> Relationship:
    """Unmute accounts."""
    return session.client.account_unmute(account)
