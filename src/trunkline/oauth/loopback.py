"""Receiver on this machine for the redirect of the authorization page (RFC 8252, section 7.3)."""

from __future__ import annotations

import asyncio
import socket
import threading
from concurrent.futures import Future
from contextlib import suppress
from http.client import HTTPException, parse_headers
from io import BytesIO
from typing import Self

from trunkline.errors import MastodonIllegalArgumentError, MastodonReadTimeout
from trunkline.oauth.authorization import Authorization
from trunkline.oauth.loopback_pages import agreed, refused, unknown

_PATH = "/callback"
_SECONDS_FOR_A_REQUEST = 10.0
_LONGEST_REQUEST = 16_384
_MOST_CONNECTIONS = 64


class Loopback:
    """Receiver of the redirect of one log-in, on a port of 127.0.0.1.

    ::

        with Loopback() as receiver:
            login = client.authorization(scopes, receiver.redirect_uri)
            receiver.expect(login)
            webbrowser.open(login.url)
            code = receiver.wait(300)

    Every page in the browser and every program on this machine can send requests here. Only a ``GET`` for the redirect
    URI, by the address of this receiver (no other name of the host, as in DNS rebinding), with the state of the log-in
    ends the waiting. All others get an error page. A request may take 10 seconds and 16 KiB; of more than 64
    connections at once the oldest is closed. Nothing is logged, because the address holds the code.

    Args:
        port: the port; 0: a free one.

    Raises:
        OSError: somebody else uses the port.
    """

    def __init__(self, port: int = 0) -> None:
        self._socket = socket.create_server(("127.0.0.1", port))
        self._host = f"127.0.0.1:{self._socket.getsockname()[1]}"
        self._login: Authorization | None = None
        self._code: Future[str] = Future()
        self._open: dict[asyncio.StreamWriter, None] = {}
        self._loop = asyncio.new_event_loop()
        self._left = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="trunkline-login", daemon=True)

    @property
    def origin(self) -> str:
        """Scheme, host and port of the receiver."""
        return f"http://{self._host}"

    @property
    def redirect_uri(self) -> str:
        """Redirect URI for the application and the authorization."""
        return f"{self.origin}{_PATH}"

    def expect(self, login: Authorization) -> None:
        """Accept the redirect of this log-in from now on."""
        self._login = login

    def wait(self, timeout: float) -> str:
        """Return the code in the redirect.

        Args:
            timeout: seconds to wait.

        Raises:
            MastodonIllegalArgumentError: the person refused, or the redirect comes from another server.
            MastodonReadTimeout: no redirect within the timeout.
        """
        try:
            return self._code.result(timeout)
        except TimeoutError:
            raise MastodonReadTimeout(f"Nobody came back from the authorization page within {timeout:.0f} s.") from None

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._left.set)
        self._thread.join()

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._answer, sock=self._socket, limit=_LONGEST_REQUEST)
        await self._left.wait()
        server.close()
        self._close_all_but(0)
        await asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()})

    def _close_all_but(self, newest: int) -> None:
        while len(self._open) > newest:
            oldest = next(iter(self._open))
            del self._open[oldest]
            oldest.transport.abort()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open[writer] = None
        self._close_all_but(0 if self._left.is_set() else _MOST_CONNECTIONS)
        try:
            with suppress(TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, OSError):
                async with asyncio.timeout(_SECONDS_FOR_A_REQUEST):
                    await self._answer_to(await reader.readuntil(b"\r\n\r\n"), writer)
        finally:
            self._open.pop(writer, None)
            writer.close()

    async def _answer_to(self, request: bytes, writer: asyncio.StreamWriter) -> None:
        """Send the page for a request, then hand on the result if it is the redirect; the first one counts."""
        login, address = self._login, self._address(request)
        if login is None or address is None or not login.is_answered_by(address):
            writer.write(unknown())
            await writer.drain()
            return
        code: str | None = None
        refusal: MastodonIllegalArgumentError | None = None
        try:
            code = login.code_from(address)
            writer.write(agreed())
        except MastodonIllegalArgumentError as error:
            refusal = error
            writer.write(refused(str(error)))
        try:
            await writer.drain()
        finally:
            if not self._code.done():
                if code is not None:
                    self._code.set_result(code)
                else:
                    self._code.set_exception(refusal)

    def _address(self, request: bytes) -> str | None:
        """Return the URL of a request for the redirect URI, or ``None`` if it is another one."""
        line, _, fields = request.partition(b"\r\n")
        method, _, rest = line.decode("latin-1").partition(" ")
        target, _, version = rest.partition(" ")
        try:
            hosts = parse_headers(BytesIO(fields)).get_all("Host")
        except HTTPException:
            return None
        wanted = method == "GET" and version in ("HTTP/1.0", "HTTP/1.1") and target.partition("?")[0] == _PATH
        return f"{self.origin}{target}" if wanted and hosts == [self._host] else None
