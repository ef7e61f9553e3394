"""Settings of connections: timeouts, proxies, TLS, and sessions that the program has given."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ssl


@dataclass(slots=True)
class Connections:
    """Settings of connections.

    Attributes:
        timeout: seconds without any byte until a request is given up.
        proxy: the URL of a proxy for all requests; otherwise the environment decides.
        verify: ``True``, ``False`` (no verification of certificates), the path of a CA bundle, or an SSL context.
        given: a ready ``httpx2`` client, which is used as it is and stays its owner's to close.
        session: a ``requests.Session`` that all requests go through; it stays its owner's to close too.
        nearby: whether the server is on this machine, so that no proxy of the environment stands in between.
    """

    timeout: float = 300.0
    proxy: str | None = field(default=None, repr=False)
    verify: bool | str | ssl.SSLContext = True
    given: Any = None
    session: Any = field(default=None, repr=False)
    nearby: bool = False

    def options(self) -> dict[str, Any]:
        """Arguments for a client of the HTTP library."""
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


def connections_over(session: Any, connections: Connections) -> Connections:
    """Return *connections* over what the program has given: an ``httpx2`` client, a ``requests.Session`` or nothing."""
    if not _speaks_requests(session):
        return replace(connections, given=session, session=None)
    proxies = session.proxies or {}
    proxy = connections.proxy or proxies.get("https") or proxies.get("all") or proxies.get("http")
    verify = connections.verify if connections.verify is not True else _tls_of(session)
    return replace(connections, proxy=proxy, verify=verify, given=None, session=session)


def _speaks_requests(session: object) -> bool:
    return all(hasattr(session, name) for name in ("request", "mount", "get_adapter"))


def _tls_of(session: Any) -> bool | str | ssl.SSLContext:
    """The certificates of a ``requests.Session``, for the streams that do not go through it."""
    if session.cert is None or session.verify is False:
        return session.verify  # type: ignore[no-any-return]
    import ssl

    context = ssl.create_default_context(cafile=None if session.verify is True else session.verify)
    context.load_cert_chain(*([session.cert] if isinstance(session.cert, str) else session.cert))
    return context


@lru_cache(maxsize=1)
def _ssl_context() -> ssl.SSLContext:
    """The default TLS settings, built once: it takes longer than the rest of a client."""
    import httpx2

    return httpx2.create_ssl_context()


def _ssl_context_of(bundle: str) -> ssl.SSLContext:
    """TLS settings that trust the authorities in a file or a folder."""
    from os.path import isdir
    from ssl import create_default_context

    return create_default_context(capath=bundle) if isdir(bundle) else create_default_context(cafile=bundle)
