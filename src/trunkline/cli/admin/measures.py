"""The command admin measures."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from trunkline.cli.command import command
from trunkline.cli.durations import DURATION
from trunkline.cli.listing import json_option
from trunkline.cli.output.rows import print_each
from trunkline.cli.output.terminal import one_line
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

if TYPE_CHECKING:
    from trunkline.entities import AdminMeasure

_OF_THIS = ("active_users", "new_users", "interactions", "opened_reports", "resolved_reports")
_OF_ANOTHER = (
    "instance_accounts",
    "instance_statuses",
    "instance_media_attachments",
    "instance_reports",
    "instance_follows",
    "instance_followers",
)

time_option = click.option(
    "--for", "duration", type=DURATION, default="30d", show_default=True, help="The time up to now."
)
"""The option ``--for``."""

domain_option = click.option("--domain", metavar="HOST", help="Another server, instead of this one.")
"""The option ``--domain``."""


@command(
    {
        "trunkline admin measures": "the last 30 days of your server, and the 30 days before",
        "trunkline admin measures --domain spam.example --for 7d": "what came from another server in a week",
        "trunkline admin measures --json | jq '{key, total}'": "for programs, with the values of each day",
    }
)
@time_option
@domain_option
@json_option
@with_session()
def measures(session: Session, duration: timedelta, domain: str | None, as_json: bool) -> None:
    """Show active people, sign-ups, reports, ... of the last days, and of as many days before. Needs Mastodon 3.5."""
    now = datetime.now(UTC)
    wanted: dict[str, Any] = dict.fromkeys(_OF_ANOTHER, domain) if domain else dict.fromkeys(_OF_THIS, True)
    found = session.client.admin_measures(now - duration, now, **wanted)
    print_each(found, _row, as_json)


def _row(measure: AdminMeasure) -> tuple[str, str]:
    name = measure.key.removeprefix("instance_").replace("_", " ")
    before = measure.previous_total
    return name, one_line(f"{measure.human_value or measure.total}{f'  (before: {before})' if before else ''}")
