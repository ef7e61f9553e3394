"""The commands admin domain-allows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from trunkline.cli.admin.blocks.finding import PAGE, entry
from trunkline.cli.command import command
from trunkline.cli.each import as_written, on_each
from trunkline.cli.listing import Kind, Printing, listing_options
from trunkline.cli.output.terminal import one_line, styled
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

if TYPE_CHECKING:
    from trunkline.entities import AdminDomainAllow


def _allows(session: Session) -> Iterable[AdminDomainAllow]:
    return session.client.iterate(session.client.admin_domain_allows(limit=PAGE))


_ALLOWED = entry("DOMAIN", "domain", _allows)
_DOMAIN = as_written("DOMAIN")


@command({"trunkline admin domain-allows list": "the servers that this one federates with"}, name="list")
@listing_options()
@with_session()
def list_(session: Session, listing: Printing) -> None:
    """List the allowed servers of a server with limited federation. Needs Mastodon 4.0."""
    listing.print(session, _KIND, _allows(session))


@command({"trunkline admin domain-allows add friends.example": "allow a server"})
@on_each(_DOMAIN, "Allowed {}.")
def add(session: Session, domain: str) -> AdminDomainAllow:
    """Allow each DOMAIN; - reads them."""
    return session.client.admin_create_domain_allow(domain)


@command({"trunkline admin domain-allows remove friends.example": "no longer allow it"})
@on_each(_ALLOWED, "{} is no longer allowed.", ask="Sever all follows from and to {}?")
def remove(session: Session, allowed: AdminDomainAllow) -> None:
    """Remove each DOMAIN from the allowed ones: a name, a number of the last listing, or an id; - reads them."""
    session.client.admin_delete_domain_allow(allowed)


_KIND = Kind(
    lambda one, view: styled((one_line(one.domain), "bold"), (f"  {view.time(one.created_at)}", "dim")),
    lambda one: {"domain": one.id},
)
