"""A client that calls an app in this thread, in the loop of this process.

Starlette's ``TestClient`` starts a thread with a loop of its own for each request: that takes longer than most answers.
"""

from __future__ import annotations

import asyncio
from functools import cache
from typing import Any

import httpx2
from starlette.applications import Starlette


@cache
def _loop() -> asyncio.Runner:
    return asyncio.Runner()


class _Direct(httpx2.BaseTransport):
    def __init__(self, app: Starlette, *, raise_errors: bool, peer: tuple[str, int]) -> None:
        self._app = httpx2.ASGITransport(app=app, raise_app_exceptions=raise_errors, client=peer)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        request.read()  # a body that comes in pieces has no asynchronous form
        return _loop().run(self._answered(request))

    async def _answered(self, request: httpx2.Request) -> httpx2.Response:
        answer = await self._app.handle_async_request(request)
        assert isinstance(answer.stream, httpx2.AsyncByteStream)
        body = b"".join([part async for part in answer.stream])
        return httpx2.Response(answer.status_code, headers=answer.headers, stream=httpx2.ByteStream(body))


def client_of(
    app: Starlette,
    base_url: str = "http://testserver",
    *,
    raise_errors: bool = True,
    follow_redirects: bool = True,
    peer: tuple[str, int] = ("testclient", 50000),
    **settings: Any,
) -> httpx2.Client:
    """Return a client of *app*; errors of the app are raised, unless *raise_errors* is False."""
    transport = _Direct(app, raise_errors=raise_errors, peer=peer)
    return httpx2.Client(
        transport=transport, base_url=base_url, follow_redirects=follow_redirects, trust_env=False, **settings
    )
