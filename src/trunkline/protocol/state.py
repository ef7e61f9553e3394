"""`ClientState`: the server, credentials and limits that a client keeps between requests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from trunkline.about import USER_AGENT
from trunkline.protocol.rate_headers import RateHeaders
from trunkline.protocol.ratelimit import Caller, RateLimiter, RatelimitMethod, shared_limiter
from trunkline.protocol.request import Request
from trunkline.protocol.retries import RetryPolicy
from trunkline.protocol.software import Software
from trunkline.response import Response

VersionCheckMode = Literal["created", "changed", "none"]
Decode = Callable[[Request[Any], Response], Any]


@dataclass(slots=True)
class ClientState:
    """The state of one client. Secrets are left out of its ``repr``.

    Attributes:
        base_url: the server's address.
        decode: turns a response into the result of a request; `trunkline.answers.decoding.decode`, which is
            above this layer.
        software: the server's software, once discovered.
        last_limit: the rate limit that the server announced last, with its reset by the local clock.
        last_call: time of the response that announced it, seconds since 1970.
        oauth_server: the server's OAuth metadata, once requested.
        streaming_url: the URL of the streaming server, once known.
        posted: the ids of statuses that were made, each with its idempotency key.
        offered: optional calls, by their paths: True for one that the server has, False for one that it lacks.
        own_account: the account of a token, once requested, with whom the server counts for the token.
        aside: the requests are this package's own questions, which the program knows nothing of.
    """

    base_url: str
    decode: Decode = field(repr=False)
    access_token: str | None = field(default=None, repr=False)
    client_id: str | None = field(default=None, repr=False)
    client_secret: str | None = field(default=None, repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    user_agent: str = USER_AGENT
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
    oauth_server: Mapping[str, Any] | None = None
    streaming_url: str | None = None
    posted: dict[str, str | None] = field(default_factory=dict, repr=False)
    offered: dict[str, bool] = field(default_factory=dict)
    own_account: tuple[Caller, Any] | None = None
    aside: bool = False

    def caller(self, *, anonymous: bool) -> Caller:
        """Return the party that the server counts for a request with or without the token."""
        from hashlib import sha256

        token = None if anonymous else self.access_token
        digest = sha256(token.encode()).hexdigest()[:16] if token else ""
        return Caller(self.base_url, digest)

    def headers(self) -> Mapping[str, str]:
        """Return the headers of every request, without the token."""
        headers = {"User-Agent": self.user_agent, "Accept": "application/json"}
        if self.language:
            headers["Accept-Language"] = self.language
        return headers
