"""Execution of a request as a flow: rate limits, retries, redirects, token refresh and decoding.

The flow performs no I/O and reads no clock; `trunkline.transport.drivers` does.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import parse_qs, urljoin, urlsplit

from trunkline.errors import (
    MastodonAPIError,
    MastodonError,
    MastodonIllegalArgumentError,
    MastodonNetworkError,
    MastodonRatelimitError,
    MastodonVersionError,
    malformed,
)
from trunkline.protocol.addresses import origin
from trunkline.protocol.audience import authorization, may_have_token
from trunkline.protocol.bodies import body_of, depends_on_software, query_depends_on_software, reader_of
from trunkline.protocol.discovery import INSTANCE_V1, INSTANCE_V2, find_software
from trunkline.protocol.encoding import query
from trunkline.protocol.ignored import ignored_parameters, warn_of
from trunkline.protocol.missing_calls import refusal_of
from trunkline.protocol.ratelimit import Caller
from trunkline.protocol.request import Facts, Flow, HttpRequest, Now, Request, Send, Sleep, Step, as_it_is, relay
from trunkline.protocol.retries import LONGEST_WAIT, RetryPolicy, requested_wait
from trunkline.protocol.software import FORKS, Software, software_of
from trunkline.protocol.state import ClientState
from trunkline.protocol.throttles import classify
from trunkline.protocol.tokens import renew_token
from trunkline.protocol.versions import needed_version, parse_version
from trunkline.response import Response

if TYPE_CHECKING:
    from logging import Logger

T = TypeVar("T")

_TRANSIENT = (502, 503, 504)
_REDIRECTS = (301, 302, 303, 307, 308)
_MOST_REDIRECTS = 5
_MOST_REFUSALS = 10  # responses with 429 to one request: each says how long to wait, so that few are needed
_LOGIN_PAGES = ("login", "sign_in")  # of Pixelfed, which sends there whatever it does not answer
_INVALID = (400, 422)
_NO_SUCH_CALL = (404, 405)
_CALLER_MAY_NOT = (401, 403, 429)
_NO_BODY_AFTER = (301, 302, 303)  # RFC 9110, section 15.4: a POST is repeated as GET
_LONG_WAIT = 10.0
_LONGEST_OUTAGE = 300.0  # seconds; a program is told of a longer one
_ANY_VERSION = (0, 0, 0)


def expand(flow: Generator[Step, Any, T], state: ClientState) -> Flow[T]:
    """Return *flow* with each `Request` in it replaced by the steps of `perform`."""
    return relay(flow, lambda step: perform(step, state) if isinstance(step, Request) else as_it_is(step))


def perform(request: Request[T], state: ClientState) -> Flow[T]:
    """Send one request and return its typed result."""
    if request.facts is not None and state.version_check_mode != "none":
        yield from _check_version(request, request.facts, state)
    elif (ignored := ignored_parameters(request)) and (state.software is None or state.software.name in FORKS):
        warn_of(ignored, request)
    response = yield from exchange(request, state)
    result: T = state.decode(request, response)
    return result


def _check_version(request: Request[Any], facts: Facts, state: ClientState) -> Flow[None]:
    """Raise an error if a Mastodon is too old for a request, or ignores a part of it; others are not checked."""
    needed = needed_version(request, state.version_check_mode)
    required, ignored = parse_version(needed) or _ANY_VERSION, ignored_parameters(request)
    if required == _ANY_VERSION and not ignored:
        return
    software = yield from software_of_server(state)
    have = parse_version(software.mastodon_version or "")
    if have is not None and ignored:
        raise MastodonVersionError(
            f"Mastodon {software.mastodon_version} ignores {' and '.join(ignored)} of {facts.name}; leave it out."
        )
    if have is not None and have < required:
        raise MastodonVersionError(
            f"{facts.name} needs Mastodon {needed}, and {state.base_url} runs {software.mastodon_version}. "
            "Leave out newer parameters, or pass version_check_mode='none'."
        )


def software_of_server(state: ClientState) -> Flow[Software]:
    """Return the server's software: as far as it is known, otherwise by discovery."""
    known = known_software(state)
    if known is None:
        known = state.software = yield from expand(find_software(state.base_url), state)
    return known


