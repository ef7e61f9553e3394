"""Clients that never wait: their clock is moved ahead instead, and what they do is counted."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from trunkline.protocol.request import Now, Send, Sleep
from trunkline.transport.drivers import AsyncDriver, SyncDriver


class Hurry:
    """Takes the place of waits.

    Attributes:
        now: the time that clients see, in seconds since 1970.
        slept: seconds that clients wanted to wait.
        requests: number of requests.
        most: number of requests and waits after which a client is stopped by an `AssertionError`.
    """

    def __init__(self, now: float, most: int) -> None:
        self.now, self.most = now, most
        self.begin()

    def begin(self) -> None:
        """Count anew."""
        self.slept, self.requests, self._steps = 0.0, 0, 0

    def _step(self, step: Any) -> bool:
        """Count a step; return True if it is a request, which is to be sent."""
        self._steps += not isinstance(step, Now)
        assert self._steps <= self.most, f"more than {self.most} requests and waits"
        if isinstance(step, Sleep):
            self.now += step.seconds
            self.slept += step.seconds
        self.requests += isinstance(step, Send)
        return isinstance(step, Send)

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let all clients hurry."""
        perform, aperform = SyncDriver._perform, AsyncDriver._perform

        def hurried(driver: SyncDriver, step: Any) -> Any:
            return perform(driver, step) if self._step(step) else self.now

        async def ahurried(driver: AsyncDriver, step: Any) -> Any:
            await asyncio.sleep(0)
            return await aperform(driver, step) if self._step(step) else self.now

        monkeypatch.setattr(SyncDriver, "_perform", hurried)
        monkeypatch.setattr(AsyncDriver, "_perform", ahurried)
