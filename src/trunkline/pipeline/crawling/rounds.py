"""Limits of one run, so that long histories are loaded in rounds, each safe before the next."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

GRACE = 5.0
"""Seconds that servers get to finish a page when the others have filled the round."""


@dataclass(slots=True)
class Round:
    """Share of one resource in one run.

    Attributes:
        rows: rows that it may still read; ``None`` for any number.
        seconds: seconds that it may take; ``None`` for any number.
        over: a limit was reached before everything was read; another run must continue.
    """

    rows: int | None = None
    seconds: float | None = None
    over: bool = False
    _full: asyncio.Event = field(default_factory=asyncio.Event, repr=False)

    def took(self, rows: int) -> bool:
        """Count rows that were read.

        Returns:
            True if reading has to stop here.
        """
        if self.rows is not None:
            self.rows -= rows
            if self.rows <= 0:
                self.over = True
                self._full.set()
        return self.over

    async def until_over(self) -> None:
        """Wait until the round is over, though servers are still being read."""
        try:
            async with asyncio.timeout(self.seconds):
                await self._full.wait()
                await asyncio.sleep(GRACE)
        except TimeoutError:
            self.over = True