def known_software(state: ClientState) -> Software | None:
    """Return the server's software, from the state or from the version given to the client, if it is known."""
    if state.software is None and state.server_version is not None:
        return software_of({"version": state.server_version})
    return state.software


def _software_for(request: Request[Any], state: ClientState) -> Flow[str]:
    """Return the name of the server's software, for which it is asked before the first request that depends on it."""
    describes_itself = request.path.removesuffix("/") in (INSTANCE_V2, INSTANCE_V1)
    in_a_language = state.language and not request.anonymous and not describes_itself
    if state.software is None and (depends_on_software(request) or in_a_language):
        return (yield from _learn_software(state))
    known = known_software(state)
    return known.name if known is not None else ""


def _learn_software(state: ClientState) -> Flow[str]:
    """Ask once for the name of the server's software; it is empty without an answer."""
    try:
        given = software_of({"version": state.server_version or ""})
        # The request itself is not to wait for it.
        once = replace(state, retry=RetryPolicy(attempts=1), ratelimit_method="throw", aside=True)
        state.software = given if given.name else (yield from expand(find_software(state.base_url), once))
    except MastodonAPIError:
        state.software = Software("", "", None)
    except MastodonNetworkError as error:
        if error.made_up:  # by a test, which expects what is sent to Mastodon
            return "mastodon"
        _logger().info("%s does not say what software it is.", state.base_url)
    except MastodonError:  # a limit: it may be known next time
        _logger().info("%s does not say what software it is.", state.base_url)
    return state.software.name if state.software is not None else ""


def exchange(request: Request[Any], state: ClientState) -> Flow[Response]:
    """Send one request, with retries, and return the final response.

    Raises:
        MastodonError: an error response, or none.
    """
    software = yield from _software_for(request, state)
    first, *others = _spellings(request, software)
    try:
        return (yield from _exchange(first, state, software))
    except MastodonError as refused:
        if not others or not _may_be_elsewhere(request, refused):
            raise
        try:
            return (yield from _exchange(others[0], state, software))
        except MastodonError:
            raise refused from None


def _spellings(request: Request[Any], software: str) -> list[Request[Any]]:
    """Return a request with the paths by which a server may know the call, the likelier one first."""
    path, mark, sent = request.path.partition("?")
    if request.usual in (None, path):
        return [request]
    both = [request, replace(request, path=f"{request.usual}{mark}{sent}")]
    return both[::-1] if software in FORKS else both


def _may_be_elsewhere(request: Request[Any], error: MastodonError) -> bool:
    """Return True if an error does not say that the server has the call: a write is not sent twice for less."""
    if not isinstance(error, MastodonAPIError):
        return isinstance(error, MastodonNetworkError) and error.made_up
    lacks_call = error.status in _NO_SUCH_CALL
    return lacks_call or (request.method == "GET" and error.status not in _CALLER_MAY_NOT)


def _exchange(request: Request[Any], state: ClientState, software: str) -> Flow[Response]:
    attempt = _Attempt(request, state, _build(request, state, software), software)
    while True:
        yield from attempt.admission()
        try:
            response: Response = yield Send(attempt.http)
        except MastodonNetworkError as error:
            yield from attempt.after_failure(error)
            continue
        attempt.observe(response, (yield Now()))
        if response.status < 300:
            return replace(response, foreign=True) if attempt.http.foreign else response
        again = yield from attempt.after_answer(response)
        if not again:
            refusal = refusal_of(request, attempt.path, response, known_software(state))
            if isinstance(refusal, MastodonRatelimitError):
                refusal.retry_after = requested_wait(response.headers, (yield Now()))
            raise refusal


