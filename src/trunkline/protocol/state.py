"""What a client knows between requests: the server, the credentials, the limits. State without I/O."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from trunkline.errors import MastodonIllegalArgumentError
from trunkline.protocol.ratelimit import Caller, RateHeaders, RateLimiter, RatelimitMethod, shared_limiter

if TYPE_CHECKING:
    from trunkline.entities import OAuthServerInfo
    from trunkline.protocol.software import Software

VersionCheckMode = Literal["created", "changed", "none"]

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


def base_url(address: str, *, allow_http: bool = False) -> str:
    """A server's address as given by a person, as ``https://host[:port]``.

    Args:
        address: with or without scheme; a path is kept, a trailing slash is not.
        allow_http: accept plain ``http`` for other hosts than this machine.

    Raises:
        MastodonIllegalArgumentError: it is no address, carries a password, or would send tokens in the clear.
    """
    address = address.strip()
    parts = urlsplit(address if "://" in address else f"https://{address}")
    if not parts.hostname or parts.scheme not in ("http", "https") or any(c.isspace() for c in address):
        raise MastodonIllegalArgumentError(
            f"{_without_userinfo(address)!r} is no server address. Pass one such as 'mastodon.social'."
        )
    if parts.username or parts.password:
        raise MastodonIllegalArgumentError("api_base_url carries a user name or password. Pass the address alone.")
    if parts.scheme == "http" and not is_loopback(address) and not allow_http:
        raise MastodonIllegalArgumentError(
            f"Plain http to {parts.hostname} would send the access token readable by others. Use https, "
            "or pass allow_http=True if you know the network."
        )
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


def is_loopback(url: str) -> bool:
    """Whether a URL leads to this machine."""
    return urlsplit(url).hostname in _LOOPBACK


def _without_userinfo(address: str) -> str:
    head, at, tail = address.rpartition("@")
    return tail if at else head or tail


def same_origin(one: str, other: str) -> bool:
    """Whether two URLs lead to the same scheme, host and port."""
    return _origin(one) == _origin(other)


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def _random() -> float:
    from random import random

    return random()  # noqa: S311  (spreads waits, guards nothing)


@dataclass(slots=True)
class RetryPolicy:
    """How often and how patiently a request is repeated.

    Attributes:
        attempts: how often a request is sent at most, the first time included.
        base: seconds of the first wait at most; doubled each time, and a random part of it is used.
        longest: seconds that no single wait exceeds.
        random: gives numbers in [0, 1).
    """

    attempts: int = 4
    base: float = 0.5
    longest: float = 30.0
    random: Callable[[], float] = _random

    def delay(self, attempt: int) -> float:
        """Seconds to wait after the attempt of that number (from 1): exponential, with full jitter."""
        return float(min(self.longest, self.base * 2 ** (attempt - 1)) * self.random())


@dataclass(slots=True)
class Session:
    """The state of one client. Secrets are left out of its ``repr``."""

    base_url: str
    access_token: str | None = field(default=None, repr=False)
    client_id: str | None = field(default=None, repr=False)
    client_secret: str | None = field(default=None, repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    user_agent: str = "trunkline"
    language: str | None = None
    ratelimit_method: RatelimitMethod = "wait"
    ratelimit_pacefactor: float = 1.1
    limiter: RateLimiter = field(default_factory=shared_limiter, repr=False)
    retry: RetryPolicy = field(default_factory=RetryPolicy, repr=False)
    version_check_mode: VersionCheckMode = "none"
    server_version: str | None = None
    api_version: int = 0
    debug_requests: bool = False
    software: Software | None = None
    last_limit: RateHeaders | None = None
    last_call: float = 0.0
    oauth_server: OAuthServerInfo | None = None
    streaming_url: str | None = None

    def caller(self, *, anonymous: bool) -> Caller:
        """Whom the server counts for a request with or without the token."""
        from hashlib import sha256

        token = None if anonymous else self.access_token
        digest = sha256(token.encode()).hexdigest()[:16] if token else ""
        return Caller(self.base_url, digest)

    def headers(self) -> Mapping[str, str]:
        """Headers of every request, the token aside."""
        headers = {"User-Agent": self.user_agent, "Accept": "application/json"}
        if self.language:
            headers["Accept-Language"] = self.language
        return headers
