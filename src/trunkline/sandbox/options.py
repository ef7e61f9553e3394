"""Options of a sandbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from trunkline.sandbox.address import LOOPBACK, WebAddress
from trunkline.sandbox.http.quirks import known_quirks
from trunkline.sandbox.http.site import ServerSite, host_name
from trunkline.sandbox.likes.families import HOSTILE, family_of
from trunkline.sandbox.likes.family import Family
from trunkline.sandbox.rules.domains import is_domain
from trunkline.sandbox.rules.limits import MAX_PASSWORD, MIN_PASSWORD
from trunkline.sandbox.store.clock import MovableClock, checked
from trunkline.sandbox.store.database import MEMORY, Clock, utc_now


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Options of a sandbox, described by `Sandbox`."""

    size: int = 300
    seed: int = 1
    port: int = 0
    url: str | None = None
    domain: str | None = None
    tls: bool = False
    ca_file: str | None = None
    proxy_headers: bool = False
    path: str = MEMORY
    rate_limits: float | None = 1.0
    heartbeat: float = 15.0
    ordered_streams: bool = False
    media_polls: int = 0
    token_lifetime: float | None = None
    password: str | None = field(default=None, repr=False)
    clock: Clock = utc_now
    now: datetime | None = None
    tick: bool = False
    quirks: tuple[str, ...] = ()
    like: str | None = None

    def __post_init__(self) -> None:
        known_quirks(self.quirks)
        if self.like is not None and self.like != HOSTILE:
            family_of(self.like)
        if self.rate_limits is not None and self.rate_limits <= 0:
            raise ValueError(f"rate_limits is a factor above 0, or None to switch them off, not {self.rate_limits}")
        if self.heartbeat <= 0:
            raise ValueError(f"heartbeat is a number of seconds above 0, not {self.heartbeat}")
        if self.media_polls < 0:
            raise ValueError(f"media_polls is a number of polls and cannot be {self.media_polls}")
        if self.password is not None and not MIN_PASSWORD <= len(self.password) <= MAX_PASSWORD:
            raise ValueError(f"password has {MIN_PASSWORD} to {MAX_PASSWORD} characters, not {len(self.password)}")
        if not 0 <= self.port <= 65_535:
            raise ValueError(f"port is a number from 0 (any free one) to 65535, not {self.port}")
        if self.url is not None:
            self._check_scheme(WebAddress.of(self.url).scheme)
        if self.domain is not None and not is_domain(host_name(self.domain)):
            raise ValueError(f"domain is a name such as sandbox.example, with or without a port, not {self.domain!r}")
        if self.ca_file is not None and not self.tls:
            raise ValueError("ca_file is of use with tls only")
        if self.now is not None:
            checked(self.now)
        if self.now is not None and self.clock is not utc_now:
            raise ValueError("the time comes from either now or clock; pass one of them")

    def _check_scheme(self, scheme: str) -> None:
        if scheme == "https" and not self.tls and not self.proxy_headers:
            raise ValueError("url is https: that needs tls, or proxy_headers where a proxy in front speaks TLS")
        if scheme == "http" and self.tls:
            raise ValueError("url is http, and with tls it begins with https://")

    @property
    def listening_port(self) -> int:
        """The port to listen on: by default that of `url`, behind a proxy any free one (0)."""
        return self.port if self.port or self.url is None or self.proxy_headers else WebAddress.of(self.url).port

    def site(self, listening: int) -> ServerSite:
        """Return the address of a server that listens on the port `listening`.

        Raises:
            ValueError: the host of `url` does not lead to this server.
        """
        scheme = "https" if self.tls else "http"
        address = WebAddress(scheme, LOOPBACK, listening) if self.url is None else WebAddress.of(self.url)
        if not self.proxy_headers and not address.leads_here:
            raise ValueError(
                f"{address.name} does not lead to {LOOPBACK}, where alone the sandbox listens: use localhost, or give "
                "the name this address in the hosts file, or use proxy_headers where a proxy passes requests on"
            )
        url = address.at(listening)
        folder = "" if self.family is None else self.family.folder
        return ServerSite(url + folder, (self.domain or url.partition("://")[2]).lower())

    @property
    def family(self) -> Family | None:
        """The software that it answers like; `None` for Mastodon, and damaged answers of Mastodon."""
        return None if self.like is None or self.like == HOSTILE else family_of(self.like)

    def new_clock(self) -> MovableClock:
        """Return a clock that shows the time at which the sandbox starts."""
        if self.now is None:
            return MovableClock(self.clock)
        start = self.now
        return MovableClock(start=start) if self.tick else MovableClock(lambda: start)

    def to_json(self) -> dict[str, Any]:
        """Return the options for another process as JSON values.

        Raises:
            ValueError: the options have a clock of their own.
        """
        if self.clock is not utc_now:
            raise ValueError(
                "a sandbox in its own process cannot have a clock from this one; use now=, or process=False"
            )
        values = asdict(self)
        del values["clock"]
        return {**values, "now": None if self.now is None else self.now.isoformat()}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Options:
        """Build options from the result of `to_json`."""
        now = values["now"]
        return cls(**{**values, "now": None if now is None else datetime.fromisoformat(now)})
