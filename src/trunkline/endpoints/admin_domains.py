"""Endpoints for blocked and allowed servers."""

from __future__ import annotations

from types import NoneType
from typing import Any

from trunkline.answers.page import Page
from trunkline.answers.paging import paged
from trunkline.endpoints.parameters import cursors
from trunkline.entities import AdminDomainAllow, AdminDomainBlock, AdminDomainBlockSeverity
from trunkline.ids import CursorLike, IdLike, segment
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request

BLOCKS = "/api/v1/admin/domain_blocks"
ALLOWS = "/api/v1/admin/domain_allows"


class AdminDomains:
    """Blocking servers, and allowing them under limited federation."""

    @endpoint(since="4.0.0", scopes="admin:read:domain_blocks")
    def admin_domain_blocks(
        self,
        id: IdLike | None = None,
        max_id: CursorLike | None = None,
        min_id: CursorLike | None = None,
        since_id: CursorLike | None = None,
        limit: int | None = None,
    ) -> Request[Page[AdminDomainBlock] | AdminDomainBlock]:
        """Return the blocks of servers, newest first.

        Args:
            id: return this block alone, as `admin_domain_block` does.
            max_id: only blocks older than this one.
            min_id: the page of blocks immediately newer than this one.
            since_id: only blocks newer than this one.
            limit: blocks a page, 100 unless given, at most 500.
        """
        request: Request[Any] = (
            paged(BLOCKS, AdminDomainBlock, cursors(max_id, min_id, since_id, limit, "objects"), usual=f"{BLOCKS}/")
            if id is None
            else AdminDomains.admin_domain_block.request(id)
        )
        return request

    @endpoint(since="4.0.0", scopes="admin:read:domain_blocks")
    def admin_domain_block(self, id: IdLike) -> Request[AdminDomainBlock]:
        """Return a block of a server.

        Args:
            id: the block.
        """
        return Request("GET", f"{BLOCKS}/{segment(id)}", AdminDomainBlock)

    @endpoint(since="4.0.0", scopes="admin:write:domain_blocks")
    def admin_create_domain_block(
        self,
        domain: str,
        severity: AdminDomainBlockSeverity | None = None,
        reject_media: bool | None = None,
        reject_reports: bool | None = None,
        private_comment: str | None = None,
        public_comment: str | None = None,
        obfuscate: bool | None = None,
    ) -> Request[AdminDomainBlock]:
        """Limit or block a server, with its subdomains.

        Args:
            domain: the server.
            severity: ``"silence"`` (the default) hides its accounts from everybody but their followers;
                ``"suspend"`` severs all connections; ``"noop"`` applies only the options below.
            reject_media: reject its media.
            reject_reports: reject its reports.
            private_comment: the reason, for moderators.
            public_comment: the reason, for the public.
            obfuscate: mask a part of the domain in the public list of blocks.

        Raises:
            MastodonUnprocessableError: the server is already blocked.
        """
        settings = _settings(severity, reject_media, reject_reports, private_comment, public_comment, obfuscate)
        form = {"domain": domain, **settings}
        return Request("POST", BLOCKS, AdminDomainBlock, form=form, usual=f"{BLOCKS}/")

    @endpoint(since="4.0.0", scopes="admin:write:domain_blocks")
    def admin_update_domain_block(
        self,
        id: IdLike,
        severity: AdminDomainBlockSeverity | None = None,
        reject_media: bool | None = None,
        reject_reports: bool | None = None,
        private_comment: str | None = None,
        public_comment: str | None = None,
        obfuscate: bool | None = None,
    ) -> Request[AdminDomainBlock]:
        """Change the block of a server; parameters not given keep their values.

        Args:
            id: the block.
            severity: ``"silence"``, ``"suspend"`` or ``"noop"``.
            reject_media: reject its media.
            reject_reports: reject its reports.
            private_comment: the reason, for moderators.
            public_comment: the reason, for the public.
            obfuscate: mask a part of the domain in the public list of blocks.
        """
        settings = _settings(severity, reject_media, reject_reports, private_comment, public_comment, obfuscate)
        return Request("PUT", f"{BLOCKS}/{segment(id)}", AdminDomainBlock, form=settings)

    @endpoint(since="4.0.0", scopes="admin:write:domain_blocks")
    def admin_delete_domain_block(self, id: IdLike) -> Request[None]:
        """Remove the block of a server.

        Args:
            id: the block.
        """
        return Request("DELETE", f"{BLOCKS}/{segment(id)}", NoneType)

    @endpoint(since="4.0.0", scopes="admin:read:domain_allows")
    def admin_domain_allows(
        self,
        max_id: CursorLike | None = None,
        min_id: CursorLike | None = None,
        since_id: CursorLike | None = None,
        limit: int | None = None,
    ) -> Request[Page[AdminDomainAllow]]:
        """Return the allowed servers of a server with limited federation.

        Args:
            max_id: only entries older than this one.
            min_id: the page of entries immediately newer than this one.
            since_id: only entries newer than this one.
            limit: entries a page, 100 unless given, at most 500.
        """
        return paged(ALLOWS, AdminDomainAllow, cursors(max_id, min_id, since_id, limit, "objects"))

    @endpoint(since="4.0.0", scopes="admin:read:domain_allows")
    def admin_domain_allow(self, id: IdLike) -> Request[AdminDomainAllow]:
        """Return an allowed server.

        Args:
            id: the entry.
        """
        return Request("GET", f"{ALLOWS}/{segment(id)}", AdminDomainAllow)

    @endpoint(since="4.0.0", scopes="admin:write:domain_allows")
    def admin_create_domain_allow(self, domain: str) -> Request[AdminDomainAllow]:
        """Allow a server.

        Args:
            domain: the server.
        """
        return Request("POST", ALLOWS, AdminDomainAllow, form={"domain": domain})

    @endpoint(since="4.0.0", scopes="admin:write:domain_allows")
    def admin_delete_domain_allow(self, id: IdLike) -> Request[None]:
        """Remove a server from the allowed ones.

        Args:
            id: the entry.
        """
        return Request("DELETE", f"{ALLOWS}/{segment(id)}", NoneType)


def _settings(
    severity: AdminDomainBlockSeverity | None,
    reject_media: bool | None,
    reject_reports: bool | None,
    private_comment: str | None,
    public_comment: str | None,
    obfuscate: bool | None,
) -> dict[str, Any]:
    return {
        "severity": severity,
        "reject_media": reject_media,
        "reject_reports": reject_reports,
        "private_comment": private_comment,
        "public_comment": public_comment,
        "obfuscate": obfuscate,
    }
