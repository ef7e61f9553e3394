"""The header `Date`, with the time of the sandbox's clock."""

from __future__ import annotations

from email.utils import format_datetime

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from trunkline.sandbox.store.clock import MovableClock

_STARTS = frozenset({"http.response.start", "websocket.accept", "websocket.http.response.start"})


class Dating:
    """Middleware that dates answers.

    A client measures times of the server, such as `X-RateLimit-Reset`, by this header.
    """

    def __init__(self, app: ASGIApp, clock: MovableClock) -> None:
        self._app = app
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""

        async def dated(message: Message) -> None:
            if message["type"] in _STARTS:
                MutableHeaders(scope=message)["Date"] = format_datetime(self._clock.now(), usegmt=True)
            await send(message)

        await self._app(scope, receive, dated)
