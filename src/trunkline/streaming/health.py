"""The health of the streaming server."""

from __future__ import annotations

from trunkline.protocol.client import Client
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Flow, HttpRequest, Send
from trunkline.response import Response
from trunkline.streaming.address import find_streaming, streaming_url
from trunkline.streaming.subscriptions import STREAMING_PATH


class StreamingHealth(Client):
    """The call for the health of the streaming server."""

    @endpoint(since="2.5.0")
    def stream_healthy(self) -> Flow[bool]:
        """Ask the streaming server for its health.

        Returns:
            True if it answers that it is well.
        """
        state = self.state
        if state.streaming_url is None:
            announced = yield from find_streaming()
            state.streaming_url = streaming_url(announced, state.base_url, allow_http=self.allow_http)
        headers = {"User-Agent": state.user_agent}
        answer: Response = yield Send(HttpRequest("GET", f"{state.streaming_url}{STREAMING_PATH}/health", headers))
        return answer.status == 200 and answer.body.strip() == b"OK"
