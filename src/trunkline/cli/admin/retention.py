"""The command admin retention."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

from trunkline.cli.admin.measures import time_option
from trunkline.cli.command import command
from trunkline.cli.listing import json_option
from trunkline.cli.output.rows import print_each
from trunkline.cli.output.view import counted
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

if TYPE_CHECKING:
    from trunkline.entities import AdminRetention


@command(
    {
        "trunkline admin retention": "who joined in the last 30 days, and was active on the days after",
        "trunkline admin retention --by month --for 26w": "by month",
    }
)
@time_option
@click.option(
    "--by",
    "frequency",
    type=click.Choice(("day", "month")),
    default="day",
    show_default=True,
    help="The length of a period.",
)
@json_option
@with_session()
def retention(session: Session, duration: timedelta, frequency: str, as_json: bool) -> None:
    """Show how many people joined in each period, and which part was active in each later one. Needs Mastodon 3.5."""
    now = datetime.now(UTC)
    found = session.client.admin_retention(now - duration, now, "month" if frequency == "month" else "day")
    print_each(found, _row, as_json)


def _row(cohort: AdminRetention) -> tuple[str, str]:
    joined = cohort.data[0].value if cohort.data else 0
    later = " ".join(f"{one.rate:.0%}" for one in cohort.data[1:]) if joined else ""
    day = f"{cohort.period:%Y-%m}" if cohort.frequency == "month" else f"{cohort.period:%Y-%m-%d}"
    return day, f"{counted(joined, 'account')}{f', then {later}' if later else ''}"
