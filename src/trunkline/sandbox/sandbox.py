"""`Sandbox`: a local Mastodon server for tests, demonstrations and trying things out."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from types import TracebackType
from typing import Self

from trunkline.sandbox.live.hub import Hub
from trunkline.sandbox.oauth.scopes import SUPPORTED
from trunkline.sandbox.options import Options
from trunkline.sandbox.person import authorize
from trunkline.sandbox.process import ServerProcess
from trunkline.sandbox.server import ServerThread
from trunkline.sandbox.store.database import MEMORY, Clock, Store, utc_now

DEFAULT_SCOPES = "read write follow push"


class Sandbox:
    """A local Mastodon server with a made-up community, on 127.0.0.1.

        with Sandbox(size=300, seed=1) as sandbox:
            mastodon = Mastodon(api_base_url=sandbox.url, access_token=sandbox.token_for("alice"))

    Among its people are alice, bob, carol, dave (who approves followers by hand), eve (a bot) and admin. Everybody
    signs in with `<name>@sandbox.example` and the password `<name>-password`.

    Parameters:
        size: how many posts there are at the start.
        seed: another number gives another community; the same gives the same one.
        port: where to listen; 0 is any free port.
        path: a SQLite file that keeps everything, or ":memory:". A file that has accounts already is used as it is.
        rate_limits: a factor for all of Mastodon's limits; `None` switches them off, headers included.
        heartbeat: seconds of silence on a stream before a sign of life.
        media_polls: how often an upload is answered "not ready yet" before its file is processed.
        token_lifetime: seconds until access tokens end; they come with a refresh token then. Mastodon's do not end.
        clock: gives the current time; the wall clock if not given.
        process: run in a process of its own instead of a thread.
    """

    def __init__(
        self,
        *,
        size: int = 300,
        seed: int = 1,
        port: int = 0,
        path: str | os.PathLike[str] = MEMORY,
        rate_limits: float | None = 1.0,
        heartbeat: float = 15.0,
        media_polls: int = 0,
        token_lifetime: float | None = None,
        clock: Clock = utc_now,
        process: bool = False,
    ) -> None:
        self._options = Options(
            size=size,
            seed=seed,
            port=port,
            path=os.fspath(path),
            rate_limits=rate_limits,
            heartbeat=heartbeat,
            media_polls=media_polls,
            token_lifetime=token_lifetime,
            clock=clock,
        )
        self._in_process = process
        if process:
            self._options.to_json()
        self._running: ServerThread | ServerProcess | None = None

    def start(self) -> Self:
        """Start the server; it answers when this returns."""
        if self._running is not None:
            raise RuntimeError("the sandbox runs already")
        server = ServerProcess(self._options) if self._in_process else ServerThread(self._options)
        server.start()
        self._running = server
        return self

    def stop(self) -> None:
        """Stop the server. Open streams end. What is in memory is gone."""
        running, self._running = self._running, None
        if running is not None:
            running.stop()

    def wait(self) -> None:
        """Block until the server stops."""
        self._server.wait()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def _server(self) -> ServerThread | ServerProcess:
        if self._running is None:
            raise RuntimeError("the sandbox is not running; use it in a `with` block, or call start()")
        return self._running

    @property
    def url(self) -> str:
        """The server's address, for example `http://127.0.0.1:40123`."""
        return self._server.url

    @property
    def domain(self) -> str:
        """The server's domain, for example `127.0.0.1:40123`."""
        return self.url.partition("://")[2]

    @property
    def accounts(self) -> dict[str, str]:
        """Everybody who can sign in: the ids of their accounts by user name."""
        return self._server.accounts()

    def token_for(self, username: str, scopes: str = DEFAULT_SCOPES) -> str:
        """An access token of a local account.

        Raises:
            ValueError: there is no such account, or no such scope.
        """
        return self._server.token_for(username, scopes)

    def authorize(self, url: str, username: str) -> str:
        """Let an application in, as a person with a browser does, and bring back the code.

        Parameters:
            url: the authorization page, as `Mastodon.authorization` and `Mastodon.auth_request_url` give it.
            username: the local account that logs in.

        Raises:
            ValueError: the page does not let this person in.
        """
        return authorize(url, f"{username}@sandbox.example", f"{username}-password")

    @property
    def admin_token(self) -> str:
        """An access token of the server's owner, with all scopes."""
        return self.token_for("admin", " ".join(SUPPORTED))

    def run_due(self) -> int:
        """Post scheduled statuses and end polls whose time has come, and return how many there were.

        The server does this every second; tests with their own clock need not wait for that.
        """
        return self._server.run_due()

    @property
    def store(self) -> Store:
        """The database, for looking into; only of a sandbox in this process."""
        return self._thread.store

    @property
    def hub(self) -> Hub:
        """Who listens to which stream; only of a sandbox in this process."""
        return self._thread.hub

    @property
    def _thread(self) -> ServerThread:
        server = self._server
        if not isinstance(server, ServerThread):
            raise TypeError("a sandbox in its own process can be used through its API only; use process=False")
        return server


def run(
    *,
    size: int = 300,
    seed: int = 1,
    port: int = 3000,
    path: str | os.PathLike[str] = MEMORY,
    rate_limits: float | None = 1.0,
    on_ready: Callable[[Sandbox], None] | None = None,
) -> None:
    """Serve until the process is interrupted (Ctrl-C) or asked to end. For the command line.

    `on_ready` is called once the server answers. The other parameters are those of `Sandbox`.
    """
    sandbox = Sandbox(size=size, seed=seed, port=port, path=path, rate_limits=rate_limits)
    before = signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(0))
    try:
        with sandbox:
            if on_ready is not None:
                on_ready(sandbox)
            sandbox.wait()
    except KeyboardInterrupt:
        return
    finally:
        signal.signal(signal.SIGTERM, before)
