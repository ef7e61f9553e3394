"""Rate limits: one budget for each (server, token or IP, class of endpoint).

What a server counts is learned from its ``X-RateLimit-*`` headers, which describe only the throttle with
the fewest requests left, and from what Mastodon's source says of the throttles behind them, among
them one that the documentation omits: 300 *paged* requests in 15 minutes. Windows begin at
multiples of their length since 1970, on the server's clock: budgets are kept in the server's time, which its ``Date``
tells, rather too early than too late, so that no window is thought open before it is. Nothing here does I/O or reads
a clock, and each method is atomic, so that any number of threads and tasks may share a limiter.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple
from urllib.parse import parse_qsl

RatelimitMethod = Literal["wait", "pace", "throw"]


class Throttle(NamedTuple):
    """A limit that Mastodon keeps: so many requests in a window of so many seconds."""

    requests: int
    window: int


THROTTLES: Mapping[str, Throttle] = {
    "default": Throttle(300, 300),
    "paging": Throttle(300, 900),
    "media": Throttle(30, 1800),
    "delete": Throttle(30, 1800),
    "app_registration": Throttle(5, 600),
    "sign_up": Throttle(5, 1800),
    "email_confirmation": Throttle(5, 1800),
    "statuses": Throttle(300, 10800),
    "follows": Throttle(400, 86400),
    "reports": Throttle(400, 86400),
}
"""The classes of requests. The last three count created records, not requests, so that only the server
knows how many are left: they bind after a header has said so."""

_COUNTED_BY_SERVER = frozenset({"statuses", "follows", "reports"})
_PAGING = frozenset({"page", "min_id", "max_id", "since_id"})
_CLASSES = (
    ("POST", r"/api/v\d+/media", "media"),
    ("DELETE", r"/api/v1/statuses/[^/]+", "delete"),
    ("POST", r"/api/v1/statuses/[^/]+/unreblog", "delete"),
    ("POST", r"/api/v1/apps", "app_registration"),
    ("POST", r"/api/v1/accounts", "sign_up"),
    ("POST", r"/api/v1/emails/confirmations", "email_confirmation"),
    ("POST", r"/api/v1/statuses(/[^/]+/reblog)?", "statuses"),
    ("PUT", r"/api/v1/statuses/[^/]+", "statuses"),
    ("POST", r"/api/v1/(accounts|tags)/[^/]+/follow", "follows"),
    ("POST", r"/api/v1/reports", "reports"),
)
_CLOCK_ERROR = 2.0
_CROSSING = 2.0
_CLOCK_PUT_RIGHT = 30.0
_UNKNOWN_WAIT = 5.0


class Caller(NamedTuple):
    """Whom a server counts: its own address, and the token (as a digest) or ``""`` for the IP address."""

    origin: str
    identity: str


def classify(method: str, target: str) -> tuple[str, ...]:
    """The classes that a request counts in, by its method and its path with the query."""
    path, _, query = target.partition("?")
    if not path.startswith("/api/") or path.startswith("/api/v1/streaming"):
        return ()
    classes = ["default"]
    if any(name in _PAGING for name, _ in parse_qsl(query)):
        classes.append("paging")
    classes += [name for verb, pattern, name in _CLASSES if verb == method and re.fullmatch(pattern, path)]
    return tuple(classes)


@dataclass(frozen=True, slots=True)
class RateHeaders:
    """What an answer says about a limit, the reset as seconds since 1970 on the server's clock."""

    limit: int
    remaining: int
    reset: float

    @classmethod
    def parse(cls, headers: Mapping[str, str]) -> RateHeaders | None:
        """Read the headers (names in lower case); ``None`` if they are missing or make no sense."""
        try:
            limit, remaining = int(headers["x-ratelimit-limit"]), int(headers["x-ratelimit-remaining"])
            reset = _time(headers["x-ratelimit-reset"])
        except (KeyError, ValueError):
            return None
        return cls(limit, remaining, reset)


