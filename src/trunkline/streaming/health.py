"""Is the streaming server well?"""

from __future__ import annotations

from typing import cast

from trunkline.clients.core import Core
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Flow, HttpRequest, Response, Send
from trunkline.streaming.subscriptions import STREAMING_PATH


class StreamingHealth:
    """The call for the health of the streaming server."""

    @endpoint(since="2.5.0")
    def stream_healthy(self) -> Flow[bool]:
        """Ask the streaming server whether it is well.

        Returns:
            Whether it says so.
        """
        return _healthy(cast("Core", self))


def _healthy(client: Core) -> Flow[bool]:
    from trunkline.streaming.access import find_streaming, streaming_url

    session = client.state
    if session.streaming_url is None:
        announced = yield from find_streaming()
        session.streaming_url = streaming_url(announced, session.base_url, allow_http=client.allow_http)
    headers = {"User-Agent": session.user_agent}
    answer: Response = yield Send(HttpRequest("GET", f"{session.streaming_url}{STREAMING_PATH}/health", headers))
    return answer.status == 200 and answer.body.strip() == b"OK"
