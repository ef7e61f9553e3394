"""Rate limits: one budget for each server, token (or IP address) and class of requests.

A server announces only the throttle with the fewest requests left, in its ``X-RateLimit-*`` headers. Budgets are
learned from these and from Mastodon's source, see `trunkline.protocol.throttles`. Nothing here does I/O or reads a
clock, and each method is atomic: any number of threads and tasks may share a limiter.

Clocks. Windows begin at multiples of their length since 1970 *on the server's clock*
(https://github.com/rack/rack-attack/blob/main/lib/rack/attack/cache.rb), so budgets are kept in the server's time,
which the ``Date`` of its responses tells, late and cut to seconds. The server is taken to be ahead by the most that was
ever shown: its time is then never assumed too late, and no window is opened before the server opens it. An example with
the default throttle, 300 requests in 300 s, on a server that is 40 s ahead::

    local     server    event
    00:00     00:40     first request. By the local clock the window ends at 05:00
    00:01     00:41     the response says Date 00:41: the server is 40 s ahead. The count moves to the window by the
                        server's clock, which ends at 05:00 there and at 04:20 here
    04:19     04:59     the 300 requests are used up: wait 1 s, then the next window begins
    04:19.9   04:59.9   a request sent now may arrive in the next window, so it counts in both (`Budget.crossing`)
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from trunkline.protocol.rate_headers import RateHeaders
from trunkline.protocol.retries import LONGEST_WAIT, requested_wait
from trunkline.protocol.throttles import COUNTED_BY_SERVER, THROTTLES, Throttle

RatelimitMethod = Literal["wait", "pace", "throw"]

_CLOCK_ERROR = 2.0
"""Seconds by which two readings of the same moment on the server's clock may differ."""

_CROSSING = 2.0
"""Seconds before the end of a window in which a request may still arrive in the next one."""

_CLOCK_CORRECTED = 30.0
"""Drop in seconds after which the known offset of the server's clock is replaced."""

_UNKNOWN_WAIT = 5.0
"""Seconds to wait after a 429 that names no time: few, since one request costs little and may wait again."""


class Caller(NamedTuple):
    """The party that a server counts requests for.

    Attributes:
        origin: the server's address.
        identity: a digest of the token, or ``""`` for the IP address.
    """

    origin: str
    identity: str


