"""Retries, redirects, refresh and errors, stepped through by hand: no network, no clock."""

import pytest
from tests.client.flows import OK, TOKEN, client_state, json_answer, play

from trunkline import (
    MastodonAPIError,
    MastodonBadGatewayError,
    MastodonForbiddenError,
    MastodonGoneError,
    MastodonMalformedResponseError,
    MastodonNetworkError,
    MastodonNotFoundError,
    MastodonRatelimitError,
    MastodonServerError,
    MastodonServiceUnavailableError,
    MastodonUnauthorizedError,
    MastodonUnprocessableError,
    MastodonVersionError,
)
from trunkline.entities import Status
from trunkline.protocol.policy import expand
from trunkline.protocol.request import Facts, Flow, Request, Send, send
from trunkline.response import Response

GET = Request("GET", "/api/v1/statuses/1", Status)
POST = Request("POST", "/api/v1/statuses", Status, form={"status": "hi"})


def failure(*, sent: bool) -> MastodonNetworkError:
    error = MastodonNetworkError("connection failed")
    error.sent = sent
    return error


def test_a_request_carries_what_it_should() -> None:
    state = client_state(user_agent="bot/1", language="de")
    (http,) = play(send(POST), state, OK).sent
    assert (http.method, http.url, http.form) == (
        "POST",
        "https://m.example/api/v1/statuses?lang=de",
        [("status", "hi")],
    )
    assert http.headers["Authorization"] == f"Bearer {TOKEN}"
    assert (http.headers["User-Agent"], http.headers["Accept-Language"]) == ("bot/1", "de")
    assert TOKEN not in repr(http) + repr(state) + repr(Send(http))


@pytest.mark.parametrize("status", [502, 503, 504])
def test_transient_errors_are_retried_with_backoff(status: int) -> None:
    outcome = play(send(GET), client_state(), json_answer({}, status), json_answer({}, status), OK)
    assert outcome.result.id == "1"
    assert outcome.slept == [0.25, 0.5]


def test_retries_end() -> None:
    with pytest.raises(MastodonBadGatewayError, match=r"GET /api/v1/statuses/1 failed with 502.*try again later"):
        play(send(GET), client_state(), *[json_answer({}, 502)] * 3)


def test_a_post_is_not_sent_twice_when_it_may_have_arrived() -> None:
    with pytest.raises(MastodonNetworkError):
        play(send(POST), client_state(), failure(sent=True))
    with pytest.raises(MastodonServerError):
        play(send(POST), client_state(), json_answer({}, 503))


def test_a_post_is_sent_again_when_it_never_left_or_carries_a_key() -> None:
    assert len(play(send(POST), client_state(), failure(sent=False), OK).sent) == 2
    keyed = Request("POST", "/api/v1/statuses", Status, form={"status": "hi"}, headers={"Idempotency-Key": "k"})
    assert len(play(send(keyed), client_state(), failure(sent=True), OK).sent) == 2


def test_a_500_is_not_retried() -> None:
    with pytest.raises(MastodonServerError):
        play(send(GET), client_state(), json_answer({"error": "boom"}, 500))


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, MastodonAPIError),
        (401, MastodonUnauthorizedError),
        (403, MastodonForbiddenError),
        (404, MastodonNotFoundError),
        (410, MastodonGoneError),
        (418, MastodonAPIError),
        (422, MastodonUnprocessableError),
        (599, MastodonServerError),
    ],
)
def test_each_status_has_its_error(status: int, kind: type[MastodonAPIError]) -> None:
    with pytest.raises(kind) as caught:
        play(send(GET), client_state(), json_answer({"error": "Said the server"}, status))
    error = caught.value
    assert type(error) is kind
    assert (error.method, error.path, error.status) == ("GET", "/api/v1/statuses/1", status)
    assert error.server_message == "Said the server"
    assert error.args == ("Mastodon API returned error", status, "Reason", "Said the server")
    assert error.response is not None
    assert TOKEN not in str(error) + repr(error) + repr(error.response)


def test_an_html_error_page_is_no_message() -> None:
    page = Response(502, "Bad Gateway", {"content-type": "text/html"}, b"<html>" + b"x" * 10000)
    with pytest.raises(MastodonBadGatewayError) as caught:
        play(send(GET), client_state(), page, page, page)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("body", "media", "says"),
    [
        (b"", "application/json", "empty"),
        (b"   \n", "application/json", "empty"),
        (b"<!doctype html>", "text/html; charset=utf-8", "HTML"),
        (b'{"id": "1', "application/json", "only a part"),
        (b"\xff\xfe", "application/json", "not JSON"),
        (b"[]", "application/json", "Expected a JSON object, got list"),
        (b"null", "application/json", "Expected a JSON object"),
    ],
)
def test_malformed_answers_are_clear_errors(body: bytes, media: str, says: str) -> None:
    with pytest.raises(MastodonMalformedResponseError, match=says):
        play(send(GET), client_state(), Response(200, "OK", {"content-type": media}, body))


