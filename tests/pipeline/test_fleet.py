"""Clients of many servers use what the servers allow, and never all of it at once."""

from __future__ import annotations

from itertools import pairwise

import pytest

pytest.importorskip("aiohttp")

from trunkline.pipeline.crawling.fleet import MANY, Fleet
from trunkline.pipeline.crawling.sites import Site
from trunkline.pipeline.watch import Watch
from trunkline.protocol.ratelimit import RateLimiter
from trunkline.protocol.throttles import THROTTLES

WINDOW = THROTTLES["paging"].window
BEGIN = 2_000_000.0 * WINDOW


def sent(pages: int) -> list[float]:
    """The seconds after a window has begun at which the pages of one of many servers are asked for, by its limits."""
    fleet = Fleet([Site(f"https://{number}.example") for number in range(MANY + 1)], Watch(), isolated=True)
    state = fleet.start(lambda instance: {})[0].client.state
    assert state.ratelimit_method == "pace"
    limiter, now, times = RateLimiter(), BEGIN, list[float]()
    caller, pace = state.caller(anonymous=True), state.ratelimit_pacefactor
    for _ in range(pages):
        while wait := limiter.reserve(caller, "GET", ("default", "paging"), now, pace):
            now += wait
        times.append(now - BEGIN)
        now += 0.1
    return times


def test_short_lists_of_many_servers_take_seconds() -> None:
    assert sent(30)[-1] < 15


def test_long_lists_get_the_whole_limit_of_a_window_and_the_server_is_never_without_requests() -> None:
    times = sent(THROTTLES["paging"].requests)
    assert times[int(0.98 * len(times))] < WINDOW / 2
    assert max(later - sooner for sooner, later in pairwise(times)) < WINDOW / 5
    assert times[-1] < WINDOW
