"""Requests for missed objects, repeated after failures, without failing the stream."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

from trunkline.errors import (
    MastodonError,
    MastodonMalformedResponseError,
    MastodonNetworkError,
    MastodonRatelimitError,
    MastodonUnauthorizedError,
)
from trunkline.protocol.request import Flow
from trunkline.streaming.access import Access
from trunkline.streaming.arrivals import Waiting
from trunkline.streaming.events import Gap
from trunkline.streaming.recovery.budget import Turns, is_personal, rank, sparing
from trunkline.streaming.recovery.channel import Channel
from trunkline.streaming.recovery.gapfill import Missed
from trunkline.streaming.recovery.reconnect import ReconnectPolicy
from trunkline.streaming.recovery.seen import Changes
from trunkline.streaming.recovery.track import Track
from trunkline.streaming.wires.error_kinds import is_final, is_unoffered

T = TypeVar("T")

logger = logging.getLogger("trunkline.streaming")

_FIRST_TRIES, _MOST_TRIES = 3, 8
"""Most attempts to read a list before the stream is opened, and while it is open."""

_LONGEST_WAIT = 10.0
"""Longest wait in seconds for a rate limit while a request is made; lists of one person are asked for again later.
Edits and deletions that are not found within it, are found after the next break."""

_AT_ONCE = 4
"""Number of lists that are read at the same time."""


_UNAVAILABLE = (MastodonNetworkError, MastodonRatelimitError)


class Recovery:
    """Reads lists for the streams of one client.

    Args:
        access: the client.
        policy: waits between attempts.
    """

    def __init__(self, access: Access, policy: ReconnectPolicy) -> None:
        self._access = access
        self._policy = policy
        self._searches: dict[Channel, asyncio.Task[None]] = {}
        self._turns = Turns(_AT_ONCE)

    async def start(self, channel: Channel) -> list[Waiting]:
        """Find the newest objects of each list before anything is received; return a `Gap` where that fails.

        Raises:
            MastodonError: the server cannot be reached, or does not accept the token.
        """
        gaps: list[Waiting] = []
        for track in [track for track in channel.tracks if track.newest is None]:
            try:
                await self._repeated(partial(self._start, channel, track), _FIRST_TRIES, at_once=_UNAVAILABLE)
            except MastodonError as error:
                if isinstance(error, MastodonUnauthorizedError | MastodonNetworkError):
                    raise
                gaps.append(_unread(channel, track, error))
        return gaps

    async def _start(self, channel: Channel, track: Track) -> None:
        await self._run(channel, track.start())

    async def catch_up(self, channel: Channel, take: Callable[[list[Waiting]], None]) -> None:
        """Pass the missed events of a stream to *take*, after a `Gap` for those that cannot be fetched.

        The search goes on if the caller is cancelled because the connection broke again, and *take* gets its result: so
        there is progress however short the connections are.

        Raises:
            MastodonUnauthorizedError: the server does not accept the token any more.
        """
        if channel in self._searches:
            await asyncio.wait([self._searches[channel]])
        search = self._searches[channel] = asyncio.create_task(self._search(channel, take))
        search.add_done_callback(partial(self._ended, channel))
        await asyncio.shield(search)

    def _ended(self, channel: Channel, search: asyncio.Task[None]) -> None:
        """Forget a search. If nobody waits for it, its error does not matter: the next search meets it, too."""
        del self._searches[channel]
        if not search.cancelled():
            search.exception()

    async def stop(self) -> None:
        """End all searches."""
        searches = list(self._searches.values())
        for search in searches:
            search.cancel()
        await asyncio.gather(*searches, return_exceptions=True)

    async def _search(self, channel: Channel, take: Callable[[list[Waiting]], None]) -> None:
        # The delivered statuses are read last: by then the server surely sends their edits and deletions.
        refused = [channel.gap(track, "refused") for track in channel.given_up if channel.has_been_open]
        gaps, missed = await self._lists(channel, looks=False)
        changes = await self._changes(channel)
        take([*refused, *gaps, *channel.recover(missed, changes)])

    async def look_again(self, channel: Channel) -> list[Waiting]:
        """Return the events of objects that are in the lists by now and have not been delivered.

        Raises:
            MastodonUnauthorizedError: the server does not accept the token any more.
        """
        gaps, missed = await self._lists(channel, looks=True)
        return [*gaps, *channel.recover(missed, Changes())]

    async def _lists(self, channel: Channel, *, looks: bool) -> tuple[list[Waiting], dict[Track, Missed]]:
        """Read each list; return the gaps of those that cannot be read, and the missed objects of the others."""
        gaps: list[Waiting] = []
        missed: dict[Track, Missed] = {}
        waits = looks or is_personal(channel.subscription)
        for track in [track for track in channel.tracks if track.newest is not None]:
            is_fresh, track.is_fresh = track.is_fresh, False
            if is_fresh and not waits:
                continue  # it has just been read, and will be once more
            try:
                read = partial(self._find, channel, track, looks=looks)
                at_once = () if waits else (MastodonRatelimitError,)
                missed[track] = await self._repeated(read, _MOST_TRIES, at_once=at_once)
            except MastodonError as error:
                if isinstance(error, MastodonUnauthorizedError):
                    raise
                gaps.append(_unread(channel, track, error))
        return gaps, missed

    async def _find(self, channel: Channel, track: Track, *, looks: bool) -> Missed:
        return await self._run(channel, channel.find(track, datetime.now(UTC)), looks=looks)

    async def _changes(self, channel: Channel) -> Changes:
        """Return the edits and deletions of delivered statuses. Live events do not wait long for this."""
        if channel.seen is None:
            return Changes()
        try:
            return await self._run(channel, channel.seen.find())
        except MastodonError as error:
            if isinstance(error, MastodonUnauthorizedError):
                raise
            if _is_refusal(error):
                channel.seen.give_up()
            logger.info("stream %s: edits and deletions that were missed are not known: %s", channel.name, error)
            return Changes(complete=False)

    async def _run(self, channel: Channel, flow: Flow[T], *, looks: bool = False) -> T:
        """Perform requests for a stream when it is its turn, within its share of the rate limit."""
        stream = channel.subscription
        async with self._turns.turn(rank(stream)):
            return await self._access.run(sparing(flow, self._access.state, stream, looks=looks), _LONGEST_WAIT)

    async def _repeated(
        self, work: Callable[[], Awaitable[T]], tries: int, *, at_once: tuple[type[MastodonError], ...]
    ) -> T:
        """Do some work; repeat it after failures that may pass, but for those to be raised *at_once*."""
        for failures in range(1, tries):
            try:
                return await work()
            except MastodonError as error:
                if isinstance(error, (*at_once, MastodonUnauthorizedError)) or _is_refusal(error):
                    raise
                asked = error.retry_after if isinstance(error, MastodonRatelimitError) else None
            await asyncio.sleep(max(self._policy.delay(failures), asked or 0.0))
        return await work()


def _unread(channel: Channel, track: Track, error: MastodonError) -> Gap:
    """Return the report that a list cannot be read; one that is refused is not read again."""
    logger.info("stream %s: missed objects of %s cannot be fetched: %s", channel.name, track.listing.name, error)
    if isinstance(error, MastodonRatelimitError):
        gap = channel.gap(track, "limit")
    else:
        gap = channel.gap(track, "refused" if _is_refusal(error) else "failed")
    track.filled()
    if gap.reason == "refused":
        channel.give_up(track)
    return gap


def _is_refusal(error: MastodonError) -> bool:
    """Return True if the server refuses a list to this token, which may still be good for other calls."""
    passes = isinstance(error, MastodonUnauthorizedError | MastodonMalformedResponseError)
    return (is_final(error) or is_unoffered(error)) and not passes
