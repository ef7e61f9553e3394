"""Endpoint for the profile directory."""

from __future__ import annotations

from typing import Literal

from trunkline.answers.page import Page
from trunkline.answers.paging import paged
from trunkline.entities import Account
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request


class Directory:
    """Listing the profile directory."""

    @endpoint(since="3.0.0")
    def directory(
        self,
        offset: int | None = None,
        limit: int | None = None,
        order: Literal["active", "new"] | None = None,
        local: bool | None = None,
    ) -> Request[Page[Account]]:
        """Return the accounts of the profile directory.

        Args:
            offset: number of accounts to skip.
            limit: accounts a page, 40 unless given, at most 80.
            order: ``"active"`` (the default): latest activity first; ``"new"``: newest account first.
            local: only accounts of this server.
        """
        params = {"offset": offset, "limit": limit, "order": order, "local": local}
        return paged("/api/v1/directory", Account, params, pagination="offset")
