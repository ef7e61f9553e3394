"""Access to the client behind a stream: its requests, credentials and connections, in one event loop."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from math import inf
from typing import Any, TypeVar

from trunkline.errors import MastodonError, MastodonRatelimitError, printable
from trunkline.protocol.audience import authorization
from trunkline.protocol.discovery import find_software
from trunkline.protocol.frames import awaited_without_variables
from trunkline.protocol.policy import expand
from trunkline.protocol.request import Flow, Sleep, Step, as_it_is, relay
from trunkline.protocol.software import FORKS
from trunkline.protocol.state import ClientState
from trunkline.protocol.tokens import renew_token
from trunkline.streaming.address import find_streaming_url
from trunkline.transport.connections import Connections
from trunkline.transport.drivers import AsyncDriver

T = TypeVar("T")

_LONGEST_NAME = 80

ONE_STREAM_EACH = frozenset({"akkoma", "gotosocial", "pleroma"})
"""Software whose WebSockets carry one stream each: see `trunkline.streaming.wires.separate_websockets`."""

_HAVE_STREAMS = FORKS | ONE_STREAM_EACH


@dataclass(frozen=True, slots=True)
class Access:
    """Access to the client behind a stream, in one event loop."""

    state: ClientState
    connections: Connections
    driver: AsyncDriver
    allow_http: bool = False

    @awaited_without_variables
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

    @property
    def needs_separate(self) -> bool:
        """True if the server's software is known to need one WebSocket for each stream."""
        return self.state.software is not None and self.state.software.name in ONE_STREAM_EACH

    async def streaming_url(self) -> str:
        """Return the address of the streaming server, with ``http`` or ``https``; it is asked for once."""
        return await self.run(find_streaming_url(self.state, allow_http=self.allow_http))

    async def lack_of_streams(self) -> str:
        """Return a sentence for a server that answers no stream, with its software where that is known."""
        if self.state.software is None:
            with suppress(MastodonError):
                self.state.software = await self.run(find_software(self.state.base_url))
        software = self.state.software
        named = printable(f" ({software.name} {software.version})", _LONGEST_NAME) if software and software.name else ""
        streams = "such stream" if software and software.name in _HAVE_STREAMS else "streams"
        return f"This server{named} offers no {streams}."

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
            error = MastodonRatelimitError(f"A request would have to wait {step.seconds:.0f} s.")
            error.retry_after = step.seconds
            raise error
        return as_it_is(step)

    return relay(flow, through)
