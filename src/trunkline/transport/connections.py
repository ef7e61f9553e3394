"""Settings of connections: timeouts, proxies, TLS, and sessions given by the program."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from trunkline.errors import MastodonIllegalArgumentError

if TYPE_CHECKING:
    import ssl

T = TypeVar("T")


@dataclass(slots=True)
class Connections:
    """Settings of connections.

    Attributes:
        timeout: seconds without any received byte until a request fails.
        proxy: the URL of a proxy for all requests; that of the environment by default.
        verify: ``True``, ``False`` (no verification of certificates), the path of a CA bundle, or an SSL context.
        given: an ``httpx2`` client of the program, used as it is and never closed.
        session: a ``requests.Session`` of the program, used for all requests and never closed.
        answer_time: seconds for a whole response, from the request until its last byte; an upload does not count.
        answer_size: greatest number of bytes of a response, decompressed.
        nearby: the server is on this machine, so that proxies of the environment are ignored.
    """

    timeout: float = 300.0
    proxy: str | None = field(default=None, repr=False)
    verify: bool | str | ssl.SSLContext = True
    given: Any = None
    session: Any = field(default=None, repr=False)
    answer_time: float = 900.0
    answer_size: int = 64 * 2**20
    nearby: bool = False

    def options(self) -> dict[str, Any]:
        """Return the arguments for a client of the HTTP library."""
        import httpx2

        if self.session is not None:
            from trunkline.transport.requests_session import SessionTransport

            return {"timeout": self.timeout, "transport": SessionTransport(self.session), "trust_env": False}
        verify = self.verify
        if verify is True:
            verify = _ssl_context()
        elif isinstance(verify, str):
            verify = _ssl_context_of(verify)
        limits = httpx2.Limits(max_connections=100, max_keepalive_connections=100)
        return {
            "timeout": self.timeout,
            "proxy": self.proxy,
            "verify": verify,
            "limits": limits,
            "trust_env": not self.nearby,
        }


def opened(kind: type[T], connections: Connections) -> T:
    """Return a client of the HTTP library with the settings of *connections*.

    Args:
        kind: ``httpx2.Client`` or ``httpx2.AsyncClient``.
        connections: the settings.

    Raises:
        MastodonIllegalArgumentError: the proxy, given or of the environment, cannot be used.
    """
    options = connections.options()
    try:
        return kind(**options)
    except (ValueError, ImportError) as error:  # the library's message may have the password of the proxy
        missing = " SOCKS needs the package socksio." if isinstance(error, ImportError) else ""
        raise MastodonIllegalArgumentError(
            f"The address of the proxy cannot be used: see proxy=... and HTTPS_PROXY, HTTP_PROXY, ALL_PROXY.{missing}"
        ) from None


def connections_over(session: Any, connections: Connections) -> Connections:
    """Return *connections* that use an ``httpx2`` client or a ``requests.Session`` of the program, if given."""
    if not _speaks_requests(session):
        return replace(connections, given=session, session=None)
    proxies = session.proxies or {}
    proxy = connections.proxy or proxies.get("https") or proxies.get("all") or proxies.get("http")
    verify = connections.verify if connections.verify is not True else _tls_of(session)
    return replace(connections, proxy=proxy, verify=verify, given=None, session=session)


def _speaks_requests(session: object) -> bool:
    return all(hasattr(session, name) for name in ("request", "mount", "get_adapter"))


def _tls_of(session: Any) -> bool | str | ssl.SSLContext:
    """Return the TLS settings of a ``requests.Session``, for streams, which do not use the session."""
    if session.cert is None or session.verify is False:
        return session.verify  # type: ignore[no-any-return]
    import ssl

    context = ssl.create_default_context(cafile=None if session.verify is True else session.verify)
    context.load_cert_chain(*([session.cert] if isinstance(session.cert, str) else session.cert))
    return context


@lru_cache(maxsize=1)
def _ssl_context() -> ssl.SSLContext:
    """Return the default TLS settings, built once, since that takes longer than the rest of a client."""
    import httpx2

    return httpx2.create_ssl_context()


def _ssl_context_of(bundle: str) -> ssl.SSLContext:
    """Return TLS settings that trust the authorities in a file or a folder."""
    from os.path import isdir
    from ssl import create_default_context

    return create_default_context(capath=bundle) if isdir(bundle) else create_default_context(cafile=bundle)
