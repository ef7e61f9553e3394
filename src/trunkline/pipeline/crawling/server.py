"""A server as the pipeline reads it: plain JSON objects, whole pages at a time, one request after the other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Any, TypeVar
from urllib.parse import urlsplit

from trunkline.answers.decoding import decode
from trunkline.answers.page import Page
from trunkline.clients.client import AsyncMastodon
from trunkline.endpoints.accounts import Accounts
from trunkline.protocol.policy import exchange
from trunkline.protocol.request import Request
from trunkline.response import Response

Row = dict[str, Any]
T = TypeVar("T")


@dataclass(slots=True)
class _Shared:
    """What all views of a server have in common in one run."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    me: asyncio.Task[Row] | None = None
    down: str | None = None


def _accept(headers: Mapping[str, str]) -> None:
    """Take an answer whatever its headers say."""


@dataclass(frozen=True, slots=True)
class Server:
    """Reads from one server through a client, which keeps the rate limits and repeats what failed.

    However many resources are read at the same time, the server gets one request at a time.

    Attributes:
        client: the client.
        facts: what earlier runs learned of the server and what later ones shall know, in dlt's state.
        check: is given the headers of each answer, and raises where it must not be used.
    """

    client: AsyncMastodon
    facts: MutableMapping[str, Any] = field(default_factory=dict)
    check: Callable[[Mapping[str, str]], None] = _accept
    _shared: _Shared = field(default_factory=_Shared)

    @property
    def instance(self) -> str:
        """The host (and port, where it is not the usual one): the ``_instance`` of every row."""
        return instance_of(self.client.api_base_url)

    @property
    def anonymous(self) -> bool:
        """Whether there is no token."""
        return self.client.access_token is None

    @property
    def down(self) -> str | None:
        """Why the server is taken not to answer in this run, ``None`` while it does."""
        return self._shared.down

    def is_down(self, why: str | None) -> None:
        """The server does not answer, or (with ``None``) it may have recovered."""
        self._shared.down = why

    def checked(self, check: Callable[[Mapping[str, str]], None]) -> Server:
        """The same server, of whose answers only those are used that *check* lets pass."""
        return replace(self, check=check)

    async def me(self) -> Row:
        """The account of the token, asked for once."""
        if self._shared.me is None:
            self._shared.me = asyncio.create_task(self.one(Accounts.account_verify_credentials.request()))
        return await asyncio.shield(self._shared.me)

    async def my_id(self) -> str:
        """The id of the account of the token, which earlier runs may know already."""
        token = blake2b((self.client.access_token or "").encode(), digest_size=8).hexdigest()
        ids: dict[str, str] = self.facts.setdefault("my_id", {})
        if token not in ids:
            ids[token] = str((await self.me())["id"])
        return ids[token]

    async def account_id(self, name: str) -> str:
        """The id of the account of that name, such as ``bob@example.org``."""
        return str((await self.one(Accounts.account_lookup.request(name)))["id"])

    async def one(self, request: Request[Any]) -> Row:
        """The object that answers *request*."""
        return await self._answer(replace(request, result=dict))

    async def page(self, request: Request[Any]) -> Page[Row]:
        """The page that answers *request*, its objects not wrapped; what is no object becomes one of its kind."""
        page: Page[Row] = await self._answer(replace(request, result=Page[Row]))
        for place, item in enumerate(page):
            if not isinstance(item, dict):
                page[place] = {"malformed": item}
        return page

    async def pages(self, request: Request[Any]) -> AsyncIterator[Page[Row]]:
        """The page that answers *request*, and those after it, as the server links them."""
        following: Request[Any] | None = request
        while following is not None:
            page = await self.page(following)
            if not page:
                return
            yield page
            following = page.next

    async def response(self, request: Request[Any]) -> Response:
        """The bare answer to *request*, in its turn.

        Raises:
            MastodonError: it is an error, or there is none.
        """
        async with self._shared.turn:
            return await self.client.run(exchange(request, self.client.state))

    async def _answer(self, request: Request[T]) -> T:
        response = await self.response(request)
        self.check(response.headers)
        return decode(request, response)


def instance_of(address: str) -> str:
    """What rows of the server at *address* have as ``_instance``."""
    return urlsplit(address).netloc.lower()
