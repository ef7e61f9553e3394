"""The accounts that want to be found."""

from __future__ import annotations

from typing import Literal

from trunkline.answers.page import Page
from trunkline.answers.paging import paged
from trunkline.entities import Account
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request


class Directory:
    """The call that lists the profile directory."""

    @endpoint(since="3.0.0")
    def directory(
        self,
        offset: int | None = None,
        limit: int | None = None,
        order: Literal["active", "new"] | None = None,
        local: bool | None = None,
    ) -> Request[Page[Account]]:
        """Accounts that have agreed to be listed.

        Args:
            offset: how many accounts to skip.
            limit: accounts a page, 40 unless given, at most 80.
            order: ``"active"``: who posted last comes first, as unless given; ``"new"``: who joined last.
            local: only accounts of this server.
        """
        params = {"offset": offset, "limit": limit, "order": order, "local": local}
        return paged("/api/v1/directory", Account, params, pagination="offset")
