"""Rate limits of servers with other clocks, and of requests in flight at the end of a window."""

from __future__ import annotations

import heapq
from collections import Counter
from datetime import UTC, datetime
from email.utils import formatdate
from typing import Any

import pytest

from trunkline.protocol.ratelimit import Caller, RateLimiter
from trunkline.protocol.throttles import THROTTLES

ME = Caller("https://m.example", "")
CALL = "GET /api/v1/timelines/home"
PAGED = ("default", "paging")
BOUNDARY = 2_000_000 * 900.0
TRAVEL = 0.06


class Server:
    """Model of Mastodon with a clock of its own."""

    def __init__(self, skew: float) -> None:
        self.skew = skew
        self.counts: Counter[tuple[str, int]] = Counter()
        self.refused = 0

    def answer(self, now: float) -> tuple[int, dict[str, str]]:
        now += self.skew
        states = []
        for name in PAGED:
            limit, window = THROTTLES[name]
            self.counts[name, int(now) // window] += 1
            states.append((limit - self.counts[name, int(now) // window], limit, window))
        remaining, limit, window = min(states, key=lambda state: state[0])
        self.refused += remaining < 0
        reset = datetime.fromtimestamp(now + window - int(now) % window, UTC)
        return 200 if remaining >= 0 else 429, {
            "x-ratelimit-limit": str(limit),
            "x-ratelimit-remaining": str(max(remaining, 0)),
            "x-ratelimit-reset": reset.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "date": formatdate(int(now), usegmt=True),
        }


def read_on(server: Server, begin: float, end: float, readers: int, pace: float | None) -> None:
    """Let *readers* tasks read pages as fast as one limiter allows; requests and responses take time."""
    limiter = RateLimiter()
    events: list[tuple[float, int, str, Any]] = [
        (begin + number / 100, number, "ask", (0, {})) for number in range(readers)
    ]
    while events[0][0] < end:
        following: tuple[float, int, str, Any]
        now, reader, event, answer = heapq.heappop(events)
        if event == "ask":
            wait = limiter.reserve(ME, CALL, PAGED, now, pace)
            following = (now + wait, reader, "ask", answer) if wait else (now + TRAVEL, reader, "arrive", answer)
        elif event == "arrive":
            following = now + TRAVEL, reader, "return", server.answer(now)
        else:
            status, headers = answer
            limiter.observe(ME, CALL, PAGED, status, headers, now)
            following = now + 0.01, reader, "ask", answer
        heapq.heappush(events, following)


@pytest.mark.parametrize("skew", [0.0, 0.3, -0.3, 1.9, -1.9, 60.0, -60.0, 7200.4])
@pytest.mark.parametrize("pace", [None, 1.1, 10.0])
@pytest.mark.parametrize("readers", [1, 4])
def test_no_429_and_the_whole_limit_whatever_the_server_takes_for_the_time(
    skew: float, pace: float | None, readers: int
) -> None:
    server = Server(skew)
    read_on(server, BOUNDARY - 100 - skew, BOUNDARY + 1805 - skew, readers, pace)
    assert server.refused == 0
    whole = [server.counts["paging", int(BOUNDARY) // 900 + number] for number in range(2)]
    assert min(whole) > 0.95 * 300


def test_a_request_of_a_windows_last_moment_counts_in_the_next_one_too() -> None:
    limiter = RateLimiter()
    assert limiter.reserve(ME, CALL, PAGED, BOUNDARY - 0.1, 1.0) == 0
    admitted = sum(limiter.reserve(ME, CALL, PAGED, BOUNDARY + 0.1 + number, 1e6) == 0 for number in range(299))
    assert admitted == 299
    assert limiter.reserve(ME, CALL, PAGED, BOUNDARY + 299.5, 1e6) > 0


def test_a_window_that_the_server_has_begun_early_is_believed() -> None:
    limiter = RateLimiter()
    for number in range(300):
        assert limiter.reserve(ME, CALL, ("default",), BOUNDARY - 100 + number / 10) == 0
    headers = {
        "x-ratelimit-limit": "300",
        "x-ratelimit-remaining": "40",
        "x-ratelimit-reset": str(BOUNDARY + 300),
    }
    limiter.observe(ME, CALL, ("default",), 200, headers, BOUNDARY - 1)
    admitted = sum(limiter.reserve(ME, CALL, ("default",), BOUNDARY - 0.5) == 0 for _ in range(100))
    assert admitted == 40


def test_an_even_pace_goes_on_when_the_servers_clock_proves_to_be_slow() -> None:
    limiter, server = RateLimiter(), Server(-40)
    assert limiter.reserve(ME, CALL, PAGED, BOUNDARY + 60, 1.1) == 0
    limiter.observe(ME, CALL, PAGED, *server.answer(BOUNDARY + 60), BOUNDARY + 60.1)
    assert limiter.reserve(ME, CALL, PAGED, BOUNDARY + 63, 1.1) == 0


def test_a_clock_that_is_put_right_is_followed() -> None:
    limiter = RateLimiter()

    def answered(now: float, skew: float, left: int) -> None:
        headers = {
            "x-ratelimit-limit": "300",
            "x-ratelimit-remaining": str(left),
            "x-ratelimit-reset": str((int(now + skew) // 300 + 1) * 300),
            "date": formatdate(now + skew, usegmt=True),
        }
        limiter.observe(ME, CALL, ("default",), 200, headers, now)

    answered(BOUNDARY + 10, 3600 + 200, 299)
    answered(BOUNDARY + 20, 0, 0)
    assert limiter.reserve(ME, CALL, ("default",), BOUNDARY + 30) == pytest.approx(270, abs=1)
