"""A running sandbox in a thread: store, application and web server."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import struct
import threading
from collections.abc import Coroutine
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

import uvicorn
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Scope

from trunkline.sandbox import oauth, web
from trunkline.sandbox.api.app import create_app
from trunkline.sandbox.control import Control, ServerParts
from trunkline.sandbox.door import ControlDoor
from trunkline.sandbox.http.failures import FailureMiddleware, Failures, HangUp
from trunkline.sandbox.http.hosts import HostAuthorization
from trunkline.sandbox.http.quirks import Quirk, known_quirks
from trunkline.sandbox.http.ratelimit import RateLimitMiddleware, ThrottleCounters
from trunkline.sandbox.http.shared_cache import SharedCache
from trunkline.sandbox.live import streaming
from trunkline.sandbox.live.due import run_due
from trunkline.sandbox.live.hub import Hub
from trunkline.sandbox.media.work import MediaWork
from trunkline.sandbox.options import Options
from trunkline.sandbox.seed.populating import populate
from trunkline.sandbox.store.database import Store
from trunkline.sandbox.store.settings import change_setting

logger = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"
_PATIENCE = 30.0
_TICK = 1.0
_PING = 30.0
# Source: https://github.com/mastodon/mastodon/blob/main/config/environments/production.rb (default_headers)
_HEADERS = [("Server", "Mastodon"), ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin")]
_LARGEST_MESSAGE = 64 * 1024  # from a client, in bytes
# The structure `linger`, switched on without seconds: closing resets the connection.
_RESET = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)


class ServerThread:
    """A sandbox that runs in a thread of this process."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._socket = listen(options.port)
        self.url = f"http://{LOOPBACK}:{self._socket.getsockname()[1]}"
        try:
            self.store = _open_store(options)
        except BaseException:
            self._socket.close()
            raise
        self.hub = Hub()
        failures = Failures()
        control, app = self._build(options, failures)
        self.ask = control.ask
        config = _config(HostAuthorization(app, self.url.partition("://")[2]))
        self._server = _Server(config, self.store, self.hub, self.url, failures)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="trunkline-sandbox", daemon=True)

    def _build(self, options: Options, failures: Failures) -> tuple[Control, ASGIApp]:
        """Build the application, and what controls it."""
        store, hub = self.store, self.hub
        quirks, media_work = known_quirks(options.quirks), MediaWork(options.media_polls)
        counters = None if options.rate_limits is None else ThrottleCounters(options.rate_limits)
        cache = SharedCache(
            _build_app(options, store, hub, counters, failures, quirks, media_work, self._hang_up), store, quirks
        )
        control = Control(
            ServerParts(
                store=store,
                hub=hub,
                url=self.url,
                app=create_app(store, hub),
                run=self._do,
                failures=failures,
                quirks=quirks,
                media_work=media_work,
                clears=[cache.clear, *([] if counters is None else [counters.clear])],
            )
        )
        return control, ControlDoor(cache, control)

    def _do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self._server.do(work)

    def _hang_up(self, scope: Scope, reset: bool) -> None:
        self._server.hang_up(scope, reset)

    def start(self) -> None:
        """Start the thread and wait until the server answers."""
        self._thread.start()
        if not self._server.ready.wait(_PATIENCE) or not self._server.started:
            self.stop()
            raise RuntimeError("the sandbox did not start; look for an error above")

    def _run(self) -> None:
        try:
            self._server.run(sockets=[self._socket])
        finally:
            self._server.ready.set()
            self._ended.set()

    def wait(self) -> None:
        """Block until the server stops."""
        # Not `Thread.join`: after a Ctrl-C in it a second call returns at once (https://bugs.python.org/issue45274).
        self._ended.wait()

    def stop(self) -> None:
        """End all streams, finish open requests and stop."""
        self.hub.close()
        self._server.should_exit = True
        if self._thread.ident is not None:
            self._ended.wait(_PATIENCE)
        self._socket.close()
        self.store.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class _Server(uvicorn.Server):
    """Uvicorn with a readiness event, background work, and streams that end at shutdown."""

    def __init__(self, config: uvicorn.Config, store: Store, hub: Hub, url: str, failures: Failures) -> None:
        super().__init__(config)
        self._failures = failures
        self.ready = threading.Event()
        self._store = store
        self._hub = hub
        self._url = url

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start listening and the background work."""
        await super().startup(sockets)
        self._loop = asyncio.get_running_loop()
        self._clockwork = asyncio.create_task(self._tick())
        self.ready.set()

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Run a coroutine in the server's event loop, from another thread, and return its result."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_PATIENCE)

    def hang_up(self, scope: Scope, reset: bool) -> None:
        """End the connection of a request. A reset discards what was not sent yet."""
        for protocol in list(self.server_state.connections):
            # Each request has a state of its own, which copies of its scope share.
            if getattr(protocol, "scope", {}).get("state") is scope["state"]:
                transport = protocol.transport
                if reset:
                    transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                    transport.abort()
                else:
                    transport.close()

    async def _tick(self) -> None:
        while True:
            try:
                run_due(self._store, self._hub, self._url)
            except Exception:
                logger.exception("what was due could not be done")
            await asyncio.sleep(_TICK)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop the background work and the streams, then the listener."""
        self._clockwork.cancel()
        with suppress(asyncio.CancelledError):
            await self._clockwork
        self._hub.close()
        self._failures.clear()
        await super().shutdown(sockets)


def listen(port: int) -> socket.socket:
    """Return a listening socket. Connections queue until the server accepts them."""
    # The protocol is named because asyncio switches Nagle's algorithm off only for sockets that name it; with it, an
    # answer in two packets waits 40 ms for the acknowledgement of the first.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
    except OSError as error:
        listener.close()
        raise OSError(f"cannot listen on {LOOPBACK}:{port}: {error.strerror}; choose another port") from error
    listener.listen(2048)
    return listener


def _open_store(options: Options) -> Store:
    """Open the database; populate an empty one."""
    store = Store(options.path, clock=options.clock)
    if store.value("SELECT 1 FROM accounts LIMIT 1") is None:
        change_setting(store, "password", options.password)
        populate(store, size=options.size, seed=options.seed, now=options.clock())
    change_setting(store, "token_lifetime", options.token_lifetime)
    return store


def _build_app(
    options: Options,
    store: Store,
    hub: Hub,
    counters: ThrottleCounters | None,
    failures: Failures,
    quirks: set[Quirk],
    media_work: MediaWork,
    hang_up: HangUp,
) -> ASGIApp:
    middleware = [Middleware(FailureMiddleware, failures=failures, hang_up=hang_up)]
    if counters is not None:
        middleware.append(Middleware(RateLimitMiddleware, store=store, counters=counters))
    routes = [*streaming.routes(options.heartbeat), *oauth.routes, *web.routes]
    app = create_app(store, hub, routes=routes, middleware=middleware)
    app.state.media_work = media_work
    app.state.quirks = quirks
    return app


def _config(app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        lifespan="off",
        ws="websockets-sansio",
        ws_max_size=_LARGEST_MESSAGE,
        ws_ping_interval=_PING,
        ws_ping_timeout=_PING,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        headers=_HEADERS,
        timeout_graceful_shutdown=5,
    )
