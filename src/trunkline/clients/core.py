"""Construction and requests of both clients."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Self, TypeVar

from trunkline.about import USER_AGENT
from trunkline.answers.decoding import decode
from trunkline.answers.times import with_times
from trunkline.clients.attributes import Attributes
from trunkline.errors import MastodonFileNotFoundError, MastodonIllegalArgumentError, MastodonVersionError
from trunkline.oauth.credentials import AppFile, is_file, read_app_file, read_user_file
from trunkline.protocol.addresses import base_url, is_loopback
from trunkline.protocol.client import AsyncClient, SyncClient
from trunkline.protocol.endpoint import give_methods
from trunkline.protocol.frames import awaited_without_variables, without_variables
from trunkline.protocol.policy import expand
from trunkline.protocol.ratelimit import RateLimiter, RatelimitMethod, shared_limiter
from trunkline.protocol.request import Flow, Request, send
from trunkline.protocol.retries import RetryPolicy
from trunkline.protocol.state import ClientState, VersionCheckMode
from trunkline.protocol.tokens import checked
from trunkline.protocol.versions import parse_version
from trunkline.transport.connections import LARGEST_ANSWER, Connections, connections_over
from trunkline.transport.drivers import AsyncDriver, SyncDriver
from trunkline.transport.mocks import is_mocked

if TYPE_CHECKING:
    import ssl

T = TypeVar("T")

DEFAULT_TIMEOUT = 300
"""Seconds without any byte from the server until a request is given up."""


class Core(Attributes):
    """A server, credentials and settings.

    Args:
        client_id: the application's id, or the path of an application file.
        client_secret: the application's secret; not needed with a file.
        access_token: the user's or application's token, or the path of a user file.
        api_base_url: the server, such as ``"mastodon.social"``, with or without ``https://``. May be left out where
            a credential file names it.
        debug_requests: log each request at level DEBUG on the logger ``trunkline`` (never the token, never a body), and
            show the log if the program has not set up logging.
        ratelimit_method: ``"wait"`` until the limit is renewed, ``"pace"`` requests evenly so that it is never reached,
            or ``"throw"`` a `MastodonRatelimitError`.
        ratelimit_pacefactor: factor by which ``"pace"`` may be faster than an even pace.
        request_timeout: seconds without any byte from the server until a request is given up.
        mastodon_version: the server's version, so that the server need not be asked.
        version_check_mode: ``"created"`` refuses calls that are newer than the server, ``"changed"`` also those whose
            last change is, ``"none"`` refuses nothing.
        session: an ``httpx2`` client (``httpx2.Client`` or ``httpx2.AsyncClient``) or a ``requests.Session`` of the
            program, for all requests. An ``httpx2`` client also carries streams over server-sent events. It is never
            closed here.
        feature_set: ``"mainline"``, ``"fedibird"`` or ``"pleroma"``, kept for programs that set it: the server is asked
            what software it is when that matters.
        user_agent: ``User-Agent`` header of the requests; ``None``: the name of the application in its file, if given.
        lang: language of the server's answers, as an ISO 639 code.
        refresh_token: token to get a new access token with when the server says that it has expired.
        proxy: the URL of a proxy for every request; without it the environment (``HTTPS_PROXY``) decides.
        verify: ``False`` to accept any certificate, the path of a CA bundle, or an ``ssl.SSLContext``.
        allow_http: accept a server without TLS that is not on this machine.
        retry: number and waits of repetitions of failed requests.
        largest_answer: greatest number of bytes of an answer, decompressed; a larger one is an error.
        rate_limiter: own rate limits instead of those that all clients of the process share: a server counts the
            requests of a token, whichever client sends them. Clients made while a test replaces what ``requests`` sends
            have their own.

    Raises:
        MastodonIllegalArgumentError: settings that contradict each other or cannot be right.
        MastodonFileNotFoundError: a file with a token cannot be read.
        MastodonVersionError: *mastodon_version* is none, and is needed for the checks.
    """

    def __init_subclass__(cls, **settings: Any) -> None:
        super().__init_subclass__(**settings)
        give_methods(cls)

    @without_variables
    def __init__(
        self,
        client_id: str | PurePath | None = None,
        client_secret: str | None = None,
        access_token: str | PurePath | None = None,
        api_base_url: str | None = None,
        debug_requests: bool = False,
        ratelimit_method: RatelimitMethod = "wait",
        ratelimit_pacefactor: float = 1.1,
        request_timeout: float = DEFAULT_TIMEOUT,
        mastodon_version: str | None = None,
        version_check_mode: VersionCheckMode = "none",
        session: Any = None,
        feature_set: str = "mainline",
        user_agent: str | None = USER_AGENT,
        lang: str | None = None,
        *,
        refresh_token: str | None = None,
        proxy: str | None = None,
        verify: bool | str | ssl.SSLContext = True,
        allow_http: bool = False,
        retry: RetryPolicy | None = None,
        rate_limiter: RateLimiter | None = None,
        largest_answer: int = LARGEST_ANSWER,
    ) -> None:
        _one_of("ratelimit_method", ratelimit_method, ("wait", "pace", "throw"))
        _one_of("version_check_mode", version_check_mode, ("created", "changed", "none"))
        _one_of("feature_set", feature_set, ("mainline", "fedibird", "pleroma"))
        version = None if mastodon_version is None else str(mastodon_version)
        if version_check_mode != "none" and version is not None and parse_version(version) is None:
            raise MastodonVersionError(f"{version!r} is no version of Mastodon; pass one such as '4.3.0'.")
        if largest_answer < 1:
            raise MastodonIllegalArgumentError("largest_answer is a number of bytes, such as 32_000_000.")
        self.feature_set = feature_set
        self.allow_http = allow_http
        self._connections = connections_over(session, Connections(_seconds(request_timeout), proxy, verify))
        self._connections.answer_size = largest_answer
        self.state = ClientState(
            base_url="",
            decode=decode,
            user_agent=user_agent or "",
            language=None if lang is None else str(lang),
            ratelimit_method=ratelimit_method,
            ratelimit_pacefactor=ratelimit_pacefactor,
            limiter=rate_limiter or (RateLimiter() if is_mocked(session) else shared_limiter()),
            retry=retry or RetryPolicy(),
            version_check_mode=version_check_mode,
            server_version=version,
            refresh_token=_checked(refresh_token, "refresh_token"),
        )
        self.debug_requests = debug_requests
        self._take_credentials(client_id, client_secret, access_token, api_base_url)
        self._connections.nearby = is_loopback(self.state.base_url)
        self._connect()

    def _take_credentials(
        self,
        client_id: str | PurePath | None,
        client_secret: str | None,
        access_token: str | PurePath | None,
        address: str | None,
    ) -> None:
        addresses = [address]
        if client_id is not None and (client_secret is None or isinstance(client_id, PurePath)) and is_file(client_id):
            app = _app_file(client_id)
            self.state.user_agent = self.state.user_agent or app.name or ""
            client_id, client_secret = app.client_id, app.client_secret
            addresses.append(app.api_base_url)
        elif client_id is not None and client_secret is None:
            raise MastodonIllegalArgumentError(
                "client_id was given without client_secret. Pass both, or the path of an application file."
            )
        if access_token is not None and is_file(access_token):
            user = read_user_file(access_token)
            access_token = user.access_token
            client_id, client_secret = client_id or user.client_id, client_secret or user.client_secret
            addresses.append(user.api_base_url)
        self.state.base_url = _agreed([base_url(a, allow_http=self.allow_http) for a in addresses if a])
        self.state.user_agent = self.state.user_agent or USER_AGENT
        self.state.client_id = _checked(client_id, "client_id")
        self.state.client_secret = _checked(client_secret, "client_secret")
        self.state.access_token = _checked(str(access_token or "").strip(), "access_token")

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.state.base_url}>"

    def __getstate__(self) -> dict[str, Any]:
        state = {k: v for k, v in vars(self).items() if k != "_driver"}
        if self._connections.given is not None:
            raise TypeError("A client with a ready httpx2 client cannot be pickled; leave out session=.")
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self._connect()


def _app_file(path: str | PurePath) -> AppFile:
    try:
        return read_app_file(path)
    except MastodonFileNotFoundError as error:
        raise MastodonIllegalArgumentError(
            f"client_id was given without client_secret, and is no file: {error} Make one with create_app(to_file=...)."
        ) from error


def _seconds(timeout: Any) -> Any:
    """Return a timeout in seconds, or None for no limit.

    Raises:
        MastodonIllegalArgumentError: it is none.
    """
    try:
        seconds = None if timeout is None else float(timeout)
    except (TypeError, ValueError):
        seconds = 0.0
    if seconds is not None and not seconds > 0:
        raise MastodonIllegalArgumentError(f"request_timeout is {timeout!r}; pass a number of seconds above 0.")
    return seconds if isinstance(timeout, str) else timeout


def _checked(secret: object, what: str) -> str | None:
    return None if secret in (None, "") else checked(str(secret), what)


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise MastodonIllegalArgumentError(f"{name} is {value!r}; it must be one of {', '.join(allowed)}.")


def _agreed(addresses: list[str]) -> str:
    if not addresses:
        raise MastodonIllegalArgumentError(
            "api_base_url is missing: pass the server's address, such as 'mastodon.social'."
        )
    if len(set(addresses)) > 1:
        raise MastodonIllegalArgumentError(
            f"The credentials belong to another server than asked for: {' and '.join(dict.fromkeys(addresses))}."
        )
    return addresses[0]


class SyncCore(Core, SyncClient):
    """Requests of `Mastodon`."""

    _driver: SyncDriver

    def _connect(self) -> None:
        self._driver = SyncDriver(self._connections)

    def _connect_by_usual_session(self) -> None:
        from importlib.util import find_spec

        if find_spec("requests") is None:
            return
        from trunkline.transport.requests_session import new_session

        made = self._connections
        session = new_session(made.proxy, made.verify, trust_env=not made.nearby)
        self._connections = replace(made, session=session)
        self._connect()

    @without_variables
    def run(self, flow: Flow[T]) -> T:
        """Perform a flow, such as `Endpoint.flow` returns."""
        return self._driver.run(expand(with_times(flow, self.state), self.state))

    def call(self, request: Request[T]) -> T:
        """Perform a request of your own, for calls that this package does not have.

        Raises:
            MastodonError: the request failed.
        """
        return self.run(send(request))

    def close(self) -> None:
        """Close all connections. The client may be used again afterwards."""
        self._driver.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncCore(Core, AsyncClient):
    """Requests of `AsyncMastodon`."""

    _driver: AsyncDriver

    def _connect(self) -> None:
        self._driver = AsyncDriver(self._connections)

    @awaited_without_variables
    async def run(self, flow: Flow[T]) -> T:
        """Perform a flow, such as `Endpoint.flow` returns."""
        return await self._driver.run(expand(with_times(flow, self.state), self.state))

    async def call(self, request: Request[T]) -> T:
        """Perform a request of your own: see `SyncCore.call`."""
        return await self.run(send(request))

    async def close(self) -> None:
        """Close all connections. The client may be used again afterwards."""
        await self._driver.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
