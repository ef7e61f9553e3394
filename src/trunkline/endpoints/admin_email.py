"""Endpoints for blocked e-mail domains and addresses."""

from __future__ import annotations

from types import NoneType

from trunkline.answers.page import Page
from trunkline.answers.paging import paged
from trunkline.endpoints.parameters import cursors
from trunkline.entities import AdminCanonicalEmailBlock, AdminEmailDomainBlock
from trunkline.errors import MastodonIllegalArgumentError
from trunkline.ids import CursorLike, IdLike, segment
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request

DOMAINS = "/api/v1/admin/email_domain_blocks"
ADDRESSES = "/api/v1/admin/canonical_email_blocks"


class AdminEmail:
    """Blocking e-mail domains and single addresses from signing up."""

    @endpoint(since="4.0.0", scopes="admin:read:email_domain_blocks")
    def admin_email_domain_blocks(
        self,
        max_id: CursorLike | None = None,
        min_id: CursorLike | None = None,
        since_id: CursorLike | None = None,
        limit: int | None = None,
    ) -> Request[Page[AdminEmailDomainBlock]]:
        """Return the blocked e-mail domains.

        Args:
            max_id: only blocks older than this one.
            min_id: the page of blocks immediately newer than this one.
            since_id: only blocks newer than this one.
            limit: blocks a page, 100 unless given, at most 200.
        """
        return paged(DOMAINS, AdminEmailDomainBlock, cursors(max_id, min_id, since_id, limit, "objects"))

    @endpoint(since="4.1.0", scopes="admin:read:email_domain_blocks")
    def admin_email_domain_block(self, id: IdLike) -> Request[AdminEmailDomainBlock]:
        """Return a blocked e-mail domain.

        Args:
            id: the block.
        """
        return Request("GET", f"{DOMAINS}/{segment(id)}", AdminEmailDomainBlock)

    @endpoint(since="4.0.0", scopes="admin:write:email_domain_blocks")
    def admin_create_email_domain_block(
        self, domain: str, *, allow_with_approval: bool | None = None
    ) -> Request[AdminEmailDomainBlock]:
        """Block an e-mail domain.

        Args:
            domain: the part of the addresses after the ``@``.
            allow_with_approval: allow sign-ups with the approval of a moderator.
        """
        form = {"domain": domain, "allow_with_approval": allow_with_approval}
        return Request("POST", DOMAINS, AdminEmailDomainBlock, form=form)

    @endpoint(since="4.0.0", scopes="admin:write:email_domain_blocks")
    def admin_delete_email_domain_block(self, id: IdLike) -> Request[None]:
        """Remove the block of an e-mail domain.

        Args:
            id: the block.
        """
        return Request("DELETE", f"{DOMAINS}/{segment(id)}", NoneType)

    @endpoint(since="4.0.0", scopes="admin:read:canonical_email_blocks")
    def admin_canonical_email_blocks(
        self,
        max_id: CursorLike | None = None,
        min_id: CursorLike | None = None,
        since_id: CursorLike | None = None,
        limit: int | None = None,
    ) -> Request[Page[AdminCanonicalEmailBlock]]:
        """Return the blocked e-mail addresses, as hashes.

        Args:
            max_id: only blocks older than this one.
            min_id: the page of blocks immediately newer than this one.
            since_id: only blocks newer than this one.
            limit: blocks a page, 100 unless given, at most 200.
        """
        return paged(ADDRESSES, AdminCanonicalEmailBlock, cursors(max_id, min_id, since_id, limit))

    @endpoint(since="4.0.0", scopes="admin:read:canonical_email_blocks")
    def admin_canonical_email_block(self, id: IdLike) -> Request[AdminCanonicalEmailBlock]:
        """Return a blocked e-mail address, as a hash.

        Args:
            id: the block.
        """
        return Request("GET", f"{ADDRESSES}/{segment(id)}", AdminCanonicalEmailBlock)

    @endpoint(since="4.0.0", scopes="admin:read:canonical_email_blocks")
    def admin_test_canonical_email_block(self, email: str) -> Request[list[AdminCanonicalEmailBlock]]:
        """Return the blocks that match an e-mail address; none if it may sign up.

        Args:
            email: the address, in any spelling.
        """
        return Request(
            "POST", f"{ADDRESSES}/test", list[AdminCanonicalEmailBlock], form={"email": email}, idempotent=True
        )

    @endpoint(since="4.0.0", scopes="admin:write:canonical_email_blocks")
    def admin_create_canonical_email_block(
        self, email: str | None = None, canonical_email_hash: str | None = None
    ) -> Request[AdminCanonicalEmailBlock]:
        """Block an e-mail address in every spelling that reaches the same mailbox.

        Args:
            email: the address.
            canonical_email_hash: the hash of the address instead, as in another block.

        Raises:
            MastodonIllegalArgumentError: neither is given.
        """
        if email is None and canonical_email_hash is None:
            raise MastodonIllegalArgumentError("There is nothing to block: pass email or canonical_email_hash.")
        form = {"email": email, "canonical_email_hash": canonical_email_hash}
        return Request("POST", ADDRESSES, AdminCanonicalEmailBlock, form=form)

    @endpoint(since="4.0.0", scopes="admin:write:canonical_email_blocks")
    def admin_delete_canonical_email_block(self, id: IdLike) -> Request[None]:
        """Remove the block of an e-mail address.

        Args:
            id: the block.
        """
        return Request("DELETE", f"{ADDRESSES}/{segment(id)}", NoneType)