def test_429_waits_for_the_reset_and_tries_again() -> None:
    limited = json_answer(
        {"error": "Too many requests"}, 429,
        x_ratelimit_limit="300", x_ratelimit_remaining="0", x_ratelimit_reset="1800000300",
    )  # fmt: skip
    outcome = play(send(POST), client_state(), limited, OK)
    assert outcome.slept == [300.0]


def test_429_without_end() -> None:
    """A server that always refuses, and never asks for a wait, is not asked for ever."""
    limited = [json_answer({"error": "Too many requests"}, 429, retry_after="0")] * 10
    with pytest.raises(MastodonRatelimitError, match="429"):
        play(send(GET), client_state(), *limited)


def test_429_is_thrown_when_asked_to() -> None:
    state = client_state(ratelimit_method="throw")
    limited = json_answer({"error": "Too many requests"}, 429, retry_after="60")
    with pytest.raises(MastodonRatelimitError, match="429") as caught:
        play(send(GET), state, limited)
    assert caught.value.retry_after == 60
    with pytest.raises(MastodonRatelimitError, match="renewed in 60 s"):
        play(send(GET), state)


@pytest.mark.parametrize("path", ["/oauth/token", "/.well-known/nodeinfo"])
def test_a_429_that_no_known_throttle_counts_waits_as_told_but_not_for_ever(path: str) -> None:
    limited = json_answer({"error": "Too many requests"}, 429, retry_after="60")
    outcome = play(send(Request("POST", path, Status)), client_state(), limited, limited, OK)
    assert outcome.slept == [60, 60]
    with pytest.raises(MastodonRatelimitError):
        play(send(Request("POST", path, Status)), client_state(), *[limited] * 10)


def test_a_429_of_another_server_is_its_own() -> None:
    state = client_state()
    limited = json_answer({"error": "Too many requests"}, 429, retry_after="86000")
    moved = Response(302, "Found", {"location": "https://evil.example/x"}, b"")
    with pytest.raises(MastodonRatelimitError):
        play(send(GET), state, moved, *[limited] * 10)
    assert play(send(GET), state, OK).slept == []


@pytest.mark.parametrize("path", ["/oauth/token", "/.well-known/nodeinfo", "/api/v1/statuses/1"])
def test_a_429_that_asks_for_more_than_a_day_is_an_error_at_once(path: str) -> None:
    state = client_state()
    reset = json_answer(
        {}, 429, x_ratelimit_limit="300", x_ratelimit_remaining="0", x_ratelimit_reset="9999-01-01T00:00:00Z"
    )
    for limited in (json_answer({}, 429, retry_after="1000000"), reset):
        with pytest.raises(MastodonRatelimitError):
            play(send(Request("GET", path, Status)), state, limited)


def test_a_429_without_a_limit_is_about_one_call() -> None:
    """Pleroma and GoToSocial have limits for single calls, which say nothing of the others."""
    state = client_state(ratelimit_method="throw")
    with pytest.raises(MastodonRatelimitError):
        play(send(GET), state, json_answer({"error": "Throttled"}, 429, retry_after="600"))
    assert play(send(Request("GET", "/api/v1/statuses/2", Status)), state, OK).slept == []
    with pytest.raises(MastodonRatelimitError, match="renewed in 600 s"):
        play(send(GET), state)


@pytest.mark.parametrize(("said", "slept"), [("20", [20]), ("-5", [0.25]), ("nan", [0.25])])
def test_an_outage_lasts_as_long_as_the_server_says(said: str, slept: list[float]) -> None:
    assert play(send(GET), client_state(), json_answer({}, 503, retry_after=said), OK).slept == slept


def test_of_a_long_outage_the_program_is_told_at_once() -> None:
    with pytest.raises(MastodonServiceUnavailableError):
        play(send(GET), client_state(), json_answer({}, 503, retry_after="3600"))


def test_redirects_on_the_same_server_keep_the_token() -> None:
    moved = Response(302, "Found", {"location": "/api/v1/other"}, b"")
    outcome = play(send(GET), client_state(), moved, OK)
    assert outcome.sent[1].url == "https://m.example/api/v1/other"
    assert outcome.sent[1].headers["Authorization"] == f"Bearer {TOKEN}"


@pytest.mark.parametrize(
    "target", ["https://evil.example/api", "https://m.example:8443/x", "https://m.example.evil.example/"]
)
def test_redirects_to_another_host_never_carry_the_token(target: str) -> None:
    outcome = play(send(GET), client_state(), Response(302, "Found", {"location": target}, b""), OK)
    assert outcome.sent[1].url == target
    assert "Authorization" not in outcome.sent[1].headers


