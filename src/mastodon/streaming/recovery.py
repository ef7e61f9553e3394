"""Reading the lists that hold what a stream has missed: patiently, and without failing the stream."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime

from mastodon.errors import MastodonError, MastodonUnauthorizedError
from mastodon.streaming.access import Access
from mastodon.streaming.channel import Channel
from mastodon.streaming.events import Event
from mastodon.streaming.gapfill import Missed
from mastodon.streaming.reconnect import ReconnectPolicy, is_final, is_unoffered
from mastodon.streaming.track import Track

logger = logging.getLogger("mastodon.streaming")

_MOST_TRIES = 8
"""How often a list is asked for before what it holds is given up."""


class Recovery:
    """Reads lists for the streams of one client; between tries it waits as *policy* says."""

    def __init__(self, access: Access, policy: ReconnectPolicy) -> None:
        self._access = access
        self._policy = policy

    async def start(self, channel: Channel) -> None:
        """Find out where the lists end before anything is received.

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

    async def find(self, channel: Channel) -> list[Event]:
        """What was missed of a stream, after a `Gap` for each list of which something cannot be had.

        Raises:
            MastodonUnauthorizedError: the server does not accept the token any more.
        """
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
        return [*gaps, *channel.recover(missed)]

    async def _patiently(self, channel: Channel, track: Track) -> Missed:
        """Read a list, again after failures that pass."""
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
    logger.info("stream %s: what is missed of %s cannot be fetched: %s", channel.name, track.listing.name, error)


def _is_refusal(error: MastodonError) -> bool:
    """Whether the server will not give a list to this token, which may still be good for other things."""
    return (is_final(error) or is_unoffered(error)) and not isinstance(error, MastodonUnauthorizedError)
