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
from trunkline.pipeline.crawling.server import Server
from trunkline.pipeline.crawling.views import WHO, account_of, reader_of

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
    """Return the id of the account of the token; where the server does not tell it, the name of the reader."""
    return await account_of(server) or await reader_of(server)


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
    elif is_only_reader(memory, server):
        await asyncio.to_thread(stored.adopt, owner)
        memory.owners = KNOWN
    else:
        await asyncio.to_thread(stored.adopt, None)
        memory.read_again()
        memory.owners = SHARED


def is_only_reader(memory: Memory, server: Server) -> bool:
    """Return True if whatever was read into a table was read for the owner of this token."""
    return memory.is_of_views and set(server.facts.get(WHO, {}).values()) == {server.facts[WHO].get(server.token_print)}
