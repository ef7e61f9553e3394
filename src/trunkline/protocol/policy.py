"""One request, done properly: limits, retries, redirects, token refresh and decoding, as a flow.

The flow performs no I/O and reads no clock; `trunkline.transport.drivers` does. Tests step through it by hand.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urljoin

from trunkline.answers.decoding import decode
from trunkline.errors import (
    MastodonAPIError,
    MastodonNetworkError,
    MastodonRatelimitError,
    MastodonVersionError,
    error_for,
    malformed,
)
from trunkline.protocol.encoding import pairs, query
from trunkline.protocol.ratelimit import classify
from trunkline.protocol.request import (
    Facts,
    Flow,
    HttpRequest,
    Now,
    Request,
    Response,
    Send,
    Sleep,
    Step,
    as_it_is,
    relay,
)
from trunkline.protocol.software import Software, software_of
from trunkline.protocol.state import Session, same_origin
from trunkline.protocol.versions import needed_version, parse_version

if TYPE_CHECKING:
    from logging import Logger

T = TypeVar("T")

_TRANSIENT = (502, 503, 504)
_REDIRECTS = (301, 302, 303, 307, 308)
_MOST_REDIRECTS = 5
_NO_BODY_AFTER = (301, 302, 303)
_LONG_WAIT = 10.0
_ANY_VERSION = (0, 0, 0)


def expand(flow: Generator[Step, Any, T], session: Session) -> Flow[T]:
    """*flow* with each `Request` in it performed by `perform`: what is left is I/O alone."""
    return relay(flow, lambda step: perform(step, session) if isinstance(step, Request) else as_it_is(step))


def perform(request: Request[T], session: Session) -> Flow[T]:
    """Send one request and return its typed result."""
    if request.facts is not None and session.version_check_mode != "none":
        yield from _check_version(request, request.facts, session)
    response = yield from exchange(request, session)
    return decode(request, response)


def _check_version(request: Request[Any], facts: Facts, session: Session) -> Flow[None]:
    """Refuse a request that the server is too old for; other software than Mastodon has other versions."""
    needed = needed_version(request, session.version_check_mode)
    required = parse_version(needed)
    if required is None or required == _ANY_VERSION:
        return
    software = yield from _software(session)
    have = parse_version(software.mastodon_version or "")
    if have is not None and have < required:
        raise MastodonVersionError(
            f"{facts.name} needs Mastodon {needed}, and {session.base_url} runs {software.mastodon_version}. "
            "Leave out newer parameters, or pass version_check_mode='none'."
        )


def _software(session: Session) -> Flow[Software]:
    """What the server runs: as found before, by the version that is to be taken as known, or by asking it."""
    if session.software is None:
        if session.server_version is not None:
            return software_of({"version": session.server_version})
        from trunkline.endpoints.instance import find_software

        session.software = yield from expand(find_software(), session)
    return session.software


def exchange(request: Request[Any], session: Session) -> Flow[Response]:
    """Send one request, again where that helps, until there is a final answer.

    Raises:
        MastodonError: the answer is an error, or there is none.
    """
    attempt = _Attempt(request, session, _build(request, session))
    while True:
        yield from attempt.admission()
        try:
            response: Response = yield Send(attempt.http)
        except MastodonNetworkError as error:
            yield from attempt.after_failure(error)
            continue
        attempt.observe(response, (yield Now()))
        if response.status < 300:
            return response
        again = yield from attempt.after_answer(response)
        if not again:
            raise error_for(request.method, attempt.path, response)


@dataclass(slots=True)
class _Attempt:
    """A request under way: what is sent next, and how often it has been tried."""

    request: Request[Any]
    session: Session
    http: HttpRequest
    tries: int = 1
    redirects: int = 0
    refreshed: bool = False

    @property
    def path(self) -> str:
        return self.request.path.partition("?")[0]

    @property
    def target(self) -> str:
        return self.http.url.removeprefix(self.session.base_url)

    @property
    def anonymous(self) -> bool:
        return "Authorization" not in self.http.headers

    def admission(self) -> Flow[None]:
        """Wait until the rate limits allow the request, and count it."""
        session = self.session
        pace = session.ratelimit_pacefactor if session.ratelimit_method == "pace" else None
        caller = session.caller(anonymous=self.anonymous)
        classes = classify(self.request.method, self.target)
        while True:
            wait = session.limiter.reserve(caller, classes, (yield Now()), pace)
            if wait <= 0:
                return
            if session.ratelimit_method == "throw":
                raise self.limit_reached(wait)
            log = _logger().warning if wait > _LONG_WAIT else _logger().debug
            log(
                "rate limit of %s: waiting %.1f s before %s %s",
                session.base_url,
                wait,
                self.request.method,
                self.path,
            )
            yield Sleep(wait)

    def limit_reached(self, wait: float) -> MastodonRatelimitError:
        error = MastodonRatelimitError(
            f"The rate limit is used up before {self.request.method} {self.path}; it is renewed in {wait:.0f} s. "
            "Wait, or use ratelimit_method='wait'."
        )
        error.method, error.path, error.retry_after = self.request.method, self.path, wait
        return error

    def observe(self, response: Response, now: float) -> None:
        """Tell the limiter what the answer says."""
        session = self.session
        classes = classify(self.request.method, self.target)
        said = session.limiter.observe(
            session.caller(anonymous=self.anonymous), classes, response.status, response.headers, now
        )
        session.last_call = now
        if session.debug_requests:
            _logger().debug("%s %s: %d, %d bytes", self.http.method, self.http.url, response.status, len(response.body))
        if said is not None:
            session.last_limit = said

    def after_failure(self, error: MastodonNetworkError) -> Flow[None]:
        """Wait and try again if that is safe, otherwise raise."""
        error.method, error.path = self.request.method, self.path
        if self.tries >= self.session.retry.attempts or (error.sent and not self.request.repeatable):
            raise error
        _logger().info("%s %s: %s; trying again", self.request.method, self.path, type(error).__name__)
        yield from self.back_off()

    def back_off(self) -> Flow[None]:
        yield Sleep(self.session.retry.delay(self.tries))
        self.tries += 1

    def after_answer(self, response: Response) -> Flow[bool]:
        """Prepare the next attempt after a redirect or an error; ``False`` if there is none."""
        if response.status in _REDIRECTS and "location" in response.headers:
            self.follow(response)
            return True
        if response.status == 429:
            return self.session.ratelimit_method != "throw"
        if response.status == 401 and not self.anonymous and not self.refreshed:
            return (yield from self.refresh())
        if response.status in _TRANSIENT and self.request.repeatable and self.tries < self.session.retry.attempts:
            yield from self.back_off()
            return True
        return False

    def follow(self, response: Response) -> None:
        """Go where a redirect leads: with the token only on the same server, without a body to another."""
        method = self.request.method
        url = urljoin(self.http.url, response.headers["location"])
        self.redirects += 1
        if self.redirects > _MOST_REDIRECTS:
            raise malformed(method, self.path, response, "The server redirects without end")
        home = same_origin(url, self.http.url)
        if not home and (method not in ("GET", "HEAD") or not url.startswith("https://")):
            raise malformed(
                method,
                self.path,
                response,
                f"The server redirects to {url.partition('?')[0]}; if it has moved, use that address",
            )
        headers = {k: v for k, v in self.http.headers.items() if home or k != "Authorization"}
        if response.status in _NO_BODY_AFTER and method not in ("GET", "HEAD"):
            self.http = HttpRequest("GET", url, headers)
        else:
            self.http = replace(self.http, url=url, headers=headers)

    def refresh(self) -> Flow[bool]:
        """Get a new token after a 401; ``False`` where there is no way to."""
        from trunkline.oauth.grants import refresh_grant

        session, self.refreshed = self.session, True
        if self.http.headers["Authorization"] == f"Bearer {session.access_token}":
            if not (session.refresh_token and session.client_id and session.client_secret):
                return False
            try:
                token = yield from expand(refresh_grant(session), session)
            except MastodonAPIError:
                return False
            session.access_token = token.access_token
            session.refresh_token = token.refresh_token or session.refresh_token
        self.http = _build(self.request, session)
        return True


def _build(request: Request[Any], session: Session) -> HttpRequest:
    """The request as it goes over the wire."""
    from msgspec.json import encode

    url = session.base_url + request.path
    if text := query(request.params):
        url += ("&" if "?" in url else "?") + text
    headers = {**session.headers(), **request.headers}
    if not request.anonymous and session.access_token:
        headers["Authorization"] = f"Bearer {session.access_token}"
    content = None
    if request.json is not None:
        content = encode(request.json)
        headers["Content-Type"] = "application/json"
    return HttpRequest(request.method, url, headers, pairs(request.form), content, request.files)


def _logger() -> Logger:
    from logging import getLogger

    return getLogger("trunkline")
