"""Owners of lists: whose home timeline, notifications, favourites and bookmarks the rows are from.

Several members of a server can load into one database, and a post can be in the home timeline of each of them. So the
rows of these tables have the owner in their key.

Databases of versions before 0.2.0 have rows without one. They are brought along when the table is next read from their
server: where all of it was read for one member, the rows become that member's. Otherwise it is not known whose they
are; they stay as they are, and the lists are read again. A row of before is removed when it is there with an owner
(`trunkline.pipeline.destination_rows.drop_doubled`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from typing import Protocol

from trunkline.pipeline.crawling.memory import Memory
from trunkline.pipeline.crawling.server import WHO, Server
from trunkline.pipeline.crawling.views import account_of, reader_of

OWNERS_OF = "owners"
"""Key in the facts about a server: the owner of the rows that were read for each reader."""

KNOWN, SHARED = "known", "shared"
"""States of the rows of a table: all have an owner, or some may not, since several members have loaded them."""


class StoredRows(Protocol):
    """Rows of one server in a table of the destination."""

    def held(self, ids: Sequence[str], owner: str | None) -> Collection[str]:
        """Return which of some ids are there, of the rows of *owner* alone if there is one."""
        ...

    def adopt(self, owner: str | None) -> None:
        """Make room for owners, and give the rows without one to *owner*, unless that is ``None``."""
        ...


async def owner_of(server: Server) -> str:
    """Return the id of the account of the token; where the server does not tell it, the name of the reader.

    It stays what it was when it was first needed: a server that answers once with nonsense divides no list.
    """
    reader = await reader_of(server)
    known: dict[str, str] = server.facts.setdefault(OWNERS_OF, {})
    if reader not in known:
        known[reader] = await account_of(server) or reader
    return known[reader]


async def settle(stored: StoredRows | None, memory: Memory, server: Server, owner: str) -> None:
    """Bring along the rows of a table that do not say whose they are.

    Args:
        stored: the rows of the server in the table; ``None`` if there are none, or if they cannot be changed.
        memory: memory of the table.
        server: the server.
        owner: owner of the token.
    """
    if memory.owners is not None:
        return
    if stored is None:
        memory.owners = KNOWN
        return
    of_all = _only_owner(memory, server, owner)
    await asyncio.to_thread(stored.adopt, of_all)
    if of_all is None:
        memory.read_again()
    memory.owners = KNOWN if of_all else SHARED


def _only_owner(memory: Memory, server: Server, owner: str) -> str | None:
    """Return the one for whom all was read that is in a table from before this run, if that is known."""
    if not memory.is_of_views or len(server.readers) != 1:
        return None
    readers: dict[str, str] = server.facts.get(WHO, {})
    if readers.get(server.token_print) in server.readers:
        return owner
    ids: dict[str, str] = server.facts.get("my_id", {})
    found = {ids[token] for token, reader in readers.items() if reader in server.readers and token in ids}
    return found.pop() if len(found) == 1 else None