@dataclass(slots=True)
class Budget:
    """Requests left in one class, in the server's time.

    Attributes:
        throttle: the limit and its window.
        remaining: requests left in the window.
        reset: end of the window.
        announced: the server itself has spoken of this budget.
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
        """Begin the window that *now* lies in, if the present one has ended."""
        if now >= self.reset:
            missed = int((now - self.reset) // self.throttle.window) + 1
            self.begin(self.reset + missed * self.throttle.window, self.crossing if missed == 1 else 0)

    def begin(self, reset: float, used: int) -> None:
        """Begin the window ending at *reset*, with *used* requests counted."""
        self.reset, self.remaining = reset, self.throttle.requests - used
        self.next_slot, self.crossing = 0.0, 0

    def wait(self, now: float, pace: float | None) -> float:
        """Return the seconds until a request may be sent; with *pace* the rest is spread over the window."""
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

    def is_announced_by(self, said: RateHeaders) -> bool:
        """Return True if *said* is about the present window of this budget."""
        return self.throttle.requests == said.limit and abs(said.reset - self.reset) <= _CLOCK_ERROR

    def has_window_of(self, said: RateHeaders, now: float) -> bool:
        """Return True if *said* is about another window of this budget: whole windows away, and not in the future.

        Then the known clock offset is wrong.
        """
        away = (said.reset - self.reset + _CLOCK_ERROR) % self.throttle.window
        ahead = said.reset - now <= self.throttle.window + _CLOCK_ERROR
        return self.throttle.requests == said.limit and away <= 2 * _CLOCK_ERROR and ahead


class RateLimiter:
    """The budgets of any number of servers and tokens; one instance may serve a whole process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._budgets: dict[tuple[Caller, str], Budget] = {}
        self._ahead: dict[str, float] = {}
        self._announcing: set[str] = set()
        self._refused: dict[tuple[Caller, str], float] = {}

    def __reduce__(self) -> tuple[object, ...]:
        """Unpickle to the shared limiter of the other process: counts are not transferred."""
        return (shared_limiter, ())

    def reserve(
        self, caller: Caller, call: str, classes: tuple[str, ...], now: float, pace: float | None = None
    ) -> float:
        """Count a request in all its classes, or in none.

        Args:
            caller: the party that the server counts.
            call: method and path of the request.
            classes: as `trunkline.protocol.throttles.classify` gives them.
            now: the local time, seconds since 1970.
            pace: spread requests evenly over the window, this many times as fast as an even pace.

        Returns:
            0 if the request may be sent now and has been counted, otherwise the seconds to wait before asking again.
        """
        with self._lock:
            refused = self._refused.get((caller, call), now) - now
            if refused > 0:
                return refused
            self._refused.pop((caller, call), None)
            now += self._ahead.get(caller.origin, 0.0)
            budgets = [(name, self._budget(caller, name, now)) for name in classes]
            wait = max((b.wait(now, pace) for name, b in budgets if self._binds(caller, name, b, pace)), default=0.0)
            if wait <= 0:
                for _, budget in budgets:
                    budget.take(now, pace)
            return max(wait, 0.0)

    def ahead(self, caller: Caller) -> float:
        """Return the seconds by which the clock of a server is ahead, as far as it is known."""
        with self._lock:
            return self._ahead.get(caller.origin, 0.0)

    def left(self, caller: Caller, classes: tuple[str, ...], now: float) -> tuple[float, float]:
        """Return the share of a limit that is left, and the seconds until it is renewed; 1 and 0 if none is known.

        Args:
            caller: the party that the server counts.
            classes: the classes of a request; the limit with the smallest share counts.
            now: the local time, seconds since 1970.
        """
        with self._lock:
            now += self._ahead.get(caller.origin, 0.0)
            budgets = [(name, self._budget(caller, name, now)) for name in classes]
            binding = [budget for name, budget in budgets if self._binds(caller, name, budget, None)]
            return min(((b.remaining / b.throttle.requests, b.reset - now) for b in binding), default=(1.0, 0.0))

    def observe(
        self,
        caller: Caller,
        call: str,
        classes: tuple[str, ...],
        status: int,
        headers: Mapping[str, str],
        now: float,
        *,
        guess: bool = True,
    ) -> RateHeaders | None:
        """Learn from a response.

        A refusal without the headers of a limit is about this call alone: other software than Mastodon has limits for
        single calls, and says nothing of the others.

        Args:
            caller: the party that the server counts.
            call: method and path of the request.
            classes: the classes of the request.
            status: the HTTP status of the response.
            headers: its header fields, names in lower case.
            now: the local time, seconds since 1970.
            guess: assume a short wait where a refusal names none; a program that waits by itself may ask at once.

        Returns:
            The limit that its headers announce, if they announce one.
        """
        with self._lock:
            local = now
            said = RateHeaders.parse(headers)
            if said is not None and classes:
                self._announcing.add(caller.origin)
                now = self._learn_clock(caller, headers, now)
                self._apply(caller, classes, said, now)
            if status == 429 and (said is None or not classes or "retry-after" in headers):
                asked = requested_wait(headers, local)
                wait = (_UNKNOWN_WAIT if guess else 0.0) if asked is None else asked
                self._refused = {key: until for key, until in self._refused.items() if until > local}
                if wait < LONGEST_WAIT:  # otherwise the program is told, and may ask again
                    self._refused[caller, call] = local + wait
            return said

    def _budget(self, caller: Caller, name: str, now: float) -> Budget:
        budget = self._budgets.get((caller, name))
        if budget is None:
            throttle = THROTTLES[name]
            budget = self._budgets[caller, name] = Budget(throttle, throttle.requests, _window_end(throttle, now))
        budget.roll(now)
        return budget

    def _binds(self, caller: Caller, name: str, budget: Budget, pace: float | None) -> bool:
        """Return True if a budget holds requests back: a server that never announces limits may have none."""
        if name in COUNTED_BY_SERVER:
            return budget.announced
        return budget.announced or caller.origin in self._announcing or bool(pace)

    def _learn_clock(self, caller: Caller, headers: Mapping[str, str], now: float) -> float:
        """Return the time on the server's clock, after learning its offset from the ``Date`` of a response.

        Keep the largest offset seen: latency and rounding only make it smaller. A much smaller one means that a clock
        was corrected.
        """
        from email.utils import parsedate_to_datetime

        known = self._ahead.get(caller.origin)
        try:
            ahead = parsedate_to_datetime(headers["date"]).timestamp() - now
        except (KeyError, ValueError, OverflowError):
            return now + (known or 0.0)
        if known is None or ahead >= known or ahead <= known - _CLOCK_CORRECTED:
            self._ahead[caller.origin] = ahead
            if abs(ahead - (known or 0.0)) > _CLOCK_ERROR:
                self._move_windows(caller, now + ahead)
        return now + self._ahead[caller.origin]

    def _move_windows(self, caller: Caller, now: float) -> None:
        """Move counts to the windows that *now* lies in: the server counted the same requests there."""
        for name in THROTTLES:
            budget = self._budgets.get((caller, name))
            if budget is not None:
                budget.begin(_window_end(budget.throttle, now), budget.throttle.requests - budget.remaining)

    def _apply(self, caller: Caller, classes: tuple[str, ...], said: RateHeaders, now: float) -> None:
        """Apply an announcement to the budget it is about.

        The headers do not name their throttle. It is one with this limit and this reset; of several, the one with the
        fewest requests left, since that is the one that Mastodon announces. A limit that no throttle has (set by the
        server's owner, or another software's) replaces the budget of the first class.
        """
        budgets = [self._budget(caller, name, now) for name in classes]
        present = [budget for budget in budgets if budget.is_announced_by(said)]
        shifted = [budget for budget in budgets if budget.has_window_of(said, now)]
        if present:
            budget = min(present, key=lambda budget: budget.remaining)
        elif shifted:
            budget = shifted[0]
            later = said.reset > budget.reset
            budget.begin(said.reset, budget.crossing if later else budget.throttle.requests - budget.remaining)
        elif said.reset > now and not _is_outdated(said, budgets):
            throttle = Throttle(said.limit, max(int(said.reset - now), 1))
            budget = self._budgets[caller, classes[0]] = Budget(throttle, said.remaining, said.reset)
        else:
            return
        budget.remaining = min(budget.remaining, said.remaining)
        budget.announced = True


def _window_end(throttle: Throttle, now: float) -> float:
    return (now // throttle.window + 1) * throttle.window


def _is_outdated(said: RateHeaders, budgets: list[Budget]) -> bool:
    """Return True if *said* is about a window that has ended: its response was overtaken by a later one."""
    return any(b.throttle.requests == said.limit and said.reset < b.reset for b in budgets)


_shared = RateLimiter()


def shared_limiter() -> RateLimiter:
    """Return the limiter that all clients of this process share unless they are given one of their own."""
    return _shared
