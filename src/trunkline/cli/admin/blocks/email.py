"""The commands admin email-domain-blocks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from trunkline.cli.admin.blocks.finding import PAGE, entry
from trunkline.cli.command import command
from trunkline.cli.each import Subject, on_each
from trunkline.cli.listing import Kind, Printing, listing_options
from trunkline.cli.output.terminal import one_line, styled
from trunkline.cli.output.view import counted
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

if TYPE_CHECKING:
    from rich.text import Text

    from trunkline.cli.output.view import View
    from trunkline.entities import AdminEmailDomainBlock


def _blocks(session: Session) -> Iterable[AdminEmailDomainBlock]:
    return session.client.iterate(session.client.admin_email_domain_blocks(limit=PAGE))


_BLOCK = entry("DOMAIN", "domain", _blocks)
_DOMAIN = Subject("DOMAIN", lambda session, given: given.rpartition("@")[2], str)


@command({"trunkline admin email-domain-blocks list": "domains whose addresses cannot sign up"}, name="list")
@listing_options()
@with_session()
def list_(session: Session, listing: Printing) -> None:
    """List the e-mail domains that cannot be used to sign up. Needs Mastodon 4.0."""
    listing.print(session, _KIND, _blocks(session))


@command(
    {
        "trunkline admin email-domain-blocks add throwaway.example": "no sign-ups from there",
        "trunkline admin email-domain-blocks add mail.example --with-approval": "only with approval",
    }
)
@click.option("--with-approval", is_flag=True, help="Allow sign-ups with the approval of a moderator.")
@on_each(_DOMAIN, "Blocked sign-ups from {}.")
def add(session: Session, domain: str, with_approval: bool) -> AdminEmailDomainBlock:
    """Block sign-ups with addresses of each DOMAIN; - reads them."""
    return session.client.admin_create_email_domain_block(domain, allow_with_approval=with_approval or None)


@command({"trunkline admin email-domain-blocks remove mail.example": "allow sign-ups from there"})
@on_each(_BLOCK, "Removed the block of {}.")
def remove(session: Session, block: AdminEmailDomainBlock) -> None:
    """Remove the block of each DOMAIN: a name, a number of the last listing, or an id; - reads them."""
    session.client.admin_delete_email_domain_block(block)


def _text(block: AdminEmailDomainBlock, view: View) -> Text:
    attempts = sum(int(day.accounts) for day in block.history or ())
    how = "  with approval" if block.allow_with_approval else ""
    return styled(
        (one_line(block.domain), "bold"), (how, "yellow"), (f"  {view.time(block.created_at)}", "dim")
    ) + styled((f"  {counted(attempts, 'attempt')} in {counted(len(block.history or ()), 'day')}", "dim"))


_KIND = Kind(_text, lambda one: {"domain": one.id})
