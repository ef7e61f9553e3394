"""Reading a server: plain JSON objects, whole pages at a time, one request after the other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import blake2b
from typing import Any, TypeVar, cast, get_origin
from urllib.parse import urlsplit

from trunkline.answers.decoding import decode
from trunkline.answers.page import Direction, Page
from trunkline.answers.refreshes import parse_refresh
from trunkline.answers.walking import Walk
from trunkline.clients.client import AsyncMastodon
from trunkline.endpoints.accounts import Accounts
from trunkline.errors import MastodonError, MastodonMalformedResponseError, MastodonNetworkError
from trunkline.pipeline.progress import Remarks
from trunkline.protocol.policy import exchange
from trunkline.protocol.request import Flow, Request, Sleep
from trunkline.response import Response

BUILDING = 300.0
"""Seconds for which a list that the server is building is waited for."""

WHO = "who"
"""Key in the facts about a server: the reader that each token stands for (`trunkline.pipeline.crawling.views`)."""

_PARTIAL = 206
_BUILDS = "mastodon-async-refresh"
_RETRY = 5.0

FRESH = timedelta(days=1)
"""Age up to which texts of a server (robots.txt, terms) are taken to be unchanged."""

LONGEST_ID = 255
"""Greatest length of the id of a row."""

_NUMBERS = range(-(2**63), 2**63)

Row = dict[str, Any]
T = TypeVar("T")


@dataclass(slots=True)
class _Shared:
    """State that all copies of a `Server` share in one run."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    me: asyncio.Task[Row] | None = None
    down: str | None = None
    given_up: str | None = None


def _accept(headers: Mapping[str, str]) -> None:
    """Accept all headers."""


@dataclass(frozen=True, slots=True)
class Server:
    """Server that is read through a client, which keeps the rate limits and repeats what failed.

    It gets one request at a time, however many resources are read at the same time.

    Attributes:
        client: the client.
        facts: facts about the server in dlt's state, kept between runs.
        check: called with the headers of each response; raises if it must not be used.
        remarks: what was noticed.
        readers: names of those for whom earlier runs have read (`trunkline.pipeline.crawling.views`).
    """

    client: AsyncMastodon
    facts: MutableMapping[str, Any] = field(default_factory=dict)
    check: Callable[[Mapping[str, str]], None] = _accept
    remarks: Remarks = field(default_factory=Remarks)
    readers: frozenset[str] = frozenset()
    _shared: _Shared = field(default_factory=_Shared)

    @property
    def instance(self) -> str:
        """Host, and port if it is not the default one: the ``_instance`` of every row."""
        return instance_of(self.client.api_base_url)

    @property
    def anonymous(self) -> bool:
        """True if there is no token."""
        return self.client.access_token is None

    @property
    def token_print(self) -> str:
        """Hash of the token, by which facts about its owner are kept."""
        return token_print(self.client.access_token)

    @property
    def down(self) -> str | None:
        """Error by which the server was marked as down in this run; ``None`` while it answers."""
        return self._shared.down

    def mark_down(self, error: str | None) -> None:
        """Mark the server as down, or as up with ``None``."""
        self._shared.down = error

    def give_up(self, error: str) -> None:
        """Send no more requests in this run: the only server has failed for good, and none is repeated once more."""
        self._shared.given_up = error

    def checked(self, check: Callable[[Mapping[str, str]], None]) -> Server:
        """Return a copy that calls *check* with the headers of each response."""
        return replace(self, check=check)

    def visited(self) -> Server:
        """Return a copy with remarks of its own."""
        return replace(self, remarks=Remarks())

    async def me(self) -> Row:
        """Return the account of the token, requested once. It is the reader's own, so that no check applies."""
        if self._shared.me is None:
            own = self.checked(_accept)
            self._shared.me = asyncio.create_task(own.one(Accounts.account_verify_credentials.request()))
        return await asyncio.shield(self._shared.me)

    async def my_id(self) -> str:
        """Return the id of the account of the token, which earlier runs may have left in the facts."""
        return await self._mine("id")

    async def my_name(self) -> str:
        """Return the name of the account of the token, as `my_id` does."""
        return await self._mine("acct")

    async def _mine(self, field: str) -> str:
        token = self.token_print
        known: dict[str, str] = self.facts.setdefault(f"my_{field}", {})
        if token not in known:
            known[token] = _told(await self.me(), field)
        return known[token]

    async def account_id(self, name: str) -> str:
        """Return the id of the account named *name*, such as ``bob@example.org``."""
        return str((await self.one(Accounts.account_lookup.request(name)))["id"])

    async def one(self, request: Request[Any]) -> Row:
        """Return the object in the response to *request*."""
        return await self._answer(replace(request, result=dict))

    async def row(self, request: Request[Any]) -> Row:
        """Return the object in the response to *request*, as `as_row` makes it."""
        return as_row(await self.one(request))

    async def page(self, request: Request[Any]) -> Page[Row]:
        """Return the page in the response to *request*, each item as `as_row` makes it."""
        page: Page[Row] = await self._answer(replace(request, result=Page[Row]))
        page[:] = map(as_row, page)
        return page

    async def pages(self, request: Request[Any], direction: Direction = "next") -> AsyncIterator[Page[Row]]:
        """Yield the page in the response to *request*, and those after it, towards older or newer objects."""
        walk = Walk(request, direction)
        while (page := await self.run(walk.turn())) is not None:
            yield page
        if walk.cut is not None:
            self.remarks.cut = f"{request.path.partition('?')[0]}: {walk.cut}"

    async def run(self, flow: Flow[T]) -> T:
        """Perform a flow that consists of requests, each for a list of rows or for one row."""
        answer: Any = None
        error: MastodonError | None = None
        while True:
            try:
                request = cast("Request[Any]", flow.send(answer) if error is None else flow.throw(error))
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]
            answer, error = None, None
            try:
                answer = await (self.page(request) if get_origin(request.result) else self.row(request))
            except MastodonError as raised:
                error = raised

    async def response(self, request: Request[Any]) -> Response:
        """Send *request* in its turn, and return the response.

        Raises:
            MastodonError: the response is an error, or there is none.
        """
        async with self._shared.turn:
            if self._shared.given_up is not None:
                raise MastodonNetworkError(self._shared.given_up)
            return await self.client.run(exchange(request, self.client.state))

    async def _answer(self, request: Request[T]) -> T:
        response = await self._complete(request)
        self.check(response.headers)
        return decode(request, response)

    async def _complete(self, request: Request[T]) -> Response:
        """Return the response to *request*; of a list that the server still builds, the one when it is complete.

        A home timeline that was given up is built anew at the next request, which gets what there is, with status 206.
        https://github.com/mastodon/mastodon/blob/main/app/controllers/api/v1/timelines/home_controller.rb

        Raises:
            MastodonError: the server was still building it after `BUILDING`.
        """
        waited = 0.0
        while _is_being_built(response := await self.response(request)):
            if waited >= BUILDING:
                raise MastodonNetworkError(f"{self.instance} is still building {request.path}. Load again later.")
            told = parse_refresh(response.headers.get(_BUILDS, ""), request)
            seconds = float(max(told.get("retry") or 1, 1)) if told else _RETRY
            await self.client.run(_pause(seconds))
            waited += seconds
        return response


