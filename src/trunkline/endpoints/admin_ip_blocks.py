"""Endpoints for blocked IP addresses."""

from __future__ import annotations

from datetime import timedelta
from types import NoneType

from trunkline.answers.page import Page
from trunkline.answers.paging import paged
from trunkline.endpoints.parameters import cursors, seconds
from trunkline.entities import AdminIpBlock, IpBlockSeverity
from trunkline.ids import CursorLike, IdLike, segment
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request

BLOCKS = "/api/v1/admin/ip_blocks"


class AdminIpBlocks:
    """Blocking IP addresses and ranges."""

    @endpoint(since="4.0.0", scopes="admin:read:ip_blocks")
    def admin_ip_blocks(
        self,
        max_id: CursorLike | None = None,
        min_id: CursorLike | None = None,
        since_id: CursorLike | None = None,
        limit: int | None = None,
    ) -> Request[Page[AdminIpBlock]]:
        """Return the blocks of IP addresses.

        Args:
            max_id: only blocks older than this one.
            min_id: the page of blocks immediately newer than this one.
            since_id: only blocks newer than this one.
            limit: blocks a page, 100 unless given, at most 200.
        """
        return paged(BLOCKS, AdminIpBlock, cursors(max_id, min_id, since_id, limit, "objects"))

    @endpoint(since="4.0.0", scopes="admin:read:ip_blocks")
    def admin_ip_block(self, id: IdLike) -> Request[AdminIpBlock]:
        """Return a block of IP addresses.

        Args:
            id: the block.
        """
        return Request("GET", f"{BLOCKS}/{segment(id)}", AdminIpBlock)

    @endpoint(since="4.0.0", scopes="admin:write:ip_blocks")
    def admin_create_ip_block(
        self,
        ip: str,
        severity: IpBlockSeverity,
        comment: str | None = None,
        expires_in: int | timedelta | None = None,
    ) -> Request[AdminIpBlock]:
        """Block an IP address or a range.

        Args:
            ip: the address, or a range such as ``"192.0.2.0/24"``.
            severity: ``"sign_up_requires_approval"``, ``"sign_up_block"`` or ``"no_access"``.
            comment: the reason, for moderators.
            expires_in: seconds (or a ``timedelta``) until the block ends; permanent unless given.
        """
        form = {"ip": ip, "severity": severity, "comment": comment, "expires_in": seconds(expires_in)}
        return Request("POST", BLOCKS, AdminIpBlock, form=form)

    @endpoint(since="4.0.0", scopes="admin:write:ip_blocks")
    def admin_update_ip_block(
        self,
        id: IdLike,
        ip: str | None = None,
        severity: IpBlockSeverity | None = None,
        comment: str | None = None,
        expires_in: int | timedelta | None = None,
    ) -> Request[AdminIpBlock]:
        """Change a block of IP addresses; parameters not given keep their values.

        Args:
            id: the block.
            ip: the address, or a range such as ``"192.0.2.0/24"``.
            severity: ``"sign_up_requires_approval"``, ``"sign_up_block"`` or ``"no_access"``.
            comment: the reason, for moderators.
            expires_in: seconds (or a ``timedelta``) from now until the block ends.
        """
        form = {"ip": ip, "severity": severity, "comment": comment, "expires_in": seconds(expires_in)}
        return Request("PUT", f"{BLOCKS}/{segment(id)}", AdminIpBlock, form=form)

    @endpoint(since="4.0.0", scopes="admin:write:ip_blocks")
    def admin_delete_ip_block(self, id: IdLike) -> Request[None]:
        """Remove a block of IP addresses.

        Args:
            id: the block.
        """
        return Request("DELETE", f"{BLOCKS}/{segment(id)}", NoneType)
