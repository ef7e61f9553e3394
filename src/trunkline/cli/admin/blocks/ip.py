"""The commands admin ip-blocks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

import click

from trunkline.cli.admin.blocks.finding import PAGE, entry
from trunkline.cli.command import command
from trunkline.cli.durations import DURATION
from trunkline.cli.each import as_written, on_each
from trunkline.cli.listing import Kind, Printing, listing_options
from trunkline.cli.output.terminal import one_line, styled
from trunkline.cli.output.view import mark
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

if TYPE_CHECKING:
    from datetime import timedelta

    from rich.text import Text

    from trunkline.cli.output.view import View
    from trunkline.entities import AdminIpBlock
    from trunkline.entities.literals import IpBlockSeverity

_SEVERITIES = {
    "approval": "sign_up_requires_approval",
    "no-sign-up": "sign_up_block",
    "no-access": "no_access",
}


def _blocks(session: Session) -> Iterable[AdminIpBlock]:
    return session.client.iterate(session.client.admin_ip_blocks(limit=PAGE))


_BLOCK = entry("ADDRESS", "ip", _blocks)
_ADDRESS = as_written("ADDRESS")


@command({"trunkline admin ip-blocks list": "the blocked addresses and ranges"}, name="list")
@listing_options()
@with_session()
def list_(session: Session, listing: Printing) -> None:
    """List the blocked IP addresses and ranges. Needs Mastodon 4.0."""
    listing.print(session, _KIND, _blocks(session))


@command(
    {
        "trunkline admin ip-blocks add 192.0.2.0/24 --severity no-access --for 7d": "no access from there for a week",
        "trunkline admin ip-blocks add 192.0.2.7 --comment 'many sign-ups'": "sign-ups with approval only",
    }
)
@click.option(
    "--severity",
    type=click.Choice(list(_SEVERITIES)),
    default="approval",
    show_default=True,
    help="What is blocked: sign-ups without approval, all sign-ups, or all access.",
)
@click.option("--comment", help="The reason, for moderators.")
@click.option(
    "--for", "duration", type=DURATION, metavar="DURATION", help="How long, as in 12h or 7d; by default for good."
)
@on_each(_ADDRESS, "Blocked {}.")
def add(session: Session, address: str, severity: str, comment: str | None, duration: timedelta | None) -> AdminIpBlock:
    """Block each ADDRESS, or range such as 192.0.2.0/24; - reads them."""
    kind = cast("IpBlockSeverity", _SEVERITIES[severity])
    return session.client.admin_create_ip_block(address, kind, comment=comment, expires_in=duration)


@command({"trunkline admin ip-blocks remove 192.0.2.0/24": "allow access from there"})
@on_each(_BLOCK, "Removed the block of {}.")
def remove(session: Session, block: AdminIpBlock) -> None:
    """Remove the block of each ADDRESS: as it is listed, a number of the last listing, or an id; - reads them."""
    session.client.admin_delete_ip_block(block)


def _text(block: AdminIpBlock, view: View) -> Text:
    end = f"ends {view.time(block.expires_at)}" if block.expires_at else ""
    about = (view.time(block.created_at), end, one_line(block.comment or ""))
    severity = one_line(block.severity).replace("_", " ")
    return styled((one_line(block.ip), "bold"), (f"  {severity}", "yellow")) + styled(
        (f"  {mark('between').join(part for part in about if part)}", "dim")
    )


_KIND = Kind(_text, lambda one: {"address": one.id})
