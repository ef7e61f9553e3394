"""Rate limits against a model of Mastodon's throttles."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trunkline.protocol.rate_headers import RateHeaders
from trunkline.protocol.ratelimit import Caller, RateLimiter
from trunkline.protocol.retries import requested_wait
from trunkline.protocol.throttles import THROTTLES, classify

ME = Caller("https://m.example", "token")
CALL = "GET /api/v1/timelines/home"
START = 1_800_000_000.0 + 17
PAGED = "/api/v1/timelines/home?max_id=1"


class Server:
    """Model of Mastodon: counts all throttles of a request, and announces the one with the fewest left."""

    def __init__(self) -> None:
        self.counts: dict[tuple[str, int], int] = {}

    def answer(self, classes: tuple[str, ...], now: float) -> tuple[int, dict[str, str]]:
        states = []
        for name in classes:
            limit, window = THROTTLES[name]
            key = (name, int(now // window))
            self.counts[key] = self.counts.get(key, 0) + 1
            states.append((limit - self.counts[key], limit, (now // window + 1) * window))
        remaining, limit, reset = min(states)
        headers = {
            "x-ratelimit-limit": str(limit),
            "x-ratelimit-remaining": str(max(remaining, 0)),
            "x-ratelimit-reset": datetime.fromtimestamp(reset, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        }
        return (429 if remaining < 0 else 200), headers


def run(
    limiter: RateLimiter, server: Server, requests: list[str], now: float, pace: float | None = None
) -> list[float]:
    """Send requests one after another, waiting as told; return the time of each."""
    sent: list[float] = []
    for target in requests:
        classes = classify("GET", target)
        while wait := limiter.reserve(ME, CALL, classes, now, pace):
            now += wait
        status, headers = server.answer(classes, now)
        assert status == 200, f"429 after {len(sent)} requests"
        limiter.observe(ME, CALL, classes, status, headers, now)
        sent.append(now)
        now += 0.05
    return sent


def test_classes_of_requests() -> None:
    assert classify("GET", "/api/v1/timelines/home") == ("default",)
    assert classify("GET", PAGED) == ("default", "paging")
    assert classify("POST", "/api/v2/media") == ("default", "media")
    assert classify("DELETE", "/api/v1/statuses/1") == ("default", "delete")
    assert classify("POST", "/api/v1/statuses/1/reblog") == ("default", "statuses")
    assert classify("POST", "/api/v1/statuses/1/favourite") == ("default",)
    assert classify("POST", "/api/v1/apps") == ("default", "app_registration")
    assert classify("GET", "/oauth/token") == classify("GET", "/api/v1/streaming/user") == ()


def test_every_throttle_is_reached_and_never_broken() -> None:
    sent = run(RateLimiter(), Server(), [PAGED] * 700, START)
    first_window = [t for t in sent if t // 900 == START // 900]
    assert len(first_window) == 300
    assert sent[300] == pytest.approx((START // 900 + 1) * 900, abs=1)


def test_the_undocumented_paging_class_binds_before_the_default_one() -> None:
    mixed = ["/api/v1/instance"] * 250 + [PAGED] * 290 + ["/api/v1/instance"] * 100 + [PAGED] * 60
    run(RateLimiter(), Server(), mixed, START)


@settings(max_examples=30)
@given(
    st.lists(st.sampled_from(["/api/v1/instance", PAGED, "/api/v1/accounts/1"]), min_size=250, max_size=700),
    st.integers(0, 100_000),
)
def test_no_mix_of_requests_meets_a_429(requests: list[str], offset: int) -> None:
    run(RateLimiter(), Server(), requests, START + offset)


def test_many_at_once_are_counted_before_they_are_answered() -> None:
    limiter, server = RateLimiter(), Server()
    run(limiter, server, ["/api/v1/instance"] * 10, START)
    admitted = sum(limiter.reserve(ME, CALL, ("default",), START + 1) == 0 for _ in range(1000))
    assert admitted == 290


def test_pace_spreads_over_the_window() -> None:
    sent = run(RateLimiter(), Server(), ["/api/v1/instance"] * 250, START, pace=1.0)
    gaps = [b - a for a, b in pairwise(sent)]
    assert max(gaps) < 5
    assert sent[-1] - sent[0] > 200


def test_a_server_that_never_speaks_of_limits_is_not_held_to_any() -> None:
    limiter = RateLimiter()
    for _ in range(1000):
        assert limiter.reserve(ME, CALL, ("default",), START) == 0
        limiter.observe(ME, CALL, ("default",), 200, {}, START)


def test_a_bare_429_waits_as_told() -> None:
    limiter = RateLimiter()
    limiter.observe(ME, CALL, ("default",), 429, {"retry-after": "17"}, START)
    assert limiter.reserve(ME, CALL, ("default",), START) == pytest.approx(17)
    assert limiter.reserve(ME, CALL, ("default",), START + 17) == 0


def test_budgets_are_apart() -> None:
    limiter = RateLimiter()
    limiter.observe(ME, CALL, ("default",), 429, {"retry-after": "60"}, START)
    assert limiter.reserve(Caller(ME.origin, "other"), CALL, ("default",), START) == 0
    assert limiter.reserve(Caller("https://n.example", "token"), CALL, ("default",), START) == 0
    assert limiter.reserve(ME, CALL, ("default",), START) > 0


def test_limits_of_another_software_are_believed() -> None:
    limiter = RateLimiter()
    headers = {"x-ratelimit-limit": "50", "x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(START + 40))}
    limiter.observe(ME, CALL, ("default",), 200, headers, START)
    assert limiter.reserve(ME, CALL, ("default",), START) == pytest.approx(40, abs=1)


def test_a_server_with_a_wrong_clock() -> None:
    limiter, ahead = RateLimiter(), 3600.0
    headers = {
        "x-ratelimit-limit": "300",
        "x-ratelimit-remaining": "0",
        "x-ratelimit-reset": datetime.fromtimestamp(((START + ahead) // 300 + 1) * 300, UTC).isoformat(),
        "date": datetime.fromtimestamp(START + ahead, UTC).strftime("%a, %d %b %Y %H:%M:%S GMT"),
    }
    limiter.observe(ME, CALL, ("default",), 200, headers, START)
    assert 0 < limiter.reserve(ME, CALL, ("default",), START) <= 301


@pytest.mark.parametrize("reset", ["2026-01-01T00:05:00.000000Z", "1767225900"])
def test_both_ways_to_write_the_reset(reset: str) -> None:
    said = RateHeaders.parse({"x-ratelimit-limit": "300", "x-ratelimit-remaining": "1", "x-ratelimit-reset": reset})
    assert said == RateHeaders(300, 1, 1767225900.0)


@pytest.mark.parametrize("value", ["", "soon", "2026"])
def test_senseless_headers_are_ignored(value: str) -> None:
    headers = {"x-ratelimit-limit": "x", "x-ratelimit-remaining": "1", "x-ratelimit-reset": value}
    assert RateHeaders.parse(headers) is None


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 19, "-1", "²", "1e3", "nan", "", "1_000"])
def test_numbers_that_make_no_sense(number: str) -> None:
    fields = {"x-ratelimit-limit": "300", "x-ratelimit-remaining": "1", "x-ratelimit-reset": "1767225900"}
    assert RateHeaders.parse(fields)
    for name in ("x-ratelimit-limit", "x-ratelimit-remaining"):
        assert RateHeaders.parse({**fields, name: number}) is None


@pytest.mark.parametrize(
    "reset", ["inf", "nan", "1e300", "-5", "9" * 5000, "0001-01-01T00:00:00", "9999-12-31T23:59:59-23:59"]
)
def test_resets_that_make_no_sense(reset: str) -> None:
    assert (
        RateHeaders.parse({"x-ratelimit-limit": "3", "x-ratelimit-remaining": "1", "x-ratelimit-reset": reset}) is None
    )


@pytest.mark.parametrize(
    "date", ["Fri, 31 Dec 9999 23:59:59 -2359", "Mon, 01 Jan 0001 00:00:00 -0000", "9" * 5000, "nonsense"]
)
def test_any_date_is_read(date: str) -> None:
    limiter, caller = RateLimiter(), Caller("https://a.example", "token")
    for headers in ({"date": date}, {"date": date, "retry-after": date}):
        limiter._learn_clock(caller, headers, 1767225900.0)
        requested_wait(headers, 1767225900.0)
