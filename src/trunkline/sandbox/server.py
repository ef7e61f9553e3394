"""A running sandbox in a thread: store, application and web server."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import ssl
import struct
import threading
from collections.abc import Coroutine
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Self

import uvicorn
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Scope

from trunkline.sandbox import oauth, web
from trunkline.sandbox.address import LOOPBACK
from trunkline.sandbox.api.app import create_app
from trunkline.sandbox.control import Control, ServerParts
from trunkline.sandbox.door import ControlDoor
from trunkline.sandbox.http.dating import Dating
from trunkline.sandbox.http.failures import FailureMiddleware, Failures, HangUp
from trunkline.sandbox.http.hosts import ForwardedHost, HostAuthorization
from trunkline.sandbox.http.quirks import Quirk, known_quirks
from trunkline.sandbox.http.ratelimit import RateLimitMiddleware, ThrottleCounters
from trunkline.sandbox.http.shared_cache import SharedCache
from trunkline.sandbox.http.site import ServerSite
from trunkline.sandbox.likes.families import HOSTILE
from trunkline.sandbox.likes.folder import Folder
from trunkline.sandbox.likes.hostile import HostileServer
from trunkline.sandbox.likes.identity import Identity
from trunkline.sandbox.likes.middleware import LikeMiddleware
from trunkline.sandbox.live import streaming
from trunkline.sandbox.live.hub import Hub
from trunkline.sandbox.live.pushing import PushSender
from trunkline.sandbox.live.timekeeper import Timekeeper
from trunkline.sandbox.media.work import MediaWork
from trunkline.sandbox.options import Options
from trunkline.sandbox.rules.vapid import can_push
from trunkline.sandbox.seed.populating import populate
from trunkline.sandbox.store.clock import MovableClock
from trunkline.sandbox.store.database import Store
from trunkline.sandbox.store.settings import change_setting
from trunkline.sandbox.store.times import SNOWFLAKE_BITS, from_ms

logger = logging.getLogger(__name__)

_PATIENCE = 30.0
_TICK = 1.0
_PAUSE = 0.05
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
        clock = options.new_clock()
        with ExitStack() as opened:
            self._socket = opened.enter_context(listen(options.listening_port))
            self.site = options.site(self._socket.getsockname()[1])
            tls = None
            if options.tls:
                from trunkline.sandbox.certificates import ServerTls

                tls = ServerTls(self.site.names, options.ca_file)
                opened.callback(tls.close)
            self.ca_file = None if tls is None else tls.ca_file
            self.store = _open_store(options, self.site, clock)
            opened.callback(self.store.close)
            self._opened = opened.pop_all()
        self.hub = Hub(seed=None if options.ordered_streams else options.seed)
        timekeeper, failures = Timekeeper(clock, self.store, self.hub, self.site), Failures()
        control, app = self._build(options, timekeeper, failures)
        self.ask = control.ask
        guarded: ASGIApp = HostAuthorization(app, self.site)
        if options.family is not None and options.family.folder:
            guarded = Folder(guarded, options.family.folder)
        if options.proxy_headers:
            guarded = ForwardedHost(guarded)
        config = _config(Dating(guarded, clock), options, None if tls is None else tls.context)
        pushing = PushSender(self.store, self.hub, self.site.url) if can_push() else None
        self._server = _Server(config, timekeeper, self.hub, failures, pushing)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="trunkline-sandbox", daemon=True)

    def _build(self, options: Options, timekeeper: Timekeeper, failures: Failures) -> tuple[Control, ASGIApp]:
        """Build the application, and what controls it."""
        store, hub = self.store, self.hub
        quirks, media_work = known_quirks(options.quirks), MediaWork(options.media_polls)
        counters = None if options.rate_limits is None else ThrottleCounters(options.rate_limits)
        app = _build_app(options, store, hub, self.site, counters, failures, quirks, media_work, self._hang_up)
        hostile = [HostileServer(app, options.seed, self._hang_up)] if options.like == HOSTILE else []
        cache = SharedCache(hostile[0] if hostile else app, store, quirks)
        control = Control(
            ServerParts(
                store=store,
                hub=hub,
                site=self.site,
                timekeeper=timekeeper,
                app=create_app(store, hub, self.site),
                run=self._do,
                failures=failures,
                quirks=quirks,
                media_work=media_work,
                methods=hostile,
                clears=[
                    cache.clear,
                    *([] if counters is None else [counters.clear]),
                    *(one.damage for one in hostile),
                ],
                identity=None if options.family is None else Identity(options.family.ids, store),
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
        self._opened.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class _Server(uvicorn.Server):
    """Uvicorn with a readiness event, background work, and streams that end at shutdown."""

    def __init__(
        self,
        config: uvicorn.Config,
        timekeeper: Timekeeper,
        hub: Hub,
        failures: Failures,
        pushing: PushSender | None,
    ) -> None:
        super().__init__(config)
        self._failures = failures
        self._pushing = pushing
        self.ready = threading.Event()
        self._timekeeper = timekeeper
        self._hub = hub

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start listening and the background work."""
        await super().startup(sockets)
        self._loop = asyncio.get_running_loop()
        self._background = [asyncio.create_task(self._tick())]
        if self._pushing is not None:
            self._background.append(asyncio.create_task(self._pushing.run()))
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
                self._timekeeper.run_due()
            except Exception:
                logger.exception("what was due could not be done")
            await asyncio.sleep(_TICK)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop the background work and the streams, then the listener."""
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        self._hub.close()
        self._failures.clear()
        letting_go = asyncio.create_task(self._let_go())
        await super().shutdown(sockets)
        letting_go.cancel()

    async def _let_go(self) -> None:
        """Abort what is sent and closing: with TLS, that waits for the client to agree, and idle clients never do."""
        while True:
            for transport in [connection.transport for connection in self.server_state.connections]:
                if transport.is_closing() and not transport.get_write_buffer_size():
                    transport.abort()
            await asyncio.sleep(_PAUSE)


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


def _open_store(options: Options, site: ServerSite, clock: MovableClock) -> Store:
    """Open the database; populate an empty one."""
    store = Store(options.path, clock=clock.now)
    if store.value("SELECT 1 FROM accounts LIMIT 1") is None:
        change_setting(store, "password", options.password)
        populate(store, size=options.size, seed=options.seed, now=clock.now())
    newest = from_ms((store.value("SELECT max(id) FROM statuses") or 0) >> SNOWFLAKE_BITS)
    if newest > clock.now():
        store.close()
        raise ValueError(
            f"{options.path} has statuses up to {newest.isoformat()}, later than the clock, which shows "
            f"{clock.now().isoformat()}; pass a later time with now="
        )
    change_setting(store, "token_lifetime", options.token_lifetime)
    taken = store.value("SELECT domain FROM accounts WHERE domain IN (?, ?)", (site.domain, site.host))
    if taken is not None:
        store.close()
        raise ValueError(f"people of another server called {taken} are in the community: choose another domain")
    return store


def _build_app(
    options: Options,
    store: Store,
    hub: Hub,
    site: ServerSite,
    counters: ThrottleCounters | None,
    failures: Failures,
    quirks: set[Quirk],
    media_work: MediaWork,
    hang_up: HangUp,
) -> ASGIApp:
    middleware = [Middleware(FailureMiddleware, failures=failures, hang_up=hang_up)]
    if options.family is not None:
        middleware.append(Middleware(LikeMiddleware, family=options.family, store=store, base=site.url))
    if counters is not None:
        middleware.append(Middleware(RateLimitMiddleware, store=store, counters=counters))
    routes = [*streaming.routes(options.heartbeat), *oauth.routes, *web.routes]
    app = create_app(store, hub, site, routes=routes, middleware=middleware)
    app.state.media_work = media_work
    app.state.quirks = quirks
    return app


def _config(app: ASGIApp, options: Options, tls: ssl.SSLContext | None) -> uvicorn.Config:
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
        date_header=False,
        proxy_headers=options.proxy_headers,
        forwarded_allow_ips=LOOPBACK,
        ssl_context_factory=None if tls is None else lambda _config, _default: tls,
        headers=_HEADERS if options.family is None else list(options.family.own_headers),
        timeout_graceful_shutdown=5,
    )
