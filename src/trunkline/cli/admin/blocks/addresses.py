"""The commands admin canonical-email-blocks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from trunkline.cli.admin.blocks.finding import PAGE
from trunkline.cli.command import command
from trunkline.cli.each import Subject, as_written, on_each
from trunkline.cli.exits import NOT_FOUND, CommandFailure
from trunkline.cli.listing import Kind, Printing, listing_options
from trunkline.cli.output.terminal import one_line, styled
from trunkline.cli.references import numbered
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

if TYPE_CHECKING:
    from trunkline.entities import AdminCanonicalEmailBlock

_LENGTH = 64  # of a hash: SHA-256 in hexadecimal digits


def _blocks(session: Session) -> Iterable[AdminCanonicalEmailBlock]:
    return session.client.iterate(session.client.admin_canonical_email_blocks(limit=PAGE))


def _find(session: Session, reference: str) -> AdminCanonicalEmailBlock:
    """Return the block that an address, a hash, an id or a number of the last listing names."""
    if "@" in reference:
        found = session.client.admin_test_canonical_email_block(reference)
    else:
        wanted = numbered(session, reference, "address") or reference.lower()
        found = [one for one in _blocks(session) if wanted in (one.id, one.canonical_email_hash)]
    if not found:
        raise CommandFailure(f"There is no block of {reference}.", NOT_FOUND)
    return found[0]


_BLOCK = Subject("EMAIL", _find, lambda block: block.canonical_email_hash)
_ADDRESS = as_written("EMAIL")


@command({"trunkline admin canonical-email-blocks list": "hashes of the addresses that cannot sign up"}, name="list")
@listing_options()
@with_session()
def list_(session: Session, listing: Printing) -> None:
    """List the e-mail addresses that cannot be used to sign up, as hashes. Needs Mastodon 4.0."""
    listing.print(session, _KIND, _blocks(session))


@command({"trunkline admin canonical-email-blocks test bob@mail.example": "whether somebody could sign up with it"})
@on_each(_ADDRESS, lambda found: "{} is blocked." if found else "{} is not blocked.")
def test(session: Session, email: str) -> list[AdminCanonicalEmailBlock]:
    """Tell whether each EMAIL is blocked, in this or another spelling of the same mailbox; - reads them."""
    return session.client.admin_test_canonical_email_block(email)


@command(
    {
        "trunkline admin canonical-email-blocks add bob@mail.example": "also b.ob+news@mail.example, the same mailbox",
    }
)
@on_each(_ADDRESS, "Blocked sign-ups with {}.")
def add(session: Session, email: str) -> AdminCanonicalEmailBlock:
    """Block sign-ups with each EMAIL, in all spellings of the same mailbox, or with a hash of another server."""
    if len(email) == _LENGTH and "@" not in email:
        return session.client.admin_create_canonical_email_block(canonical_email_hash=email.lower())
    return session.client.admin_create_canonical_email_block(email)


@command({"trunkline admin canonical-email-blocks remove bob@mail.example": "allow sign-ups with it"})
@on_each(_BLOCK, "Removed the block of {}.")
def remove(session: Session, block: AdminCanonicalEmailBlock) -> None:
    """Remove the block of each EMAIL: an address, its hash, a number of the last listing, or an id; - reads them."""
    session.client.admin_delete_canonical_email_block(block)


_KIND = Kind(lambda block, view: styled(one_line(block.canonical_email_hash)), lambda one: {"address": one.id})
