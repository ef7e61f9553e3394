"""Sync and async drivers, which perform flows over the HTTP library. All I/O of requests is here."""

from __future__ import annotations

import os
import threading
import time
import weakref
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, ExitStack, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from trunkline.errors import MastodonError, MastodonIllegalArgumentError, MastodonNetworkError, MastodonReadTimeout
from trunkline.protocol.request import Flow, HttpRequest, Invoke, Now, Send, Sleep, Step
from trunkline.response import Response
from trunkline.transport.advice import advice_on
from trunkline.transport.answer_body import ACCEPT_ENCODING, AnswerBody
from trunkline.transport.connections import Connections, opened
from trunkline.transport.mocks import is_unknown, session_of_mocks
from trunkline.transport.quiet import quietly
from trunkline.transport.reasons import is_harmless, reason_of

if TYPE_CHECKING:
    import asyncio

    import httpx2

T = TypeVar("T")


_NO_URL = "This leads to an address with a character that no URL has; it may come from a link of the server."


class SyncDriver:
    """Driver that performs flows in the calling thread. Any number of threads may share one."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._lock = threading.Lock()
        self._made: httpx2.Client | None = None
        self._made_in = 0

    @property
    def http(self) -> httpx2.Client:
        """Client of the HTTP library, created when first needed, and anew in a process that was forked.

        Two processes that write to one connection would get each other's responses.
        """
        if self._connections.given is not None:
            return self._connections.given  # type: ignore[no-any-return]
        process = os.getpid()
        with self._lock:
            if self._made is None or self._made_in != process:
                import httpx2

                from trunkline.transport.deadlines import bounded

                self._made, self._made_in = bounded(opened(httpx2.Client, self._connections)), process
                weakref.finalize(self, _close_dropped, self._made, process).atexit = False
            return self._made

    def _http_of_mocks(self) -> httpx2.Client | None:
        """Return a client over what a test has put in the place of ``requests``; ``None`` without such a thing."""
        if self._connections.given is not None or self._connections.session is not None:
            return None
        mocked = session_of_mocks()
        if mocked is None:
            return None
        import httpx2

        return opened(httpx2.Client, replace(self._connections, session=mocked, is_mock=True))

    def run(self, flow: Flow[T]) -> T:
        """Perform every step of *flow* and return its result."""
        value: Any = None
        error: MastodonError | None = None
        try:
            while True:
                try:
                    step = flow.send(value) if error is None else flow.throw(error)
                except StopIteration as stop:
                    return stop.value  # type: ignore[no-any-return]
                value, error = None, None
                try:
                    value = self._perform(step)
                except MastodonError as raised:
                    error = raised
        finally:
            flow.close()

    def _perform(self, step: Step) -> Any:
        if isinstance(step, Send):
            return self._send(step.request)
        if isinstance(step, Sleep):
            return time.sleep(step.seconds)
        if isinstance(step, Now):
            return time.time()
        if isinstance(step, Invoke):
            return step.method()
        raise TypeError(f"a flow yielded {type(step).__name__}")

    def _send(self, request: HttpRequest) -> Response:
        import httpx2

        from trunkline.transport.deadlines import within

        mocks = self._http_of_mocks()
        if mocks is not None and request.aside:
            raise _not_asked()
        http = mocks or self.http
        seconds = None if request.files else self._connections.answer_time
        try:
            with quietly(logged=self._connections.log_requests), within(seconds), ExitStack() as held:
                if request.foreign:
                    bare = _without_secrets(http, request)
                    answer = http.send(bare, auth=None, stream=True, follow_redirects=False)
                    held.callback(answer.close)
                else:
                    arguments = _arguments(request, held)
                    answer = held.enter_context(http.stream(**arguments, follow_redirects=False))
                body = _body(answer, request, self._connections)
                for piece in answer.iter_bytes() if answer.is_stream_consumed else answer.iter_raw():
                    body.add(piece)
        except httpx2.InvalidURL:
            raise MastodonIllegalArgumentError(_NO_URL) from None
        except httpx2.HTTPError as raised:
            raise _network_error(raised, request) from _cause(raised)
        except TimeoutError as raised:
            raise network_error(request, raised, late=True, sent=True) from None
        except Exception as raised:
            if is_unknown(raised):
                raise network_error(request, raised, late=False, sent=False) from raised
            raise
        return body.response()

    def close(self) -> None:
        """Close the connections that the driver has opened itself."""
        with self._lock:
            if self._made is not None:
                self._made.close()
                self._made = None


class AsyncDriver:
    """Driver that performs flows in the running event loop. Any number of tasks may share one."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._made: httpx2.AsyncClient | None = None
        self._ending: AsyncGenerator[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def http(self) -> httpx2.AsyncClient:
        """Client of the HTTP library for the running event loop, created when first needed."""
        if self._connections.given is not None:
            return self._connections.given  # type: ignore[no-any-return]
        from asyncio import get_running_loop

        loop = get_running_loop()
        if self._made is None or self._loop is not loop:
            import httpx2

            self._made, self._loop = opened(httpx2.AsyncClient, self._connections), loop
            self._ending = _started(_closing(self._made))
        return self._made

    async def run(self, flow: Flow[T]) -> T:
        """Perform every step of *flow* and return its result."""
        value: Any = None
        error: MastodonError | None = None
        try:
            while True:
                try:
                    step = flow.send(value) if error is None else flow.throw(error)
                except StopIteration as stop:
                    return stop.value  # type: ignore[no-any-return]
                value, error = None, None
                try:
                    value = await self._perform(step)
                except MastodonError as raised:
                    error = raised
        finally:
            flow.close()

    async def _perform(self, step: Step) -> Any:
        if isinstance(step, Send):
            return await self._send(step.request)
        if isinstance(step, Sleep):
            from asyncio import sleep

            return await sleep(step.seconds)
        if isinstance(step, Now):
            return time.time()
        if isinstance(step, Invoke):
            return await step.method()
        raise TypeError(f"a flow yielded {type(step).__name__}")

    async def _send(self, request: HttpRequest) -> Response:
        from asyncio import timeout

        import httpx2

        http = self.http
        try:
            with quietly(logged=self._connections.log_requests), ExitStack() as files:
                async with (
                    timeout(None if request.files else self._connections.answer_time),
                    AsyncExitStack() as held,
                ):
                    if request.foreign:
                        bare = _without_secrets(http, request)
                        answer = await http.send(bare, auth=None, stream=True, follow_redirects=False)
                        held.push_async_callback(answer.aclose)
                    else:
                        arguments = _arguments(request, files)
                        answer = await held.enter_async_context(http.stream(**arguments, follow_redirects=False))
                    body = _body(answer, request, self._connections)
                    async for piece in answer.aiter_bytes() if answer.is_stream_consumed else answer.aiter_raw():
                        body.add(piece)
        except httpx2.InvalidURL:
            raise MastodonIllegalArgumentError(_NO_URL) from None
        except httpx2.HTTPError as raised:
            raise _network_error(raised, request) from _cause(raised)
        except TimeoutError as raised:
            raise network_error(request, raised, late=True, sent=True) from None
        except Exception as raised:
            if is_unknown(raised):
                raise network_error(request, raised, late=False, sent=False) from raised
            raise
        return body.response()

    async def close(self) -> None:
        """Close the connections that the driver has opened itself."""
        from asyncio import get_running_loop

        ending, self._made, self._ending = self._ending, None, None
        if ending is not None and self._loop is get_running_loop():
            await ending.aclose()


def _close_dropped(http: httpx2.Client, process: int) -> None:
    """Close the connections of a driver that nobody holds any more, in the process that opened them."""
    if os.getpid() == process:
        http.close()


async def _closing(http: httpx2.AsyncClient) -> AsyncGenerator[None]:
    """Close a client when this generator is closed.

    The event loop does that at its end, or when nobody holds the generator any more:
    https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.shutdown_asyncgens
    """
    try:
        yield
    finally:
        await http.aclose()


def _started(generator: AsyncGenerator[None]) -> AsyncGenerator[None]:
    """Run a generator up to its first ``yield``, which makes it known to the running event loop."""
    with suppress(StopIteration):
        anext(generator).__await__().send(None)
    return generator


def _arguments(request: HttpRequest, files: ExitStack) -> dict[str, Any]:
    """Return the arguments for the HTTP library; opened files are closed with *files*."""
    arguments: dict[str, Any] = {"method": request.method, "url": request.url}
    arguments["headers"] = ACCEPT_ENCODING | dict(request.headers)
    if request.content is not None:
        arguments["content"] = request.content
    elif request.form or request.files:
        arguments["data"] = _grouped(request)
    if request.files:
        arguments["files"] = {name: _opened(upload, files) for name, upload in request.files.items()}
    return arguments


def _without_secrets(http: httpx2.Client | httpx2.AsyncClient, request: HttpRequest) -> httpx2.Request:
    """Return a request to a foreign server, without the headers, cookies and parameters of a given client."""
    import httpx2

    # "trunkline.foreign" is for `trunkline.transport.requests_session`
    extensions = {"trunkline.foreign": True, "timeout": http.timeout.as_dict()}
    headers = ACCEPT_ENCODING | dict(request.headers)
    return httpx2.Request(request.method, request.url, headers=headers, extensions=extensions)


def _opened(upload: Any, files: ExitStack) -> tuple[str, Any, str]:
    content = upload.open()
    if content is not upload.source:
        files.enter_context(content)
    return upload.file_name, content, upload.mime_type


def _grouped(request: HttpRequest) -> Mapping[str, list[str]]:
    """Return the form with the values of each name together, as the HTTP library expects."""
    grouped: dict[str, list[str]] = {}
    for name, value in request.form:
        grouped.setdefault(name, []).append(value)
    return grouped


def _body(answer: httpx2.Response, request: HttpRequest, connections: Connections) -> AnswerBody:
    headers = {name.lower(): value for name, value in answer.headers.items()}
    read = answer.is_stream_consumed  # by hooks or the transport of a given client
    return AnswerBody(request, connections, answer.status_code, answer.reason_phrase, headers, decoded=read)


def _network_error(raised: httpx2.HTTPError, request: HttpRequest) -> MastodonNetworkError:
    import httpx2

    never_sent = isinstance(raised, httpx2.ConnectError | httpx2.ConnectTimeout | httpx2.PoolTimeout)
    late = isinstance(raised, httpx2.TimeoutException)
    return network_error(request, raised, late=late, sent=not never_sent)


def network_error(request: HttpRequest, raised: Exception, *, late: bool, sent: bool) -> MastodonNetworkError:
    """Build the package's error, which names the server but carries no secret of the request.

    Args:
        request: the failed request.
        raised: the error of the HTTP library.
        late: the timeout was exceeded.
        sent: the server may have received the request.
    """
    server = request.url.partition("://")[2].partition("/")[0]
    said = type(raised).__name__ if late else reason_of(raised)
    if late:
        error: MastodonNetworkError = MastodonReadTimeout(f"{server} did not answer in time ({said}).")
    else:
        error = MastodonNetworkError(f"Could not talk to {server}: {said}. {advice_on(raised)}")
    error.sent, error.made_up = sent, getattr(raised, "made_up", False) or is_unknown(raised)
    return error


def _not_asked() -> MastodonNetworkError:
    error = MastodonNetworkError("A test has put something in the server's place; it is not asked what it is.")
    error.made_up = True
    return error


def _cause(raised: httpx2.HTTPError) -> BaseException | None:
    """Return the cause of an error of the HTTP library, whose own errors hold the request with its token."""
    return (raised.__cause__ or raised.__context__) if is_harmless(raised) else None
