"""Rate limits: fixed windows, response headers and the answer 429."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from urllib.parse import parse_qsl

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.auth import AccessToken, bearer, find_token
from trunkline.sandbox.http.throttles import (
    FAMILIES,
    THROTTLES,
    RecordThrottle,
    RequestThrottle,
    ThrottledRequest,
    is_paging,
)
from trunkline.sandbox.store.database import Store

UNCOUNTED = "trunkline.uncounted"
"""In the scope of a request that the server makes to itself."""
_STREAMING = "/api/v1/streaming"
_MOST_COUNTERS = 10_000


@dataclass(frozen=True, slots=True)
class ThrottleState:
    """The state of one throttle after a request."""

    limit: int
    remaining: int
    reset: datetime

    def headers(self) -> dict[str, str]:
        """Return the state as response headers."""
        reset = self.reset.isoformat(timespec="microseconds").replace("+00:00", "Z")
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(max(0, self.remaining)),
            "X-RateLimit-Reset": reset,
        }


class ThrottleCounters:
    """Counters in windows that begin at multiples of their length since 1970.

    Args:
        factor: multiplies every limit; above 0.
    """

    def __init__(self, factor: float = 1.0) -> None:
        if factor <= 0:
            raise ValueError(f"the factor of the rate limits must be above 0, not {factor}")
        self._factor = factor
        self._counts: dict[tuple[str, str | int], tuple[int, int]] = {}

    def clear(self) -> None:
        """Start from zero."""
        self._counts.clear()

    def add(
        self, limit: RequestThrottle | RecordThrottle, key: str | int, now: datetime, amount: int = 1
    ) -> ThrottleState:
        """Count `amount` more requests for `key` and return the state; 0 only reads it."""
        seconds = int(now.timestamp())
        end = seconds - seconds % limit.seconds + limit.seconds
        known, count = self._counts.get((limit.name, key), (end, 0))
        count = amount + (count if known == end else 0)
        self._counts[limit.name, key] = (end, count)
        if len(self._counts) > _MOST_COUNTERS:
            self._counts = {name: value for name, value in self._counts.items() if value[0] > seconds}
        allowed = max(1, ceil(limit.requests * self._factor))
        return ThrottleState(allowed, allowed - count, now + timedelta(seconds=end - seconds))


class RateLimitMiddleware:
    """ASGI middleware that counts requests and refuses those beyond the limits.

    Args:
        app: the application.
        store: the database, whose clock counts.
        counters: the counters of requests.
    """

    def __init__(self, app: ASGIApp, store: Store, counters: ThrottleCounters) -> None:
        self._app = app
        self._store = store
        self._counters = counters

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http" or scope["path"].startswith(_STREAMING) or UNCOUNTED in scope:
            await self._app(scope, receive, send)
            return
        call = self._call(scope)
        now = self._store.clock()
        states = []
        for throttle in THROTTLES:
            key = throttle.key(call)
            if key is not None:
                state = self._counters.add(throttle, key, now)
                if state.remaining < 0:
                    await _refuse(state, scope, receive, send)
                    return
                states.append(state)
        await self._serve(call, states, scope, receive, send)

    def _call(self, scope: Scope) -> ThrottledRequest:
        parameters = dict(parse_qsl(scope["query_string"].decode("latin-1")))
        token = self._token(Headers(scope=scope), parameters)
        return ThrottledRequest(
            scope["method"],
            scope["path"],
            scope["client"][0] if scope["client"] else "",
            is_paging(parameters),
            None if token is None else token.id,
            None if token is None else token.account_id,
        )

    def _token(self, headers: Headers, parameters: Mapping[str, str]) -> AccessToken | None:
        """Return the token in the header or the query; one in the body counts as none."""
        text = bearer(headers) or parameters.get("access_token") or parameters.get("bearer_token")
        return None if text is None else find_token(self._store, text)

    async def _serve(
        self, call: ThrottledRequest, states: list[ThrottleState], scope: Scope, receive: Receive, send: Send
    ) -> None:
        request = f"{call.method} {call.path}"
        for family in FAMILIES:
            if call.account_id is not None and family.edits.fullmatch(request):
                states.append(self._counters.add(family, call.account_id, self._store.clock(), 0))
            if call.account_id is not None and family.creates.fullmatch(request):
                await self._create(family, call.account_id, states, scope, receive, send)
                return
        await self._app(scope, receive, _with_headers(states, send) if call.is_api else send)

    async def _create(
        self,
        family: RecordThrottle,
        account_id: int,
        states: list[ThrottleState],
        scope: Scope,
        receive: Receive,
        send: Send,
    ) -> None:
        """Serve a request that creates a record of `family`, and count the record if a new one appears."""
        state = self._counters.add(family, account_id, self._store.clock(), 0)
        if state.remaining <= 0:
            await _refuse(state, scope, receive, send)
            return
        before = self._newest(family, account_id)

        async def count(message: Message) -> None:
            if message["type"] == "http.response.start":
                created = int(self._newest(family, account_id) != before)
                states.append(self._counters.add(family, account_id, self._store.clock(), created))
                _describe(states, message)
            await send(message)

        await self._app(scope, receive, count)

    def _newest(self, family: RecordThrottle, account_id: int) -> int | None:
        newest: int | None = self._store.value(family.newest, (account_id,))
        return newest


async def _refuse(state: ThrottleState, scope: Scope, receive: Receive, send: Send) -> None:
    await answer({"error": "Too many requests"}, 429, state.headers())(scope, receive, send)


def _with_headers(states: list[ThrottleState], send: Send) -> Send:
    async def described(message: Message) -> None:
        if message["type"] == "http.response.start":
            _describe(states, message)
        await send(message)

    return described


# Source: https://github.com/mastodon/mastodon/blob/main/app/controllers/concerns/api/rate_limit_headers.rb
def _describe(states: list[ThrottleState], message: Message) -> None:
    """Set the headers of the throttle with the fewest requests left."""
    tightest = min(states, key=lambda state: state.remaining)
    MutableHeaders(scope=message).update(tightest.headers())
