"""The command admin dimensions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from trunkline.cli.admin.measures import domain_option, time_option
from trunkline.cli.command import command
from trunkline.cli.listing import json_option
from trunkline.cli.output.rows import named_rows
from trunkline.cli.output.terminal import console, one_line, say, say_json, styled
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

if TYPE_CHECKING:
    from trunkline.entities import AdminDimensionData

_OF_THIS = ("languages", "sources", "servers", "space_usage", "software_versions")
_OF_ANOTHER = ("instance_accounts", "instance_languages")


@command(
    {
        "trunkline admin dimensions": "languages, applications and servers of the last 30 days; space, and software",
        "trunkline admin dimensions --domain spam.example --for 7d": "accounts and languages of another server",
    }
)
@time_option
@domain_option
@click.option("--limit", "-n", type=click.IntRange(1), metavar="NUMBER", help="The most rows of each figure.")
@json_option
@with_session()
def dimensions(session: Session, duration: timedelta, domain: str | None, limit: int | None, as_json: bool) -> None:
    """Show the most frequent languages, applications and servers, the space used, and versions. Needs Mastodon 3.5."""
    now = datetime.now(UTC)
    wanted: dict[str, Any] = dict.fromkeys(_OF_ANOTHER, domain) if domain else dict.fromkeys(_OF_THIS, True)
    for number, found in enumerate(session.client.admin_dimensions(now - duration, now, limit, **wanted)):
        if as_json:
            say_json(found)
            continue
        if number:
            say()
        title = found.key.removeprefix("instance_").replace("_", " ")
        console().print(styled((one_line(title), "bold")))
        rows = named_rows(map(_row, found.data))
        console().print(rows or styled(("nothing", "dim")))


def _row(part: AdminDimensionData) -> tuple[str, str]:
    return part.human_key or part.key, str(part.human_value or part.value)