@dataclass(slots=True)
class _Attempt:
    """A request in progress: the HTTP request to send next, and the number of attempts."""

    request: Request[Any]
    state: ClientState
    http: HttpRequest
    software: str
    tries: int = 1
    redirects: int = 0
    refusals: int = 0
    refreshed: bool = False

    @property
    def path(self) -> str:
        return self.request.path.partition("?")[0]

    @property
    def classes(self) -> tuple[str, ...]:
        """Throttles that the request counts in."""
        if not self.http.foreign:
            return classify(self.request.method, self.http.url.removeprefix(self.state.base_url))
        parts = urlsplit(self.http.url)
        return classify(self.http.method, f"{parts.path}?{parts.query}")

    @property
    def call(self) -> str:
        """Method and path, by which some servers count."""
        return f"{self.http.method} {urlsplit(self.http.url).path}"

    @property
    def caller(self) -> Caller:
        """Party that the server counts; limits of a server after a redirect are its own."""
        if self.http.foreign:
            return Caller(origin(self.http.url) or "", "")
        return self.state.caller(anonymous=self.anonymous)

    @property
    def anonymous(self) -> bool:
        return "Authorization" not in self.http.headers

    def admission(self) -> Flow[None]:
        """Wait until the rate limits allow the request, and count it."""
        state = self.state
        pace = state.ratelimit_pacefactor if state.ratelimit_method == "pace" else None
        caller, classes = self.caller, self.classes
        while True:
            wait = state.limiter.reserve(caller, self.call, classes, (yield Now()), pace)
            if wait <= 0:
                return
            if state.ratelimit_method == "throw" or wait >= LONGEST_WAIT:
                raise self.limit_reached(wait)
            log = _logger().warning if wait > _LONG_WAIT else _logger().debug
            log(
                "rate limit of %s: waiting %.1f s before %s %s; with ratelimit_method='throw' it is an error at once",
                state.base_url,
                wait,
                self.request.method,
                self.path,
            )
            yield Sleep(wait)

    def limit_reached(self, wait: float) -> MastodonRatelimitError:
        error = MastodonRatelimitError(
            f"The rate limit is used up before {self.request.method} {self.path}; it is renewed in {wait:.0f} s. "
            "Try again then; with ratelimit_method='wait' the client waits by itself, for up to a day."
        )
        error.method, error.path, error.retry_after = self.request.method, self.path, wait
        return error

    def observe(self, response: Response, now: float) -> None:
        """Update the limiter from a response."""
        state = self.state
        guess = state.ratelimit_method != "throw"
        said = state.limiter.observe(
            self.caller, self.call, self.classes, response.status, response.headers, now, guess=guess
        )
        if state.debug_requests:
            _logger().debug("%s %s: %d, %d bytes", self.http.method, self.http.url, response.status, len(response.body))
        if said is not None and not self.http.foreign:
            state.last_limit = replace(said, reset=said.reset - state.limiter.ahead(self.caller))
            state.last_call = now

    def after_failure(self, error: MastodonNetworkError) -> Flow[None]:
        """Wait for the next attempt if one is safe, otherwise raise the error."""
        error.method, error.path = self.request.method, self.path
        if error.made_up or self.tries >= self.state.retry.attempts or (error.sent and not self.request.repeatable):
            raise error
        _logger().info("%s %s: %s; trying again", self.request.method, self.path, type(error).__name__)
        yield from self.back_off()

    def back_off(self, at_least: float = 0.0) -> Flow[None]:
        yield Sleep(max(self.state.retry.delay(self.tries), at_least))
        self.tries += 1

    def after_answer(self, response: Response) -> Flow[bool]:
        """Prepare the next attempt after a redirect or an error; return False if there is none."""
        if response.status in _REDIRECTS and "location" in response.headers:
            self.follow(response)
            return True
        if response.status == 429:
            self.refusals += 1
            asked = requested_wait(response.headers, (yield Now())) or 0.0
            waits = self.state.ratelimit_method != "throw" and asked < LONGEST_WAIT
            return waits and self.refusals < _MOST_REFUSALS
        if response.status == 401 and not self.anonymous and not self.refreshed:
            return (yield from self.refresh())
        if response.status in _INVALID and self.state.software is None and query_depends_on_software(self.request):
            return (yield from self.reword())
        if response.status not in _TRANSIENT or not self.request.repeatable or self.tries >= self.state.retry.attempts:
            return False
        asked = requested_wait(response.headers, (yield Now())) or 0.0
        if asked > _LONGEST_OUTAGE:
            return False
        yield from self.back_off(asked)
        return True

    def reword(self) -> Flow[bool]:
        """Write the query as the server's software reads it, for which it is asked; return False if that is the same.

        A read of a server that is not known begins without asking, since nearly all software reads the usual texts.
        """
        self.software = yield from _learn_software(self.state)
        refused, self.http = self.http.url, _build(self.request, self.state, self.software)
        return self.http.url != refused

    def follow(self, response: Response) -> None:
        """Follow a redirect; another server gets neither token nor body, nor does the first one after a detour."""
        method = self.request.method
        url = _redirect_target(self.http.url, response.headers["location"])
        if url is not None and urlsplit(url).path.rstrip("/").rpartition("/")[2] in _LOGIN_PAGES:
            error = malformed(method, self.path, response, "The server redirects to its page for logging in")
            error.hint = "Either the access token does not hold there, or the server lacks this call."
            raise error
        self.redirects += 1
        if self.redirects > _MOST_REDIRECTS:
            raise malformed(method, self.path, response, "The server redirects without end")
        if url is None:
            raise malformed(method, self.path, response, "The server redirects to something that is no address")
        reads = method in ("GET", "HEAD")
        if not self.http.foreign and may_have_token(url, self.state):
            repeated = replace(self.http, url=url)
            moved = response.status in _NO_BODY_AFTER and not reads
            self.http = HttpRequest("GET", url, self.http.headers) if moved else repeated
            return
        if not reads or self.request.own_answer or urlsplit(url).scheme != "https":
            raise malformed(
                method,
                self.path,
                response,
                f"The server redirects to {url.partition('?')[0]}; if it has moved, use that address",
            )
        self.http = HttpRequest(method, url, self.state.headers(), foreign=True)

    def refresh(self) -> Flow[bool]:
        """Renew the token after a 401; return False if that is impossible."""
        state, self.refreshed = self.state, True
        sent_now = f"Bearer {state.access_token}"  # unless another thread has renewed the token meanwhile
        if self.http.headers["Authorization"] == sent_now and not (yield from expand(renew_token(state), state)):
            return False
        self.http = _build(self.request, state, self.software)
        return True


