"""Search for the stream that a refusal on a shared WebSocket means. No I/O of its own.

Mastodon refuses a stream by a message with a reason and a status, and without a name; several refusals come in any
order, since each needs the database (https://github.com/mastodon/mastodon/blob/main/streaming/index.js). Asking again
for a stream that is open does nothing, and for one that is refused it brings the refusal once more. So where several
streams may be meant, each is asked for once more, by itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from itertools import zip_longest

from trunkline.errors import MastodonError, MastodonServerError
from trunkline.streaming.subscriptions import Subscription, key_of

_QUIET = 1.0
"""Seconds without a refusal after which no other is expected."""

_ANSWER = 2.0
"""Seconds within which a stream that is asked for once more is refused."""

_MEANS = {"list": "list", "tag": "hashtag"}
"""Words in the reason of a refusal, with the beginning of the channels that it can mean."""


class Inquiry:
    """Names the streams that refusals mean.

    Args:
        ask: asks the server for a stream.
        refuse: takes a refusal, with the stream that it means; ``None`` if that cannot be found out.
    """

    def __init__(
        self,
        ask: Callable[[Subscription], Awaitable[None]],
        refuse: Callable[[MastodonError, Subscription | None], Awaitable[None]],
    ) -> None:
        self._ask = ask
        self._refuse = refuse
        self._wanted: dict[Subscription, None] = {}
        self._suspects: dict[str, list[Subscription]] = {}
        self._unnamed: list[MastodonError] = []
        self._came = asyncio.Event()
        self._questioned: Subscription | None = None

    def asked(self, subscription: Subscription) -> None:
        """Note that the server has been asked for a stream."""
        self._wanted[subscription] = None
        self._suspects.setdefault(subscription.key, []).append(subscription)

    def received(self, name: str | None) -> None:
        """Note that an event of a stream came, which is not refused therefore."""
        if self._suspects and name is not None:
            self._suspects.pop(key_of(name), None)

    def left(self, subscription: Subscription) -> bool:
        """Note that a stream is no longer wanted; return True if no other one of the same channel is."""
        self._wanted.pop(subscription, None)
        others = [one for one in self._wanted if one.key == subscription.key]
        if subscription.key in self._suspects:
            self._suspects[subscription.key] = others
        return not others

    async def refused(self, error: MastodonError) -> None:
        """Take a refusal of the server.

        Raises:
            MastodonError: *error*, if it is a fault of the server that may pass.
        """
        if isinstance(error, MastodonServerError):
            raise error
        if self._questioned is not None:
            self._unnamed.pop()
            await self._name(error, self._questioned)
        else:
            self._unnamed.append(error)
            suspects = self._meant(error)
            if len(self._unnamed) >= len(suspects):
                await self._name_all(suspects)
        self._came.set()

    async def _name_all(self, suspects: Iterable[Subscription]) -> None:
        """Name all streams that refusals can mean, since there are as many refusals."""
        unnamed, self._unnamed = self._unnamed, []
        for error, suspect in zip_longest(unnamed, suspects):
            if suspect is None:
                await self._refuse(error, None)
            else:
                await self._name(error, suspect)

    def _meant(self, error: MastodonError) -> list[Subscription]:
        said = str(getattr(error, "server_message", "")).lower()
        starts = tuple(start for word, start in _MEANS.items() if word in said.split())
        suspects = [one for of_channel in self._suspects.values() for one in of_channel]
        return [one for one in suspects if one.channel.startswith(starts or "")] or suspects

    async def _name(self, error: MastodonError, subscription: Subscription) -> None:
        self._questioned = None
        self.left(subscription)
        await self._refuse(error, subscription)

    async def run(self) -> None:
        """Find out what refusals mean, as they come."""
        while True:
            await self._came.wait()
            self._came.clear()
            while self._unnamed and await self._another(_QUIET):
                pass
            if self._unnamed:
                await self._ask_each(self._meant(self._unnamed[0]))

    async def _ask_each(self, suspects: Iterable[Subscription]) -> None:
        for suspect in suspects:
            if not self._unnamed:
                return
            if suspect in self._suspects.get(suspect.key, ()):
                self._questioned = suspect
                await self._ask(suspect)
                await self._another(_ANSWER)
                self._questioned = None
        await self._name_all(())

    async def _another(self, seconds: float) -> bool:
        """Wait for another refusal; return False if none comes within *seconds*."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._came.wait()
                self._came.clear()
                return True
        return False
