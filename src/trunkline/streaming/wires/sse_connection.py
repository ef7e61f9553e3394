"""Streams over server-sent events: one HTTP response for each."""

from __future__ import annotations

from asyncio import Task, TaskGroup
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from trunkline.errors import MastodonError, MastodonReadTimeout
from trunkline.streaming.subscriptions import Subscription
from trunkline.streaming.wires.connection import Link
from trunkline.streaming.wires.failures import SILENT, StreamEnded, refused, unreachable
from trunkline.streaming.wires.sse import SseDecoder
from trunkline.transport.connections import opened
from trunkline.transport.quiet import quietly

if TYPE_CHECKING:
    import httpx2

_OPEN_TIMEOUT = 30.0
_LONGEST_ERROR = 65536
_PLAIN = {"Accept-Encoding": "identity"}
"""A few compressed bytes could be an endless event."""


class SseConnection:
    """Any number of event streams, which end together."""

    works_when_open = False

    def __init__(self, link: Link) -> None:
        self._link = link
        self._readers: dict[Subscription, Task[None]] = {}
        self._tasks: TaskGroup
        self._http: httpx2.AsyncClient

    async def open(self, tasks: TaskGroup, ending: AsyncExitStack) -> None:
        """Prepare the HTTP client; `subscribe` connects."""
        import httpx2

        self._tasks = tasks
        wire = self._link.access.connections
        if isinstance(wire.given, httpx2.AsyncClient):
            self._http = wire.given
        else:
            self._http = opened(httpx2.AsyncClient, wire, limits=httpx2.Limits())
            ending.push_async_callback(self._http.aclose)

    async def subscribe(self, subscription: Subscription) -> None:
        """Ask for one stream and start to read it."""
        import httpx2

        url = self._link.url + subscription.path
        headers = {
            **self._link.access.headers(url),
            "Accept": "text/event-stream",
            "Cache-Control": "no-store",
            **_PLAIN,
        }
        timeout = httpx2.Timeout(_OPEN_TIMEOUT, read=self._link.silence, pool=None)
        request = self._http.build_request("GET", url, headers=headers, timeout=timeout)
        try:
            with quietly(logged=self._link.access.connections.log_requests):
                response = await self._http.send(request, stream=True, follow_redirects=False)
        except httpx2.HTTPError as error:
            raise _failure(self._link, error) from None
        try:
            await self._check(response)
        except BaseException:
            await response.aclose()
            raise
        self._readers[subscription] = self._tasks.create_task(self._read(subscription, response))

    async def _check(self, response: httpx2.Response) -> None:
        """Raise the error for a response that is not an event stream."""
        media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        plain = response.headers.get("content-encoding", "identity").strip().lower() in ("", "identity")
        if not plain or response.status_code != 200 or media_type != "text/event-stream":
            body = await _beginning(response)
            raise refused(response.status_code, response.reason_phrase, response.headers, body)

    async def _read(self, subscription: Subscription, response: httpx2.Response) -> None:
        import httpx2

        decoder, deliver = SseDecoder(subscription.name), self._link.deliver
        try:
            async for chunk in _received(response):
                if events := decoder.feed(chunk):
                    await deliver(events, subscription)
        except httpx2.HTTPError as error:
            raise _failure(self._link, error) from None
        finally:
            await response.aclose()
        raise StreamEnded

    async def unsubscribe(self, subscription: Subscription) -> None:
        """Close the response of one stream."""
        reader = self._readers.pop(subscription, None)
        if reader is not None:
            reader.cancel()


def _received(response: httpx2.Response) -> AsyncIterator[bytes]:
    """Return the body as it comes; one that a given client has read already is no longer compressed."""
    return response.aiter_bytes() if response.is_stream_consumed else response.aiter_raw()


def _failure(link: Link, error: httpx2.HTTPError) -> MastodonError:
    import httpx2

    if isinstance(error, httpx2.ReadTimeout):
        return MastodonReadTimeout(SILENT.format(link.silence))
    if isinstance(error, httpx2.TimeoutException):
        return unreachable(link.url, TimeoutError())
    return unreachable(link.url, error)


async def _beginning(response: httpx2.Response) -> bytes:
    """Read the body of an error, but not an endless one."""
    import httpx2

    body = b""
    try:
        async for chunk in _received(response):
            body += chunk
            if len(body) > _LONGEST_ERROR:
                break
    except httpx2.HTTPError:
        pass
    return body
