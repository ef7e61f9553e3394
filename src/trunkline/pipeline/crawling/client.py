"""Client of a crawl: its requests are counted, and go over `CrawlDriver`."""

from __future__ import annotations

from typing import TypeVar

from trunkline.clients.client import AsyncMastodon
from trunkline.pipeline.crawling.driver import CrawlDriver
from trunkline.pipeline.watch import Watch
from trunkline.protocol.policy import expand
from trunkline.protocol.request import Flow

T = TypeVar("T")


class WatchedMastodon(AsyncMastodon):
    """Client whose requests and waits are counted by a `Watch`."""

    watch: Watch
    watched_as: str

    def _connect(self) -> None:
        self._driver = CrawlDriver(self._connections)

    async def run(self, flow: Flow[T]) -> T:
        """Perform a flow, observed by the watch."""
        return await self._driver.run(self.watch.observe(self.watched_as, expand(flow, self.state)))
