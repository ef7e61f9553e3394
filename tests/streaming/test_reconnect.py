"""Decisions after a failure."""

from __future__ import annotations

import pytest

from trunkline.errors import (
    MastodonError,
    MastodonForbiddenError,
    MastodonIllegalArgumentError,
    MastodonNetworkError,
    MastodonRatelimitError,
    MastodonReadTimeout,
    MastodonUnauthorizedError,
)
from trunkline.streaming.recovery.reconnect import Failed, Reconnect, ReconnectPolicy
from trunkline.streaming.wires.error_kinds import wait_of
from trunkline.streaming.wires.failures import denied, refused, unreachable

NETWORK = MastodonNetworkError("gone")
NOON = 1_800_000_000.0
NOON_TEXT = "Fri, 15 Jan 2027 08:00:00 GMT"


def one() -> float:
    return 1.0


def machine(*wires: str, **settings: float) -> Reconnect:
    return Reconnect(ReconnectPolicy(random=one, **settings), wires or ("websocket", "sse"))  # type: ignore[arg-type]


def test_waits_double_up_to_the_longest() -> None:
    reconnect = machine(base=1.0, longest=20.0)
    assert [reconnect.failed(NETWORK, 0, NOON).wait for _ in range(7)] == [1, 2, 4, 8, 16, 20, 20]


def test_waits_stay_finite_after_years() -> None:
    policy = ReconnectPolicy(random=one)
    assert policy.delay(100_000) == 60.0


def test_a_random_part_of_the_wait_is_used() -> None:
    policy = ReconnectPolicy(base=8.0, random=iter([0.0, 0.25, 0.999]).__next__)
    assert [policy.delay(1), policy.delay(1), policy.delay(1)] == [0.0, 2.0, pytest.approx(7.992)]


def test_a_connection_that_lasted_makes_the_failures_before_it_forgotten() -> None:
    reconnect = machine(base=1.0, stable=10.0)
    waits = [reconnect.failed(NETWORK, 0, NOON).wait for _ in range(3)]
    reconnect.connected(100.0)
    waits.append(reconnect.failed(NETWORK, 105.0, NOON).wait)
    reconnect.connected(200.0)
    waits.append(reconnect.failed(NETWORK, 210.0, NOON).wait)
    assert waits == [1, 2, 4, 8, 1]


@pytest.mark.parametrize("status", [401, 403])
def test_a_token_that_is_not_accepted_is_final(status: int) -> None:
    error = refused(status, "", {}, b'{"error":"no"}')
    reconnect = machine()
    reconnect.connected(0)
    with pytest.raises((MastodonUnauthorizedError, MastodonForbiddenError), match="no"):
        reconnect.failed(error, 1000.0, NOON)


def test_wrong_arguments_are_final() -> None:
    with pytest.raises(MastodonIllegalArgumentError):
        machine().failed(MastodonIllegalArgumentError("no"), 0, NOON)


@pytest.mark.parametrize(
    "error",
    [
        NETWORK,
        MastodonReadTimeout("silence"),
        unreachable("https://a.example", TimeoutError()),
        *(refused(status, "", {}, b"") for status in (408, 425, 429, 500, 502, 503, 504, 520)),
    ],
)
def test_what_passes_is_tried_again(error: MastodonError) -> None:
    failed = machine().failed(error, 0, NOON)
    assert isinstance(failed, Failed)
    assert failed.wait >= 1.0


def test_attempts_can_be_bounded() -> None:
    reconnect = machine(attempts=2)
    reconnect.failed(NETWORK, 0, NOON)
    reconnect.failed(NETWORK, 0, NOON)
    with pytest.raises(MastodonNetworkError, match="gone"):
        reconnect.failed(NETWORK, 0, NOON)


@pytest.mark.parametrize("error", [refused(s, "", {}, b"") for s in (200, 301, 400, 404, 405, 406, 426, 501)])
def test_a_server_without_this_wire_is_asked_for_the_other_at_once(error: MastodonError) -> None:
    reconnect = machine()
    assert reconnect.failed(error, 0, NOON).wait == 0.0
    assert reconnect.wire == "sse"
    with pytest.raises(type(error)):
        reconnect.failed(error, 0, NOON)


ALL = ("websocket", "websockets", "sse")
GUEST = refused(401, "", {}, b'{"error":"Who are you?"}')


def test_a_token_that_was_perhaps_not_read_is_sent_in_another_form_once() -> None:
    reconnect = machine(*ALL)
    assert reconnect.failed(GUEST, 0, NOON).wait == 0.0
    assert reconnect.wire == "websockets"
    with pytest.raises(MastodonUnauthorizedError):
        reconnect.failed(GUEST, 0, NOON)