def _time(text: str) -> float:
    """Mastodon sends ISO 8601, GoToSocial seconds since 1970."""
    try:
        return float(text)
    except ValueError:
        return datetime.fromisoformat(text).timestamp()


@dataclass(slots=True)
class Budget:
    """What is left of one class, in the server's time.

    Attributes:
        throttle: the limit and its window.
        remaining: requests left in the window.
        reset: when the window ends.
        announced: whether the server itself has spoken of this budget.
        next_slot: with an even pace, the earliest time of the next request.
        crossing: requests of the window's last moments, which may arrive in the next one.
    """

    throttle: Throttle
    remaining: int
    reset: float
    announced: bool = False
    next_slot: float = 0.0
    crossing: int = 0

    def roll(self, now: float) -> None:
        """Begin the window that *now* lies in."""
        if now >= self.reset:
            missed = int((now - self.reset) // self.throttle.window) + 1
            self.begin(self.reset + missed * self.throttle.window, self.crossing if missed == 1 else 0)

    def begin(self, reset: float, used: int) -> None:
        """Begin the window that ends at *reset*, with so many requests used already."""
        self.reset, self.remaining = reset, self.throttle.requests - used
        self.next_slot, self.crossing = 0.0, 0

    def wait(self, now: float, pace: float | None) -> float:
        """Seconds until a request may go, 0 if at once; with *pace* the rest is spread over the window."""
        if self.remaining <= 0:
            return self.reset - now
        return max(self.next_slot - now, 0.0) if pace else 0.0

    def take(self, now: float, pace: float | None) -> None:
        """Count one request."""
        if pace:
            self.next_slot = now + (self.reset - now) / max(self.remaining, 1) / pace
        self.remaining -= 1
        if self.reset - now <= _CROSSING:
            self.crossing += 1

    def describes(self, said: RateHeaders) -> bool:
        """Whether *said* is about the present window."""
        return self.throttle.requests == said.limit and abs(said.reset - self.reset) <= _CLOCK_ERROR

    def follows(self, said: RateHeaders, now: float) -> bool:
        """Whether *said* is about another window of this budget: the server's clock is not as was thought."""
        away = (said.reset - self.reset + _CLOCK_ERROR) % self.throttle.window
        ahead = said.reset - now <= self.throttle.window + _CLOCK_ERROR
        return self.throttle.requests == said.limit and away <= 2 * _CLOCK_ERROR and ahead


class RateLimiter:
    """The budgets of any number of servers and tokens; one instance may serve a whole process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._budgets: dict[tuple[Caller, str], Budget] = {}
        self._ahead: dict[str, float] = {}
        self._speaking: set[str] = set()

    def __reduce__(self) -> tuple[object, ...]:
        """A limiter sent to another process becomes that process's own: counts do not travel."""
        return (shared_limiter, ())

    def reserve(self, caller: Caller, classes: tuple[str, ...], now: float, pace: float | None = None) -> float:
        """Count a request in all its classes, or in none.

        Args:
            caller: whom the server counts.
            classes: as `classify` gives them.
            now: the local time, seconds since 1970.
            pace: spread requests evenly over the window, this many times as fast as an even pace.

        Returns:
            0 if the request may be sent now and has been counted, otherwise the seconds to wait before asking again.
        """
        with self._lock:
            now += self._ahead.get(caller.origin, 0.0)
            budgets = [(name, self._budget(caller, name, now)) for name in classes]
            wait = max((b.wait(now, pace) for name, b in budgets if self._binds(caller, name, b, pace)), default=0.0)
            if wait <= 0:
                for _, budget in budgets:
                    budget.take(now, pace)
            return max(wait, 0.0)

    def observe(
        self, caller: Caller, classes: tuple[str, ...], status: int, headers: Mapping[str, str], now: float
    ) -> RateHeaders | None:
        """Learn from an answer.

        Returns:
            What its headers say, if they say something.
        """
        with self._lock:
            said = RateHeaders.parse(headers)
            if said is not None and classes:
                self._speaking.add(caller.origin)
                now = self._learn_clock(caller, headers, now)
                self._synchronise(caller, classes, said, now)
            elif status == 429 and classes:
                wait = _retry_after(headers, now) or _UNKNOWN_WAIT
                now += self._ahead.get(caller.origin, 0.0)
                self._budgets[caller, classes[-1]] = Budget(THROTTLES[classes[-1]], 0, now + wait, announced=True)
            return said

    def _budget(self, caller: Caller, name: str, now: float) -> Budget:
        budget = self._budgets.get((caller, name))
        if budget is None:
            throttle = THROTTLES[name]
            reset = (now // throttle.window + 1) * throttle.window
            budget = self._budgets[caller, name] = Budget(throttle, throttle.requests, reset)
        budget.roll(now)
        return budget

    def _binds(self, caller: Caller, name: str, budget: Budget, pace: float | None) -> bool:
        """Whether a budget holds requests back: a server that never speaks of limits may have none."""
        if name in _COUNTED_BY_SERVER:
            return budget.announced
        return budget.announced or caller.origin in self._speaking or bool(pace)

    def _learn_clock(self, caller: Caller, headers: Mapping[str, str], now: float) -> float:
        """The time on the server's clock, at least: it is ahead by the most that its answers have shown.

        They show too little, being late and cut to seconds; far too little means that a clock has been put right.
        """
        from email.utils import parsedate_to_datetime

        known = self._ahead.get(caller.origin)
        try:
            ahead = parsedate_to_datetime(headers["date"]).timestamp() - now
        except (KeyError, ValueError):
            return now + (known or 0.0)
        if known is None or not known - _CLOCK_PUT_RIGHT < ahead < known:
            self._ahead[caller.origin] = ahead
            if abs(ahead - (known or 0.0)) > _CLOCK_ERROR:
                self._move(caller, now + ahead)
        return now + self._ahead[caller.origin]

    def _move(self, caller: Caller, now: float) -> None:
        """What was counted by a wrong clock was counted by the server in the windows that *now* lies in."""
        for name in THROTTLES:
            budget = self._budgets.get((caller, name))
            if budget is not None:
                window = budget.throttle.window
                budget.begin((now // window + 1) * window, budget.throttle.requests - budget.remaining)

    def _synchronise(self, caller: Caller, classes: tuple[str, ...], said: RateHeaders, now: float) -> None:
        """Apply the headers to the class they speak of: of those with that limit and reset, the fewest left."""
        budgets = [self._budget(caller, name, now) for name in classes]
        present = [budget for budget in budgets if budget.describes(said)]
        other = [budget for budget in budgets if budget.follows(said, now)]
        if present:
            budget = min(present, key=lambda budget: budget.remaining)
        elif other:
            budget = other[0]
            later = said.reset > budget.reset
            budget.begin(said.reset, budget.crossing if later else budget.throttle.requests - budget.remaining)
        elif said.reset > now and not any(b.throttle.requests == said.limit and said.reset < b.reset for b in budgets):
            throttle = Throttle(said.limit, max(int(said.reset - now), 1))
            budget = self._budgets[caller, classes[0]] = Budget(throttle, said.remaining, said.reset)
        else:
            return
        budget.remaining = min(budget.remaining, said.remaining)
        budget.announced = True


_shared = RateLimiter()


def shared_limiter() -> RateLimiter:
    """The budgets that all clients of this process share unless they are given a limiter of their own."""
    return _shared


def _retry_after(headers: Mapping[str, str], now: float) -> float | None:
    from email.utils import parsedate_to_datetime

    value = headers.get("retry-after", "")
    try:
        return float(value)
    except ValueError:
        pass
    try:
        return max(parsedate_to_datetime(value).timestamp() - now, 0.0)
    except (ValueError, TypeError):
        return None
