"""Health of the streaming server."""

from __future__ import annotations

from trunkline.protocol.audience import STREAMING_PATH
from trunkline.protocol.client import Client
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Flow, HttpRequest, Send
from trunkline.response import Response
from trunkline.streaming.address import find_streaming_url


class StreamingHealth(Client):
    """Call for the health of the streaming server."""

    @endpoint(since="2.5.0")
    def stream_healthy(self) -> Flow[bool]:
        """Ask the streaming server for its health.

        Returns:
            True if it answers ``OK``.
        """
        url = yield from find_streaming_url(self.state, allow_http=self.allow_http)
        headers = {"User-Agent": self.state.user_agent}
        answer: Response = yield Send(HttpRequest("GET", f"{url}{STREAMING_PATH}/health", headers))
        return answer.status == 200 and answer.body.strip() == b"OK"
