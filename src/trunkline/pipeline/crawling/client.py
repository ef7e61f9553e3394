"""Client of a crawl: its requests are counted, and go over `CrawlDriver`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

from trunkline.answers.times import with_times
from trunkline.clients.client import AsyncMastodon
from trunkline.pipeline.crawling.driver import CrawlDriver
from trunkline.pipeline.watch import Watch
from trunkline.protocol.frames import awaited_without_variables
from trunkline.protocol.policy import expand
from trunkline.protocol.request import Flow
from trunkline.protocol.retries import RetryPolicy

T = TypeVar("T")

ANSWER_TIME = 300.0
"""Seconds for a whole response; less if the server gets less time without any byte."""

ANSWER_SIZE = 16 * 2**20
"""Greatest number of bytes of a response: a page of forty long posts has less than one million."""


class WatchedMastodon(AsyncMastodon):
    """Client whose requests and waits are counted by a `Watch`.

    Attributes:
        patience: how failed requests are repeated once the server has answered.
    """

    watch: Watch
    watched_as: str
    patience: RetryPolicy | None = None

    def _connect(self) -> None:
        bounds: dict[str, Any] = {
            "answer_time": min(ANSWER_TIME, 6 * self._connections.timeout),
            "answer_size": ANSWER_SIZE,
        }
        self._driver = CrawlDriver(replace(self._connections, **bounds))

    @awaited_without_variables
    async def run(self, flow: Flow[T]) -> T:
        """Perform a flow, observed by the watch."""
        result = await self._driver.run(
            self.watch.observe(self.watched_as, expand(with_times(flow, self.state), self.state))
        )
        if self.patience is not None:
            self.state.retry = self.patience
        return result
