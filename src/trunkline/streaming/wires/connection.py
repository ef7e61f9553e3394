"""The interface of a connection, over either wire."""

from __future__ import annotations

from asyncio import TaskGroup
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Protocol

from trunkline.errors import MastodonError
from trunkline.streaming.access import Access
from trunkline.streaming.subscriptions import Subscription
from trunkline.streaming.wires.raw import RawEvent

Deliver = Callable[[list[RawEvent], Subscription | None], Awaitable[None]]
"""Takes events (at least one) of one stream, which is given where the connection knows it; waits for the program."""


@dataclass(frozen=True, slots=True)
class Link:
    """Settings and callbacks of a connection.

    Attributes:
        access: the client.
        url: the address of the streaming server.
        silence: seconds without any byte after which the connection is taken for dead.
        deliver: takes the events.
        refuse: takes what the server says against one stream of many; may raise it.
    """

    access: Access
    url: str
    silence: float
    deliver: Deliver
    refuse: Callable[[MastodonError], Awaitable[None]]


class Connection(Protocol):
    """An open connection. It reads in tasks of the group that it is given; a failure there is its end."""

    async def open(self, tasks: TaskGroup, ending: AsyncExitStack) -> None:
        """Connect. What hangs up again, at once, is left to *ending*.

        Raises:
            MastodonError: the server cannot be reached or refuses.
        """

    async def subscribe(self, subscription: Subscription) -> None:
        """Begin to receive a stream; returns when the server has taken note.

        Raises:
            MastodonError: the server cannot be reached or refuses.
        """

    async def unsubscribe(self, subscription: Subscription) -> None:
        """Receive a stream no longer."""
