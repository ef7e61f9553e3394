"""The commands admin domain-blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import click

from trunkline.cli.admin.blocks.finding import PAGE, entry
from trunkline.cli.command import command
from trunkline.cli.confirmation import require_yes, yes_option
from trunkline.cli.each import on_each
from trunkline.cli.listing import Kind, Printing, json_option, listing_options
from trunkline.cli.output.terminal import one_line, say, say_json, styled
from trunkline.cli.output.view import mark
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

if TYPE_CHECKING:
    from rich.text import Text

    from trunkline.cli.output.view import View
    from trunkline.entities import AdminDomainBlock

_SEVERITIES = click.Choice(["noop", "silence", "suspend"])


def _blocks(session: Session) -> Iterable[Any]:
    return session.client.iterate(session.client.admin_domain_blocks(limit=PAGE))


_BLOCK = entry("DOMAIN", "domain", _blocks)


def _settings(function: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option("--obfuscate/--no-obfuscate", default=None, help="Mask a part of the name in the public list."),
        click.option("--public-comment", metavar="TEXT", help="The reason, for the public."),
        click.option("--private-comment", metavar="TEXT", help="The reason, for moderators."),
        click.option("--reject-reports/--accept-reports", default=None, help="Reject its reports."),
        click.option("--reject-media/--accept-media", default=None, help="Reject its media."),
    ):
        function = option(function)
    return function


@command({"trunkline admin domain-blocks list": "the limited and suspended servers"}, name="list")
@listing_options()
@with_session()
def list_(session: Session, listing: Printing) -> None:
    """List the servers that are limited or suspended, the newest entry first. Needs Mastodon 4.0."""
    listing.print(session, _KIND, _blocks(session))


@command(
    {
        "trunkline admin domain-blocks add noisy.example": "limit a server",
        "trunkline admin domain-blocks add spam.example --severity suspend --public-comment Spam --yes": (
            "sever all connections, without a question"
        ),
    }
)
@click.argument("domain")
@click.option("--severity", type=_SEVERITIES, default="silence", show_default=True, help="What happens to it.")
@_settings
@yes_option
@json_option
@with_session()
def add(session: Session, domain: str, severity: str, yes: bool, as_json: bool, **settings: Any) -> None:
    """Limit or suspend the server DOMAIN, with its subdomains.

    silence hides its accounts from all but their followers; suspend severs all connections, follows among them; noop
    is for the other options alone.
    """
    if severity == "suspend":
        require_yes(yes, f"Suspend {one_line(domain)}, and sever all follows from and to it?")
    made = session.client.admin_create_domain_block(domain, severity, **settings)  # type: ignore[arg-type]
    say_json(made) if as_json else say(f"{one_line(made.domain)} has the severity {one_line(made.severity)}.")


@command({"trunkline admin domain-blocks edit spam.example --severity silence": "no longer suspend it"})
@click.option("--severity", type=_SEVERITIES, help="What happens to it.")
@_settings
@on_each(_BLOCK, "Changed the block of {}.")
def edit(session: Session, block: AdminDomainBlock, **settings: Any) -> AdminDomainBlock:
    """Change the block of each DOMAIN: a name, a number of the last listing, or an id; - reads them."""
    return session.client.admin_update_domain_block(block, **settings)


@command({"trunkline admin domain-blocks remove spam.example": "accept it again"})
@on_each(_BLOCK, "Removed the block of {}.")
def remove(session: Session, block: AdminDomainBlock) -> None:
    """Remove the block of each DOMAIN: a name, a number of the last listing, or an id; - reads them."""
    session.client.admin_delete_domain_block(block)


def _text(block: AdminDomainBlock, view: View) -> Text:
    about = (
        view.time(block.created_at),
        "no media" if block.reject_media else "",
        "no reports" if block.reject_reports else "",
        one_line(block.private_comment or block.public_comment or ""),
    )
    return styled((one_line(block.domain), "bold"), (f"  {one_line(block.severity)}", "yellow")) + styled(
        (f"  {mark('between').join(part for part in about if part)}", "dim")
    )


_KIND = Kind(_text, lambda one: {"domain": one.id})
