"""Reading one resource in one run: its ways through pages joined with what earlier runs left."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mastodon.errors import MastodonNotFoundError
from mastodon.page import Page
from mastodon.pipeline.memory import Memory
from mastodon.pipeline.server import Row, Server
from mastodon.pipeline.settings import Settings
from mastodon.pipeline.walks import PageCall, in_bulk, newer, older, until_known
from mastodon.request import Request

logger = logging.getLogger("mastodon.pipeline")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader of a resource works with.

    Attributes:
        server: where it reads.
        settings: what was asked for.
        memory: what earlier runs left, and what this one leaves.
    """

    server: Server
    settings: Settings
    memory: Memory

    @property
    def size(self) -> int:
        """Objects to ask for with a request."""
        return min(self.settings.page_size, self.settings.limit or self.settings.page_size)

    def accounts(self) -> list[str]:
        """The ids of the accounts that were asked for."""
        return self.server.account_ids(self.settings.accounts, self.memory.accounts)

    def ordered(self, subject: str, call: PageCall) -> Iterator[list[Row]]:
        """A list that is ordered by id: what came after the last run, or the newest part at the first one."""
        newest = self.memory.newest(subject)
        size, limit = self.settings.page_size, self.settings.limit
        if newest is None:
            walk = older(self.server, call, self.settings.since, size, limit)
        else:
            walk = newer(self.server, call, newest, size, limit)
        for items in _known_to_server(subject, walk):
            self.memory.reached(subject, items)
            yield items

    def related(self, account: str, request: Request[Page[Any]]) -> Iterator[list[Row]]:
        """A list of accounts around *account*, which grows at its beginning: what is new there."""
        known = self.memory.top(account)
        walk = until_known(self.server, request, frozenset(known), self.settings.limit)
        found: list[str] = []
        for items in _known_to_server(account, walk):
            found += [item["id"] for item in items if item.get("id") is not None]
            yield [{"account_id": account, **item} for item in items]
        self.memory.found_on_top(account, found)

    def in_bulk(self, call: Callable[[list[str]], Request[Any]], ids: Sequence[str]) -> Iterator[list[Row]]:
        """Objects by their ids."""
        return in_bulk(self.server, call, ids)

    def changed(self, rows: list[Row], *key: str) -> list[Row]:
        """The rows that are not as they were when last read."""
        return self.memory.changed(rows, key)


def _known_to_server(subject: str, walk: Iterator[list[Row]]) -> Iterator[list[Row]]:
    """*walk*, which ends with a warning where its subject does not exist (any more)."""
    try:
        yield from walk
    except MastodonNotFoundError as error:
        logger.warning("%s is left out: %s", subject, error)
