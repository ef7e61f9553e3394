"""Requests for missed objects, repeated after failures, without failing the stream."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from trunkline.errors import MastodonError, MastodonUnauthorizedError
from trunkline.streaming.access import Access
from trunkline.streaming.arrivals import Waiting
from trunkline.streaming.events import Event
from trunkline.streaming.recovery.channel import Channel
from trunkline.streaming.recovery.gapfill import Missed
from trunkline.streaming.recovery.reconnect import ReconnectPolicy
from trunkline.streaming.recovery.seen import Changes
from trunkline.streaming.recovery.track import Track
from trunkline.streaming.wires.error_kinds import is_final, is_unoffered

logger = logging.getLogger("trunkline.streaming")

_MOST_TRIES = 8
"""Most attempts to read a list."""

_LONGEST_WAIT = 10.0
"""Seconds that the search for edits and deletions may wait for a rate limit. Edits and deletions that it does not find
then, it finds after the next break."""


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

    async def start(self, channel: Channel) -> None:
        """Find the newest object of each list before anything is received.

        Raises:
            MastodonError: the server cannot be reached, or does not accept the token.
        """
        for track in [track for track in channel.tracks if track.newest is None]:
            try:
                await self._access.run(track.start())
            except MastodonError as error:
                if not _is_refusal(error):
                    raise
                _give_up(channel, track, error)

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
        gaps, missed = await self._lists(channel)
        take([*gaps, *channel.recover(missed, await self._changes(channel))])

    async def look_again(self, channel: Channel) -> list[Waiting]:
        """Return the events of objects that are in the lists by now and have not been delivered.

        Raises:
            MastodonUnauthorizedError: the server does not accept the token any more.
        """
        gaps, missed = await self._lists(channel)
        return [*gaps, *channel.recover(missed, Changes())]

    async def _lists(self, channel: Channel) -> tuple[list[Event], dict[Track, Missed]]:
        """Read each list; return the gaps of those that cannot be read, and the missed objects of the others."""
        gaps: list[Event] = []
        missed: dict[Track, Missed] = {}
        for track in tuple(channel.tracks):
            try:
                missed[track] = await self._patiently(channel, track)
            except MastodonError as error:
                if isinstance(error, MastodonUnauthorizedError):
                    raise
                gaps.append(channel.gap(track, "refused" if _is_refusal(error) else "failed"))
                if _is_refusal(error):
                    _give_up(channel, track, error)
        return gaps, missed

    async def _changes(self, channel: Channel) -> Changes:
        """Return the edits and deletions of delivered statuses. Live events do not wait long for this."""
        if channel.seen is None:
            return Changes()
        try:
            return await self._access.run(channel.seen.find(), longest_wait=_LONGEST_WAIT)
        except MastodonError as error:
            if isinstance(error, MastodonUnauthorizedError):
                raise
            if _is_refusal(error):
                channel.seen.give_up()
            logger.info("stream %s: edits and deletions that were missed are not known: %s", channel.name, error)
            return Changes(complete=False)

    async def _patiently(self, channel: Channel, track: Track) -> Missed:
        """Read a list; repeat after failures that may pass."""
        for tries in range(1, _MOST_TRIES):
            try:
                return await self._access.run(channel.find(track, datetime.now(UTC)))
            except MastodonError as error:
                if is_final(error) or is_unoffered(error):
                    raise
            await asyncio.sleep(self._policy.delay(tries))
        return await self._access.run(channel.find(track, datetime.now(UTC)))


def _give_up(channel: Channel, track: Track, error: MastodonError) -> None:
    channel.give_up(track)
    logger.info("stream %s: missed objects of %s cannot be fetched: %s", channel.name, track.listing.name, error)


def _is_refusal(error: MastodonError) -> bool:
    """Return True if the server refuses a list to this token, which may still be good for other calls."""
    return (is_final(error) or is_unoffered(error)) and not isinstance(error, MastodonUnauthorizedError)