def _told(account: Row, field: str) -> str:
    """Return the id or the name of an account.

    Raises:
        MastodonMalformedResponseError: it has none.
    """
    value = as_row({"id": account.get(field)}).get("id")
    if value is None:
        raise MastodonMalformedResponseError(f"The account of the token has no {field} that can be used.")
    return str(value)


def _is_being_built(response: Response) -> bool:
    """Return True for a list to which a server still adds; older versions of Mastodon only say so by the status."""
    return (response.status == _PARTIAL or _BUILDS in response.headers) and response.body.lstrip()[:1] == b"["


def _pause(seconds: float) -> Flow[None]:
    yield Sleep(seconds)


def as_row(item: Any) -> Row:
    """Return an item of a list as a row, whose ``id`` is a text of at most `LONGEST_ID` characters, or missing.

    Other values than objects, and objects with another id, are wrapped in ``malformed``: they are rejected for want of
    an id, and no cursor sees them.
    """
    if not isinstance(item, dict):
        return {"malformed": item}
    own_id = item.get("id")
    if type(own_id) is int and own_id in _NUMBERS:
        item["id"] = str(own_id)
    elif own_id is not None and not (isinstance(own_id, str) and _is_id(own_id)):
        return {"malformed": item}
    return item


def _is_id(text: str) -> bool:
    return 0 < len(text) <= LONGEST_ID and text.isprintable()


def token_print(token: str | None) -> str:
    """Return the hash of a token, by which facts about its owner are kept."""
    return blake2b((token or "").encode(), digest_size=8).hexdigest()


def instance_of(address: str) -> str:
    """Return the ``_instance`` of rows of the server at *address*."""
    return urlsplit(address).netloc.lower()