def test_mastodon_says_that_it_has_read_the_token() -> None:
    with pytest.raises(MastodonUnauthorizedError, match="Invalid access token"):
        machine(*ALL).failed(refused(401, "", {"X-Error-Message": "Invalid access token"}, b""), 0, NOON)


def test_a_token_that_was_read_before_is_not_sent_in_another_form() -> None:
    reconnect = machine(*ALL)
    reconnect.connected(0)
    with pytest.raises(MastodonUnauthorizedError):
        reconnect.failed(GUEST, 1, NOON)


def test_a_refused_token_is_told_rather_than_a_missing_wire() -> None:
    reconnect = machine(*ALL)
    reconnect.failed(GUEST, 0, NOON)
    reconnect.failed(refused(404, "", {}, b""), 0, NOON)
    with pytest.raises(MastodonUnauthorizedError):
        reconnect.failed(refused(404, "", {}, b""), 0, NOON)
    assert not reconnect.lacks_streams


def test_a_server_that_lacks_all_wires_has_no_streams() -> None:
    reconnect = machine(*ALL, attempts=0)
    for _ in ALL[1:]:
        assert reconnect.failed(refused(404, "", {}, b""), 0, NOON).wait == 0.0
        assert not reconnect.lacks_streams
    with pytest.raises(MastodonError, match="404"):
        reconnect.failed(refused(404, "", {}, b""), 0, NOON)
    assert reconnect.lacks_streams


def test_websockets_with_one_stream_each_can_come_first() -> None:
    reconnect = machine("sse", "websocket", "websockets")
    reconnect.prefer_separate()
    wires = [reconnect.wire]
    reconnect.failed(refused(404, "", {}, b""), 0, NOON)
    wires.append(reconnect.wire)
    reconnect.prefer_separate()
    assert [*wires, reconnect.wire] == ["sse", "websockets", "websockets"]
    alone = machine("sse")
    alone.prefer_separate()
    assert alone.wire == "sse"


def test_a_chosen_wire_that_is_missing_is_an_error() -> None:
    with pytest.raises(MastodonError, match="404"):
        machine("sse").failed(refused(404, "", {}, b""), 0, NOON)


def test_not_found_passes_when_there_has_been_a_connection() -> None:
    reconnect = machine("sse")
    reconnect.connected(0)
    assert reconnect.failed(refused(404, "", {}, b""), 1, NOON).wait == 1.0


def test_the_other_wire_is_tried_after_three_failures() -> None:
    reconnect = machine()
    wires = []
    for _ in range(7):
        wires.append(reconnect.wire)
        reconnect.failed(NETWORK, 0, NOON)
    assert wires == ["websocket"] * 3 + ["sse"] * 3 + ["websocket"]


def test_a_wire_that_works_but_breaks_is_kept() -> None:
    reconnect = machine()
    for _ in range(7):
        reconnect.connected(0)
        reconnect.failed(NETWORK, 1, NOON)
    assert reconnect.wire == "websocket"


@pytest.mark.parametrize(
    ("status", "headers", "wait"),
    [
        (429, {"Retry-After": "17"}, 17.0),
        (503, {"Retry-After": "120"}, 120.0),
        (429, {"Retry-After": "Fri, 15 Jan 2027 08:00:30 GMT", "Date": NOON_TEXT}, 30.0),
        (429, {"Retry-After": "soon"}, 60.0),
        (429, {}, 60.0),
        (503, {}, 0.0),
        (
            429,
            {
                "X-RateLimit-Limit": "300",
                "X-RateLimit-Remaining": "0",
                "X-RateLimit-Reset": "2027-01-15T08:04:00Z",
                "Date": NOON_TEXT,
            },
            240.0,
        ),
    ],
)
def test_a_server_that_asks_to_wait_is_obeyed(status: int, headers: dict[str, str], wait: float) -> None:
    error = refused(status, "", headers, b"")
    assert wait_of(error, NOON - 5000 if "Date" in headers else NOON) == wait
    assert machine().failed(error, 0, NOON).wait >= wait


def test_an_own_rate_limit_is_waited_for() -> None:
    error = MastodonRatelimitError("used up")
    error.retry_after = 33.0
    assert wait_of(error, NOON) == 33.0


def test_a_refused_stream_is_an_error_with_what_the_server_says() -> None:
    assert "does not have the required scopes" in str(denied(401, "Access token does not have the required scopes"))
    assert isinstance(denied(401, "no"), MastodonUnauthorizedError)
