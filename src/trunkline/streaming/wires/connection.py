"""Interface of a connection, over either wire."""

from __future__ import annotations

from asyncio import TaskGroup
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager, AsyncExitStack
from dataclasses import dataclass
from typing import Protocol

from trunkline.errors import MastodonError
from trunkline.streaming.access import Access
from trunkline.streaming.subscriptions import Subscription
from trunkline.streaming.wires.raw import RawEvent

Deliver = Callable[[list[RawEvent], Subscription | None], Awaitable[None]]
"""Takes events (at least one) of one stream, with that stream where the connection knows it; waits for the program."""


@dataclass(frozen=True, slots=True)
class Link:
    """Settings and callbacks of a connection.

    Attributes:
        access: client behind the stream.
        url: address of the streaming server.
        silence: seconds without any byte after which the connection counts as dead.
        deliver: callback for events.
        refuse: callback for the refusal of a stream, with that stream where it is known; may raise it.
        reading_ahead: context in which `deliver` does not wait for the program, for an answer that comes after events.
    """

    access: Access
    url: str
    silence: float
    deliver: Deliver
    refuse: Callable[[MastodonError, Subscription | None], Awaitable[None]]
    reading_ahead: Callable[[], AbstractContextManager[None]]


class Connection(Protocol):
    """A connection. It reads in tasks of the group given to `open`; a failure of one of them ends it.

    Attributes:
        works_when_open: True if `open` shows that the server offers this wire; otherwise the first stream shows it.
    """

    works_when_open: bool

    async def open(self, tasks: TaskGroup, ending: AsyncExitStack) -> None:
        """Connect, and register with *ending* what disconnects again.

        Raises:
            MastodonError: the server cannot be reached or refuses.
        """

    async def subscribe(self, subscription: Subscription) -> None:
        """Begin to receive a stream; return when the server has taken note.

        Raises:
            MastodonError: the server cannot be reached or refuses.
        """

    async def unsubscribe(self, subscription: Subscription) -> None:
        """Stop receiving a stream."""
