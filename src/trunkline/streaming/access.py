"""The client behind a stream: its requests, credentials and connections, inside one event loop."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Any, TypeVar

from trunkline.errors import MastodonError, MastodonRatelimitError
from trunkline.protocol.policy import expand
from trunkline.protocol.request import Flow, Sleep, Step, as_it_is, relay
from trunkline.protocol.state import ClientState
from trunkline.protocol.tokens import renew_token
from trunkline.streaming.address import find_streaming, streaming_url
from trunkline.transport.connections import Connections
from trunkline.transport.drivers import AsyncDriver

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Access:
    """The client behind a stream, inside one event loop."""

    state: ClientState
    connections: Connections
    driver: AsyncDriver
    allow_http: bool = False

    async def run(self, flow: Flow[T], longest_wait: float = inf) -> T:
        """Perform a flow of requests.

        Args:
            flow: what is to be done.
            longest_wait: seconds that it may wait for a rate limit.

        Raises:
            MastodonRatelimitError: it would have to wait longer.
        """
        return await self.driver.run(_impatient(expand(flow, self.state), longest_wait))

    def headers(self) -> dict[str, str]:
        """The headers that every connection of a stream carries, the token among them."""
        headers = {"User-Agent": self.state.user_agent}
        if self.state.access_token:
            headers["Authorization"] = f"Bearer {self.state.access_token}"
        return headers

    async def streaming_url(self) -> str:
        """The address of the streaming server, with ``http`` or ``https``; asked for once."""
        if self.state.streaming_url is None:
            announced = await self.run(find_streaming())
            self.state.streaming_url = streaming_url(announced, self.state.base_url, allow_http=self.allow_http)
        return self.state.streaming_url

    async def renew_token(self) -> bool:
        """Get a new access token after a 401; return False where that is impossible."""
        try:
            return await self.run(renew_token(self.state))
        except MastodonError:
            return False


def _impatient(flow: Flow[T], longest_wait: float) -> Flow[T]:
    """Return *flow* with an error in place of each wait that is longer than *longest_wait* seconds."""

    def through(step: Step) -> Flow[Any]:
        if isinstance(step, Sleep) and step.seconds > longest_wait:
            raise MastodonRatelimitError(f"A request would have to wait {step.seconds:.0f} s.")
        return as_it_is(step)

    return relay(flow, through)
