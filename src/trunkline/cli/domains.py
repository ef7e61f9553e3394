"""The commands domains list, block and unblock."""

from __future__ import annotations

from trunkline.cli.command import command
from trunkline.cli.each import Subject, on_each
from trunkline.cli.exits import USAGE, CommandFailure
from trunkline.cli.listing import Kind, Printing, listing_options
from trunkline.cli.output.terminal import one_line, styled
from trunkline.cli.references import numbered
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session


def _find(session: Session, reference: str) -> str:
    domain = numbered(session, reference, "domain") or reference.lower()
    if domain.split() != [domain] or any(sign in domain for sign in "@/:"):
        raise CommandFailure(f"{reference} is no domain. Write the host alone, as in example.com.", USAGE)
    return domain


_DOMAIN = Subject("DOMAIN", _find, str)
_DOMAINS = Kind(lambda domain, _: styled((one_line(domain), "bold")), lambda domain: {"domain": domain})


@command({"trunkline domains list": "and then: trunkline domains unblock %1"})
@listing_options(limit=200)
@with_session()
def list_(session: Session, listing: Printing) -> None:
    """List the servers that you block."""
    listing.print(session, _DOMAINS, session.client.iterate(session.client.domain_blocks(limit=listing.page(200))))


@command(
    {
        "trunkline domains block spam.example": "asks first",
        "cat domains.txt | trunkline domains block - --yes": "domains that come in a pipe, without a question",
    }
)
@on_each(
    _DOMAIN, "{} is blocked.", ask="Block all of {}? Your followers there are removed, and you follow nobody there."
)
def block(session: Session, domain: str) -> None:
    """Block whole servers: you see nothing of them, and no follow in either direction is left."""
    session.client.domain_block(domain)


@command({"trunkline domains unblock spam.example": "one server"})
@on_each(_DOMAIN, "{} is not blocked.")
def unblock(session: Session, domain: str) -> None:
    """Unblock servers. Nobody follows anybody again by that."""
    session.client.domain_unblock(domain)
