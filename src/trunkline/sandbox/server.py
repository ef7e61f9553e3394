"""A running sandbox in a thread: store, application and web server."""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
import threading
from contextlib import ExitStack, suppress
from types import TracebackType
from typing import Self

import uvicorn
from starlette.middleware import Middleware
from starlette.types import ASGIApp

from trunkline.sandbox import oauth, web
from trunkline.sandbox.address import LOOPBACK
from trunkline.sandbox.api.app import create_app
from trunkline.sandbox.control import Control
from trunkline.sandbox.http.hosts import ForwardedHost, HostAuthorization
from trunkline.sandbox.http.ratelimit import RateLimitMiddleware
from trunkline.sandbox.http.site import ServerSite
from trunkline.sandbox.live import streaming
from trunkline.sandbox.live.due import run_due
from trunkline.sandbox.live.hub import Hub
from trunkline.sandbox.media.work import MediaWork
from trunkline.sandbox.options import Options
from trunkline.sandbox.seed.populating import populate
from trunkline.sandbox.store.database import Store
from trunkline.sandbox.store.settings import change_setting

logger = logging.getLogger(__name__)

_PATIENCE = 30.0
_TICK = 1.0
_PAUSE = 0.05
_PING = 30.0
# Source: https://github.com/mastodon/mastodon/blob/main/config/environments/production.rb (default_headers)
_HEADERS = [("Server", "Mastodon"), ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin")]
_LARGEST_MESSAGE = 64 * 1024  # from a client, in bytes


class ServerThread:
    """A sandbox that runs in a thread of this process."""

    def __init__(self, options: Options) -> None:
        self._options = options
        with ExitStack() as opened:
            self._socket = opened.enter_context(listen(options.listening_port))
            self.site = options.site(self._socket.getsockname()[1])
            tls = None
            if options.tls:
                from trunkline.sandbox.certificates import ServerTls

                tls = ServerTls(self.site.names, options.ca_file)
                opened.callback(tls.close)
            self.ca_file = None if tls is None else tls.ca_file
            self.store = _open_store(options, self.site)
            opened.callback(self.store.close)
            self._opened = opened.pop_all()
        self.hub = Hub()
        self.ask = Control(self.store, self.hub, self.site).ask
        app = _build_app(options, self.store, self.hub, self.site)
        config = _config(app, options, None if tls is None else tls.context)
        self._server = _Server(config, self.store, self.hub, self.site)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="trunkline-sandbox", daemon=True)

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

    def __init__(self, config: uvicorn.Config, store: Store, hub: Hub, site: ServerSite) -> None:
        super().__init__(config)
        self.ready = threading.Event()
        self._store = store
        self._hub = hub
        self._site = site

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start listening and the background work."""
        await super().startup(sockets)
        self._clockwork = asyncio.create_task(self._tick())
        self.ready.set()

    async def _tick(self) -> None:
        while True:
            try:
                run_due(self._store, self._hub, self._site)
            except Exception:
                logger.exception("what was due could not be done")
            await asyncio.sleep(_TICK)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop the background work and the streams, then the listener."""
        self._clockwork.cancel()
        with suppress(asyncio.CancelledError):
            await self._clockwork
        self._hub.close()
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


def _open_store(options: Options, site: ServerSite) -> Store:
    """Open the database; populate an empty one."""
    store = Store(options.path, clock=options.clock)
    if store.value("SELECT 1 FROM accounts LIMIT 1") is None:
        change_setting(store, "password", options.password)
        populate(store, size=options.size, seed=options.seed, now=options.clock())
    change_setting(store, "token_lifetime", options.token_lifetime)
    taken = store.value("SELECT domain FROM accounts WHERE domain IN (?, ?)", (site.domain, site.host))
    if taken is not None:
        store.close()
        raise ValueError(f"people of another server called {taken} are in the community: choose another domain")
    return store


def _build_app(options: Options, store: Store, hub: Hub, site: ServerSite) -> ASGIApp:
    limits = options.rate_limits
    middleware = [] if limits is None else [Middleware(RateLimitMiddleware, store=store, factor=limits)]
    routes = [*streaming.routes(options.heartbeat), *oauth.routes, *web.routes]
    app = create_app(store, hub, site, routes=routes, middleware=middleware)
    app.state.media_work = MediaWork(options.media_polls)
    guarded = HostAuthorization(app, site)
    return ForwardedHost(guarded) if options.proxy_headers else guarded


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
        proxy_headers=options.proxy_headers,
        forwarded_allow_ips=LOOPBACK,
        ssl_context_factory=None if tls is None else lambda _config, _default: tls,
        headers=_HEADERS,
        timeout_graceful_shutdown=5,
    )
