"""Limits of one run, so that long histories are loaded in rounds, each safe before the next."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field

GRACE = 30.0
"""Seconds that servers get to use their share when others have filled the rest of the round."""


@dataclass(slots=True)
class Round:
    """Share of one resource in one run.

    Half of the rows are for whoever comes first; the other half is divided among the servers. So a server whose listing
    never ends leaves some room for each of the others.

    Attributes:
        rows: rows that may still be read; ``None`` for any number.
        seconds: seconds that it may take; ``None`` for any number.
        servers: number of servers that share it.
        over: a limit was reached before everything was read; another run must continue.
        stopped: servers that have more than their share.
    """

    rows: int | None = None
    seconds: float | None = None
    servers: int = 1
    over: bool = False
    stopped: set[str] = field(default_factory=set)
    _full: asyncio.Event = field(default_factory=asyncio.Event, repr=False)
    _own: int = field(init=False, default=0)
    _taken: defaultdict[str, int] = field(init=False, default_factory=lambda: defaultdict(int), repr=False)

    def __post_init__(self) -> None:
        if self.rows is not None and self.servers > 1:
            self._own = self.rows // (2 * self.servers)
            self.rows -= self._own * self.servers

    def took(self, rows: int, server: str = "") -> bool:
        """Count rows that were read.

        Args:
            rows: their number.
            server: the server that they are from.

        Returns:
            True if reading from this server has to stop here.
        """
        if self.rows is None:
            return self.over
        before = self._taken[server]
        self._taken[server] += rows
        self.rows -= max(self._taken[server] - max(before, self._own), 0)
        if self.rows > 0 or self._taken[server] < self._own:
            return False
        self.over = True
        self._full.set()
        self.stopped.add(server)
        return True

    def stops(self, server: str) -> bool:
        """Return True if reading from a server had to stop."""
        return server in self.stopped or (self.rows is None and self.over)

    async def until_over(self) -> None:
        """Wait until the round is over, though servers are still being read."""
        try:
            async with asyncio.timeout(self.seconds):
                await self._full.wait()
                await asyncio.sleep(GRACE)
        except TimeoutError:
            self.over = True
