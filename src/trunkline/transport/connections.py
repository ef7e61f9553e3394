"""Settings of connections: timeouts, proxies, TLS, and sessions given by the program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

from trunkline.transport.authorities import tls_settings
from trunkline.transport.proxies import check_proxies, lacking

if TYPE_CHECKING:
    import ssl
    from http.cookiejar import CookieJar

T = TypeVar("T")

LARGEST_ANSWER = 32_000_000
"""Default of the greatest number of bytes of an answer, decompressed; Mastodon's longest pages have less than 1 MB."""


@dataclass(slots=True)
class Connections:
    """Settings of connections.

    Attributes:
        timeout: seconds without any received byte until a request fails.
        proxy: the URL of a proxy for all requests; that of the environment by default.
        verify: ``True``, ``False`` (no verification of certificates), the path of a CA bundle, or an SSL context.
        given: an ``httpx2`` client of the program, used as it is and never closed.
        session: a ``requests.Session`` of the program, used for all requests and never closed.
        is_mock: a test has put something else in the place of what *session* sends with.
        answer_time: seconds for a whole response, from the request until its last byte; an upload does not count.
        answer_size: greatest number of bytes of a response, decompressed.
        nearby: the server is on this machine, so that proxies of the environment are ignored.
        log_requests: leave it to the HTTP library to log its requests.
    """

    timeout: float = 300.0
    proxy: str | None = field(default=None, repr=False)
    verify: bool | str | ssl.SSLContext = True
    given: Any = None
    session: Any = field(default=None, repr=False)
    is_mock: bool = False
    answer_time: float = 900.0
    answer_size: int = LARGEST_ANSWER
    nearby: bool = False
    log_requests: bool = False

    def options(self) -> dict[str, Any]:
        """Return the arguments for a client of the HTTP library."""
        import httpx2

        if self.session is not None:
            from trunkline.transport.requests_session import SessionTransport

            transport = SessionTransport(self.session, is_mock=self.is_mock)
            return {"timeout": self.timeout, "transport": transport, "trust_env": False}
        limits = httpx2.Limits(max_connections=100, max_keepalive_connections=100)
        return {
            "timeout": self.timeout,
            "proxy": self.proxy,
            "verify": tls_settings(self.verify),
            "limits": limits,
            "trust_env": not self.nearby,
        }


def opened(kind: type[T], connections: Connections, **changes: Any) -> T:
    """Return a client of the HTTP library with the settings of *connections*.

    Args:
        kind: ``httpx2.Client`` or ``httpx2.AsyncClient``.
        connections: the settings.
        changes: arguments of the client that differ.

    Raises:
        MastodonIllegalArgumentError: the proxy, given or of the environment, cannot be used.
    """
    options = {"cookies": _no_cookies()} | connections.options() | changes
    if connections.session is None and not connections.nearby:
        check_proxies(connections.proxy)
    try:
        return kind(**options)
    except ImportError:  # of the package for SOCKS; the library's message may have the password of the proxy
        raise lacking("socksio") from None


def _no_cookies() -> CookieJar:
    """Return a jar that takes none: the API needs none, and what servers set may be nothing that can be sent."""
    from http.cookiejar import CookieJar, DefaultCookiePolicy  # here, since it loads ssl and http.client

    return CookieJar(DefaultCookiePolicy(allowed_domains=[]))


def connections_over(session: Any, connections: Connections) -> Connections:
    """Return *connections* that use an ``httpx2`` client or a ``requests.Session`` of the program, if given."""
    if not _speaks_requests(session):
        return replace(connections, given=session, session=None)
    proxies = session.proxies if isinstance(session.proxies, Mapping) else {}
    proxy = connections.proxy or proxies.get("https") or proxies.get("all") or proxies.get("http")
    verify = connections.verify if connections.verify is not True else _tls_of(session)
    return replace(connections, proxy=proxy, verify=verify, given=None, session=session)


def _speaks_requests(session: object) -> bool:
    return all(hasattr(session, name) for name in ("request", "mount", "get_adapter"))


def _tls_of(session: Any) -> bool | str | ssl.SSLContext:
    """Return the TLS settings of a ``requests.Session``, for streams, which do not use the session."""
    if not isinstance(session.verify, bool | str):  # of a session that a test has made up
        return True
    if session.cert is None or session.verify is False:
        return session.verify
    import ssl

    context = ssl.create_default_context(cafile=None if session.verify is True else session.verify)
    context.load_cert_chain(*([session.cert] if isinstance(session.cert, str) else session.cert))
    return context
