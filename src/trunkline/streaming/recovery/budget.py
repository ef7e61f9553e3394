"""Share of the rate limit that filling gaps may use, and what it reads first."""

from __future__ import annotations

from asyncio import CancelledError, Future, get_running_loop
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from heapq import heappop, heappush
from itertools import count
from typing import Any, TypeVar

from trunkline.errors import MastodonRatelimitError
from trunkline.protocol.encoding import query
from trunkline.protocol.request import Flow, Now, Request, Step, as_it_is, relay
from trunkline.protocol.state import ClientState
from trunkline.protocol.throttles import classify
from trunkline.streaming.subscriptions import Subscription

T = TypeVar("T")

_RANKS = {"user": 0, "user:notification": 0, "direct": 0, "list": 1, "hashtag": 2, "hashtag:local": 2}
_LAST = 3
_PERSONAL = 1

_LEFT_BY_PERSONAL, _LEFT_BY_OTHERS, _LEFT_BY_LOOKS = 0.1, 0.3, 0.6
"""Shares of a rate limit that are left to the program by streams of one person, by those of hashtags and the like, and
by the second looks of the latter."""


def rank(subscription: Subscription) -> int:
    """Return the place of a stream in the order of reading: first what concerns the person, then what many get."""
    return _RANKS.get(subscription.channel, _LAST)


def is_personal(subscription: Subscription) -> bool:
    """Return True if the gaps of a stream are worth waiting for a new rate limit."""
    return rank(subscription) <= _PERSONAL


def sparing(flow: Flow[T], state: ClientState, subscription: Subscription, *, looks: bool = False) -> Flow[T]:
    """Return *flow* with an error in place of requests for which too little of the rate limit is left.

    Args:
        flow: requests that fill a gap.
        state: the client, with what the server has told of its limits.
        subscription: the stream with the gap.
        looks: the requests only make sure that nothing was missed.
    """
    leaves = _LEFT_BY_PERSONAL if is_personal(subscription) else _LEFT_BY_LOOKS if looks else _LEFT_BY_OTHERS

    def through(step: Step) -> Flow[Any]:
        if isinstance(step, Request):
            now = yield Now()
            asked = f"{step.path}{'&' if '?' in step.path else '?'}{query(step.params)}"
            left, renewed = state.limiter.left(state.caller(anonymous=False), classify(step.method, asked), now)
            if left < leaves:
                error = MastodonRatelimitError(f"The rest of the rate limit is left to others for {renewed:.0f} s.")
                error.retry_after = renewed
                raise error
        return (yield from as_it_is(step))

    return relay(flow, through)


class Turns:
    """Turns of those that read at the same time, at most *most* of them; the lowest rank is next."""

    def __init__(self, most: int) -> None:
        self._free = most
        self._waiting: list[tuple[int, int, Future[None]]] = []
        self._numbers = count()

    @asynccontextmanager
    async def turn(self, rank: int) -> AsyncIterator[None]:
        """Wait for a turn, and keep it within the block."""
        if self._free:
            self._free -= 1
        else:
            await self._wait(rank)
        try:
            yield
        finally:
            self._next()

    async def _wait(self, rank: int) -> None:
        mine = get_running_loop().create_future()
        heappush(self._waiting, (rank, next(self._numbers), mine))
        try:
            await mine
        except CancelledError:
            if not mine.cancelled():  # it is this one's turn already
                self._next()
            raise

    def _next(self) -> None:
        while self._waiting:
            following = heappop(self._waiting)[2]
            if not following.done():
                following.set_result(None)
                return
        self._free += 1