def _build(request: Request[Any], state: ClientState, software: str) -> HttpRequest:
    """Build the HTTP request.

    Raises:
        MastodonIllegalArgumentError: the path leads elsewhere than below the server's address.
        MastodonVersionError: a value cannot be sent so that the server reads it.
    """
    from msgspec.json import encode

    url = state.base_url + request.path
    one_slash = request.path.startswith("/") and not request.path.startswith("//")
    if not one_slash or not may_have_token(url, state):
        raise MastodonIllegalArgumentError(
            f"{request.path.partition('?')[0]!r} is no path below {state.base_url}. It begins with one slash."
        )
    flags = reader_of(software, request.path).flags
    if text := query({**request.params, **_language(request, state.language, software)}, flags):
        url += ("&" if "?" in url else "?") + text
    headers = {**state.headers(), **request.headers}
    if not request.anonymous:
        headers |= authorization(url, state)
    content = None
    form, json = body_of(request, software)
    if json is not None:
        content = encode(json)
        headers["Content-Type"] = "application/json"
    return HttpRequest(request.method, url, headers, form, content, request.files, aside=state.aside)


def _language(request: Request[Any], language: str | None, software: str) -> dict[str, str]:
    """Return the parameter that sets the language of Mastodon's answer, whatever the member has chosen.

    The header is read only for those who are not logged in:
    https://github.com/mastodon/mastodon/blob/main/app/controllers/concerns/localized.rb
    """
    path, _, sent = request.path.partition("?")
    named = {*request.params, *request.form, *parse_qs(sent)}
    return (
        {"lang": language}
        if language and software in FORKS and path.startswith("/api/") and "lang" not in named
        else {}
    )


def _redirect_target(url: str, location: str) -> str | None:
    """Return the URL that a redirect names; ``None`` unless it is one that all HTTP libraries read alike."""
    try:
        target = urljoin(url, location)
    except ValueError:
        return None
    return None if origin(target) is None else target


def _logger() -> Logger:
    from logging import getLogger

    return getLogger("trunkline")
