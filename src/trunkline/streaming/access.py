"""Access to the client behind a stream: its requests, credentials and connections, in one event loop."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Any, TypeVar

from trunkline.errors import MastodonError, MastodonRatelimitError
from trunkline.protocol.audience import authorization
from trunkline.protocol.policy import expand
from trunkline.protocol.request import Flow, Sleep, Step, as_it_is, relay
from trunkline.protocol.state import ClientState
from trunkline.protocol.tokens import renew_token
from trunkline.streaming.address import find_streaming_url
from trunkline.transport.connections import Connections
from trunkline.transport.drivers import AsyncDriver

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Access:
    """Access to the client behind a stream, in one event loop."""

    state: ClientState
    connections: Connections
    driver: AsyncDriver
    allow_http: bool = False

    async def run(self, flow: Flow[T], longest_wait: float = inf) -> T:
        """Perform a flow of requests.

        Args:
            flow: the flow.
            longest_wait: longest wait for a rate limit, in seconds.

        Raises:
            MastodonRatelimitError: it would have to wait longer.
        """
        return await self.driver.run(_impatient(expand(flow, self.state), longest_wait))

    def headers(self, url: str) -> dict[str, str]:
        """Return the headers of a connection to the ``http`` or ``https`` URL of a stream, the token among them."""
        return {"User-Agent": self.state.user_agent, **authorization(url, self.state, stream=True)}

    async def streaming_url(self) -> str:
        """Return the address of the streaming server, with ``http`` or ``https``; it is asked for once."""
        return await self.run(find_streaming_url(self.state, allow_http=self.allow_http))

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
