"""A server as the pipeline reads it: plain JSON objects, whole pages at a time."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from mastodon.client import Mastodon
from mastodon.endpoints.accounts import Accounts
from mastodon.page import Page
from mastodon.request import Request

Row = dict[str, Any]


class Server:
    """Reads from one server through a client, which keeps the rate limits and repeats what failed.

    Attributes:
        instance: the host (and port, where it is not the usual one): the ``_instance`` of every row.
    """

    def __init__(self, client: Mastodon) -> None:
        self._client = client
        self.instance = urlsplit(client.api_base_url).netloc.lower()

    @property
    def anonymous(self) -> bool:
        """Whether there is no token."""
        return self._client.access_token is None

    @cached_property
    def me(self) -> Row:
        """The account of the token."""
        return self.one(Accounts.account_verify_credentials.request())

    def one(self, request: Request[Any]) -> Row:
        """The object that answers *request*."""
        return self._client.call(replace(request, result=dict))

    def page(self, request: Request[Any]) -> Page[Row]:
        """The page that answers *request*, its objects not wrapped; what is no object becomes one of its kind."""
        page: Page[Row] = self._client.call(replace(request, result=Page[Row]))
        for place, item in enumerate(page):
            if not isinstance(item, dict):
                page[place] = {"malformed": item}
        return page

    def pages(self, request: Request[Any]) -> Iterator[Page[Row]]:
        """The page that answers *request*, and those after it, as the server links them."""
        following: Request[Any] | None = request
        while following is not None:
            page = self.page(following)
            if not page:
                return
            yield page
            following = page.next

    def account_ids(self, accounts: Sequence[str], known: MutableMapping[str, str]) -> list[str]:
        """The ids of accounts given by id, or by name with an ``@``.

        Args:
            accounts: ids and names; none at all stands for the token's own account.
            known: names that were looked up in earlier runs; new ones are added.
        """
        return [self._account_id(account, known) for account in accounts] or [str(self.me["id"])]

    def _account_id(self, account: str, known: MutableMapping[str, str]) -> str:
        if "@" not in account:
            return account
        name = account.removeprefix("@").lower()
        if name not in known:
            known[name] = str(self.one(Accounts.account_lookup.request(name))["id"])
        return known[name]