def test_the_token_does_not_come_back_after_a_detour() -> None:
    there = Response(302, "Found", {"location": "https://evil.example/"}, b"")
    back = Response(302, "Found", {"location": "https://m.example/api/v1/statuses/1"}, b"")
    outcome = play(send(GET), client_state(), there, back, OK)
    assert "Authorization" not in outcome.sent[2].headers


@pytest.mark.parametrize("target", ["https://evil.example/api", "http://m.example/api/v1/statuses"])
def test_a_body_is_never_sent_elsewhere(target: str) -> None:
    with pytest.raises(MastodonMalformedResponseError, match="redirects to"):
        play(send(POST), client_state(), Response(307, "Temporary", {"location": target}, b""))


def test_plain_http_is_not_followed() -> None:
    with pytest.raises(MastodonMalformedResponseError, match="redirects to"):
        play(send(GET), client_state(), Response(301, "Moved", {"location": "http://m.example/x"}, b""))


def test_redirects_without_end() -> None:
    loop = Response(302, "Found", {"location": "/again"}, b"")
    with pytest.raises(MastodonMalformedResponseError, match="without end"):
        play(send(GET), client_state(), *[loop] * 6)


def test_an_expired_token_is_refreshed_once() -> None:
    state = client_state(refresh_token="r1", client_id="id", client_secret="very-secret")
    fresh = json_answer({"access_token": "new", "refresh_token": "r2", "token_type": "Bearer", "scope": "read"})
    outcome = play(send(GET), state, json_answer({"error": "expired"}, 401), fresh, OK)
    assert ("grant_type", "refresh_token") in outcome.sent[1].form
    assert "Authorization" not in outcome.sent[1].headers
    assert outcome.sent[2].headers["Authorization"] == "Bearer new"
    assert (state.access_token, state.refresh_token) == ("new", "r2")


@pytest.mark.parametrize("token", [None, 5, "", "a\r\nX-Evil: 1", "a b", ["x"], "x" * 9_000])
def test_a_refreshed_token_that_cannot_be_one_is_not_used(token: object) -> None:
    state = client_state(refresh_token="r1", client_id="id", client_secret="very-secret")
    fresh = json_answer({"access_token": token, "refresh_token": "r2"})
    with pytest.raises(MastodonUnauthorizedError, match="expired"):
        play(send(GET), state, json_answer({"error": "expired"}, 401), fresh)
    fresh = json_answer({"access_token": "new", "refresh_token": token})
    play(send(GET), state, json_answer({"error": "expired"}, 401), fresh, OK)
    assert (state.access_token, state.refresh_token) == ("new", "r1")


def test_a_failed_refresh_gives_the_first_error() -> None:
    state = client_state(refresh_token="r1", client_id="id", client_secret="very-secret")
    refused = json_answer({"error": "invalid_grant"}, 400)
    with pytest.raises(MastodonUnauthorizedError, match="expired"):
        play(send(GET), state, json_answer({"error": "expired"}, 401), refused)


def test_a_token_that_another_thread_has_refreshed_is_used() -> None:
    state = client_state(refresh_token="r1", client_id="id", client_secret="very-secret")
    flow = expand(send(GET), state)
    step = next(flow)
    while not isinstance(step, Send):
        step = flow.send(1_800_000_000.0)
    state.access_token = "newer"
    step = flow.send(json_answer({"error": "expired"}, 401))
    while not isinstance(step, Send):
        step = flow.send(1_800_000_000.0)
    assert step.request.headers["Authorization"] == "Bearer newer"


def test_without_a_refresh_token_a_401_is_final() -> None:
    with pytest.raises(MastodonUnauthorizedError, match="Log in again"):
        play(send(GET), client_state(), json_answer({"error": "The access token is invalid"}, 401))


FACTS = Facts("x", "4.0.0", "4.6.0", params_since={"lang": "4.4.0"})
NEWER = Request("GET", "/api/v1/x", Status, {"lang": "de"}, facts=FACTS)


@pytest.mark.parametrize(
    ("mode", "server", "refused"),
    [
        ("none", "1.0.0", False),
        ("created", "4.3.0", True),
        ("created", "4.4.0+glitch", False),
        ("changed", "4.5.9", True),
        ("changed", "4.6.0-rc.1", False),
        ("created", "no version at all", False),
    ],
)
def test_versions_are_checked_before_anything_is_sent(mode: str, server: str, refused: bool) -> None:
    state = client_state(version_check_mode=mode, server_version=server, software=None)
    if refused:
        with pytest.raises(MastodonVersionError, match=r"x needs Mastodon 4\.\d"):
            play(send(NEWER), state)
    else:
        assert play(send(NEWER), state, OK).result.id == "1"


def test_a_flow_can_catch_the_error_of_a_step() -> None:
    def flow() -> Flow[str]:
        try:
            yield from send(GET)
        except MastodonNotFoundError as error:
            return f"caught {error.status}"
        return "not caught"

    assert play(flow(), client_state(), json_answer({"error": "Record not found"}, 404)).result == "caught 404"
