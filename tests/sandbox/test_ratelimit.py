"""Rate limits: windows, throttles, headers and refusals."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx2
import pytest
from starlette.applications import Starlette

from trunkline.sandbox import Sandbox
from trunkline.sandbox.http.ratelimit import RateLimitMiddleware, ThrottleCounters
from trunkline.sandbox.http.throttles import THROTTLES, RequestThrottle, ThrottledRequest
from trunkline.sandbox.store.database import Store

NOON = datetime(2026, 3, 1, 12, 0, 0, 250_000, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.time = NOON

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sandbox(clock: Clock) -> Iterator[Sandbox]:
    with Sandbox(size=30, clock=clock) as running:
        yield running


def client_of(sandbox: Sandbox, name: str | None) -> httpx2.Client:
    headers = {} if name is None else {"Authorization": f"Bearer {sandbox.token_for(name)}"}
    return httpx2.Client(base_url=sandbox.url, headers=headers, timeout=10)


def budget(response: httpx2.Response) -> tuple[int, int, str]:
    names = ("x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset")
    limit, remaining, reset = (response.headers[name] for name in names)
    return int(limit), int(remaining), reset


def test_headers(sandbox: Sandbox, clock: Clock) -> None:
    with client_of(sandbox, "alice") as alice:
        assert budget(alice.get("/api/v1/preferences")) == (300, 299, "2026-03-01T12:05:00.250000Z")
        clock.time += timedelta(minutes=3, seconds=7)
        assert budget(alice.get("/api/v1/preferences")) == (300, 298, "2026-03-01T12:05:00.250000Z")
        clock.time = NOON.replace(minute=5, microsecond=0)
        assert budget(alice.get("/api/v1/preferences")) == (300, 299, "2026-03-01T12:10:00.000000Z")


def test_a_token_in_the_query_counts_for_its_owner(sandbox: Sandbox) -> None:
    query = {"access_token": sandbox.token_for("alice")}
    assert budget(httpx2.get(f"{sandbox.url}/api/v1/preferences", params=query))[1] == 299
    with client_of(sandbox, "alice") as alice:
        assert budget(alice.get("/api/v1/preferences"))[1] == 298


def test_errors_have_headers_too(sandbox: Sandbox) -> None:
    response = httpx2.get(f"{sandbox.url}/api/v1/preferences")
    assert response.status_code == 401
    assert budget(response)[:2] == (300, 299)


def test_pages_outside_the_api_have_none(sandbox: Sandbox) -> None:
    for path in ("/health", "/.well-known/nodeinfo", "/avatars/original/missing.png"):
        assert "x-ratelimit-limit" not in httpx2.get(sandbox.url + path).headers


@pytest.mark.soak
def test_refusal_and_the_next_window(sandbox: Sandbox, clock: Clock) -> None:
    with client_of(sandbox, "alice") as alice, client_of(sandbox, "bob") as bob:
        for _ in range(300):
            last = alice.get("/api/v1/preferences")
        assert (last.status_code, budget(last)[1]) == (200, 0)
        refused = alice.get("/api/v1/preferences")
        assert (refused.status_code, refused.json()) == (429, {"error": "Too many requests"})
        assert budget(refused) == (300, 0, "2026-03-01T12:05:00.250000Z")
        assert "retry-after" not in refused.headers
        assert bob.get("/api/v1/preferences").status_code == 200
        clock.time += timedelta(minutes=5)
        assert alice.get("/api/v1/preferences").status_code == 200


def test_the_tightest_budget_is_told() -> None:
    clock = Clock()
    store = Store(clock=clock)
    app = RateLimitMiddleware(Starlette(), store, ThrottleCounters())
    transport = httpx2.ASGITransport(app=app)

    async def calls() -> list[tuple[int, int, str]]:
        async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
            found = [budget(await client.get("/api/x"))]
            clock.time = NOON.replace(minute=5)
            found += [budget(await client.get("/api/x", params={"max_id": "1"})) for _ in range(2)]
            clock.time = NOON.replace(minute=10)
            return [*found, budget(await client.get("/api/x", params={"since_id": "1"}))]

    assert asyncio.run(calls()) == [
        (300, 299, "2026-03-01T12:05:00.250000Z"),
        (300, 299, "2026-03-01T12:10:00.250000Z"),
        (300, 298, "2026-03-01T12:10:00.250000Z"),
        # A new window for everything else, but the third page within a quarter of an hour.
        (300, 297, "2026-03-01T12:15:00.250000Z"),
    ]
    store.close()


def test_deletions_and_media(sandbox: Sandbox) -> None:
    with client_of(sandbox, "alice") as alice:
        status = alice.post("/api/v1/statuses", data={"status": "short-lived"}).json()
        assert budget(alice.delete(f"/api/v1/statuses/{status['id']}"))[:2] == (30, 29)
        for _ in range(29):
            assert alice.delete("/api/v1/statuses/1").status_code == 404
        assert alice.delete("/api/v1/statuses/1").status_code == 429
        assert alice.get("/api/v1/preferences").status_code == 200
        assert budget(alice.post("/api/v2/media"))[:2] == (30, 29)


def test_registering_apps(sandbox: Sandbox) -> None:
    data = {"client_name": "x", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob"}
    answers = [httpx2.post(f"{sandbox.url}/api/v1/apps", data=data) for _ in range(6)]
    assert [one.status_code for one in answers] == [200] * 5 + [429]
    assert budget(answers[0]) == (5, 4, "2026-03-01T12:10:00.250000Z")


def test_new_statuses_are_counted_not_calls(sandbox: Sandbox, clock: Clock) -> None:
    with client_of(sandbox, "alice") as alice:
        for _ in range(3):
            same = alice.post("/api/v1/statuses", data={"status": "once"}, headers={"Idempotency-Key": "k"})
        assert budget(same)[1] == 297  # three calls with the token
        clock.time += timedelta(minutes=5)
        again = alice.post("/api/v1/statuses", data={"status": "once"}, headers={"Idempotency-Key": "k"})
        assert budget(again)[:2] == (300, 299)  # one status, and one call in the new window


def test_family_is_told_when_it_is_the_tightest(sandbox: Sandbox, clock: Clock) -> None:
    with client_of(sandbox, "alice") as alice:
        for number in range(2):
            alice.post("/api/v1/statuses", data={"status": f"number {number}"})
        clock.time += timedelta(minutes=5)
        third = alice.post("/api/v1/statuses", data={"status": "number 3"})
        assert budget(third) == (300, 297, "2026-03-01T15:00:00.250000Z")
        newest = third.json()["id"]
        clock.time += timedelta(minutes=5)
        assert budget(alice.put(f"/api/v1/statuses/{newest}", data={"status": "edited"}))[1] == 297
        clock.time += timedelta(minutes=5)
        empty = alice.post("/api/v1/statuses", data={"status": ""})
        assert (empty.status_code, budget(empty)[1]) == (422, 297)


def test_families_refuse() -> None:
    clock = Clock()
    with Sandbox(size=30, clock=clock, rate_limits=0.01) as strict, client_of(strict, "alice") as alice:
        for number in range(3):
            assert alice.post("/api/v1/statuses", data={"status": f"{number}"}).status_code == 200
            clock.time += timedelta(minutes=5)
        refused = alice.post("/api/v1/statuses", data={"status": "4"})
        assert (refused.status_code, refused.json()) == (429, {"error": "Too many requests"})
        assert budget(refused)[:2] == (3, 0)
        clock.time += timedelta(minutes=5)
        followed = alice.post("/api/v1/tags/new/follow")
        assert budget(followed)[:2] == (3, 2)


def test_switched_off() -> None:
    with Sandbox(size=0, rate_limits=None) as free:
        assert "x-ratelimit-limit" not in httpx2.get(f"{free.url}/api/v1/instance/peers").headers


@pytest.mark.parametrize("factor", [0, -1.0])
def test_factor_must_be_positive(factor: float) -> None:
    with pytest.raises(ValueError, match="rate_limits"):
        Sandbox(rate_limits=factor)


@pytest.mark.parametrize(
    ("call", "names"),
    [
        (ThrottledRequest("GET", "/api/v1/x", "ip", account_id=1, token_id=2), {"authenticated_api", "per_token_api"}),
        (ThrottledRequest("GET", "/api/v1/x", "ip", token_id=2), {"per_token_api", "unauthenticated_api"}),
        (
            ThrottledRequest("POST", "/api/v2/media", "ip", account_id=1, token_id=2),
            {"authenticated_api", "per_token_api", "api_media"},
        ),
        (
            ThrottledRequest("POST", "/api/v1/statuses/5/unreblog", "ip", account_id=1, token_id=2),
            {"authenticated_api", "per_token_api", "api_delete"},
        ),
        (
            ThrottledRequest("POST", "/api/v1/accounts", "ip", token_id=2),
            {"per_token_api", "unauthenticated_api", "api_sign_up"},
        ),
        (ThrottledRequest("POST", "/auth/sign_in", "ip"), {"login_attempts/ip"}),
        (ThrottledRequest("GET", "/oauth/authorize", "ip"), set()),
        (ThrottledRequest("GET", "/@alice", "ip", paging=True), {"unauthenticated_paging"}),
    ],
)
def test_which_throttles_count(call: ThrottledRequest, names: set[str]) -> None:
    assert {throttle.name for throttle in THROTTLES if throttle.key(call) is not None} == names


def test_counters_forget_old_windows() -> None:
    counters = ThrottleCounters(1.0)
    throttle = RequestThrottle("x", 10, 60, lambda call: call.ip)
    for number in range(10_001):
        counters.add(throttle, f"ip {number}", NOON)
    later = NOON + timedelta(minutes=1)
    assert counters.add(throttle, "ip 0", later).remaining == 9
    assert counters.add(throttle, "ip 0", later).remaining == 8
