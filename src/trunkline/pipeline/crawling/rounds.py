"""How much is read in one run, so that long histories come in pieces that are safe one after the other."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

GRACE = 5.0
"""Seconds that servers get to end what they are at when the others have filled the round."""


@dataclass(slots=True)
class Round:
    """The share of one resource in one run.

    Attributes:
        rows: how many rows it may still read, ``None`` for any number.
        seconds: how long it may take, ``None`` for as long as it takes.
        over: whether it was ended before everything was read, so that another run has to go on.
    """

    rows: int | None = None
    seconds: float | None = None
    over: bool = False
    _full: asyncio.Event = field(default_factory=asyncio.Event, repr=False)

    def took(self, rows: int) -> bool:
        """Count rows that were read.

        Returns:
            Whether reading shall stop here.
        """
        if self.rows is not None:
            self.rows -= rows
            if self.rows <= 0:
                self.over = True
                self._full.set()
        return self.over

    async def until_over(self) -> None:
        """Wait until no more shall be read, whatever is still being read."""
        try:
            async with asyncio.timeout(self.seconds):
                await self._full.wait()
                await asyncio.sleep(GRACE)
        except TimeoutError:
            self.over = True
