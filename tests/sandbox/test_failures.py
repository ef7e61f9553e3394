"""Requests that fail because a test asks for it."""

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from websockets.exceptions import ConnectionClosedError, InvalidMessage, InvalidStatus
from websockets.sync.client import connect

from trunkline.sandbox import Sandbox
from trunkline.sandbox.http.failures import Failure

POSTS = "/api/v1/statuses"


@pytest.fixture(scope="module")
def running() -> Iterator[Sandbox]:
    with Sandbox(size=5) as made:
        yield made


@pytest.fixture
def sandbox(running: Sandbox) -> Sandbox:
    running.reset()
    return running


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[httpx2.Client]:
    headers = {"Authorization": f"Bearer {sandbox.token_for('bob')}"}
    with httpx2.Client(base_url=sandbox.url, headers=headers, timeout=10) as made:
        yield made


def test_as_often_as_asked_for(sandbox: Sandbox, client: httpx2.Client) -> None:
    sandbox.fail(POSTS, 503, times=2)
    answers = [client.post(POSTS, data={"status": str(number)}) for number in range(3)]
    assert [answer.status_code for answer in answers] == [503, 503, 200]
    assert answers[0].json() == {"error": "Service Unavailable"}
    mine = client.get(f"/api/v1/accounts/{sandbox.accounts['bob']}/statuses").json()
    assert [status["content"] for status in mine if status["content"] in ("<p>0</p>", "<p>1</p>", "<p>2</p>")] == [
        "<p>2</p>"
    ]


def test_method_headers_and_body(sandbox: Sandbox, client: httpx2.Client) -> None:
    sandbox.fail(f"{POSTS}/:id", 429, method="get", headers={"Retry-After": "30"}, body={"error": "Too many requests"})
    post = sandbox.post("bob", "Hello")
    assert client.put(f"{POSTS}/{post.id}", data={"status": "Hallo"}).status_code == 200
    refused = client.get(f"{POSTS}/{post.id}")
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "30")
    assert refused.json() == {"error": "Too many requests"}
    assert client.get(f"{POSTS}/{post.id}").status_code == 200


def test_pages_of_proxies_and_nonsense(sandbox: Sandbox, client: httpx2.Client) -> None:
    sandbox.fail("/api/v2/instance", 502, body="<h1>Bad Gateway</h1>")
    sandbox.fail("/api/v2/instance", 200, body="{", headers={"Content-Type": "application/json"})
    sandbox.fail("/api/v2/instance", 204)
    sandbox.fail("/api/v2/instance", 599)
    answers = [client.get("/api/v2/instance") for _ in range(4)]
    assert [answer.text for answer in answers] == ["<h1>Bad Gateway</h1>", "{", "", '{"error":"599"}']
    assert answers[0].headers["content-type"].startswith("text/html")
    assert answers[1].headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("/api/v1/statuses", "/api/v1/statuses", True),
        ("/api/v1/statuses", "/api/v1/statuses/1", False),
        ("/api/v1/statuses/:id", "/api/v1/statuses/1", True),
        ("/api/v1/statuses/:id", "/api/v1/statuses/1/context", False),
        ("/api/v1/statuses/:id", "/api/v1/statuses", False),
        ("/api/v1/statuses/:id/context", "/api/v1/statuses/1/context", True),
        ("/api/v1/:kind/:id", "/api/v1/polls/1", True),
        ("/api/v1/timelines/*", "/api/v1/timelines/tag/python", True),
        ("/api/v1/timelines/*", "/api/v1/statuses/1", False),
        ("/*", "/", True),
        ("/*", "/api/v2/instance", True),
    ],
)
def test_patterns(pattern: str, path: str, fits: bool) -> None:
    assert Failure(pattern, 500).concerns("GET", path) is fits


def test_a_reset_connection_serves_nothing(sandbox: Sandbox, client: httpx2.Client) -> None:
    sandbox.fail("/*", "reset", times=2)
    with pytest.raises(httpx2.ReadError):
        client.get("/api/v2/instance")
    with pytest.raises(httpx2.TransportError):  # may be noticed while the body is being sent
        client.post(POSTS, data={"status": "Not there"})
    assert "Not there" not in client.get("/api/v1/timelines/home").text


def test_a_lost_answer_leaves_a_post(sandbox: Sandbox, client: httpx2.Client) -> None:
    sandbox.fail(POSTS, "lost")
    key = {"Idempotency-Key": "one"}
    with pytest.raises(httpx2.RemoteProtocolError, match="without sending a response"):
        client.post(POSTS, data={"status": "It is there"}, headers=key)
    (made,) = [one for one in client.get("/api/v1/timelines/home").json() if "It is there" in one["content"]]
    assert client.post(POSTS, data={"status": "It is there"}, headers=key).json()["id"] == made["id"]


def test_an_answer_that_is_cut(sandbox: Sandbox, client: httpx2.Client) -> None:
    whole = client.get("/api/v2/instance").content
    sandbox.fail("/api/v2/instance", "cut")
    received: list[bytes] = []
    with (
        client.stream("GET", "/api/v2/instance") as answer,
        pytest.raises(httpx2.RemoteProtocolError, match="without sending complete message body"),
    ):
        received.extend(answer.iter_raw())
    assert b"".join(received) == whole[: len(whole) // 2]
    assert client.get("/api/v2/instance").content == whole


def test_streams_fail_too(sandbox: Sandbox) -> None:
    url = f"ws://{sandbox.domain}/api/v1/streaming?stream=public&access_token={sandbox.token_for('alice')}"
    sandbox.fail("/api/v1/streaming", 503)
    sandbox.fail("/api/v1/streaming", "reset")
    with pytest.raises(InvalidStatus, match="503"):
        connect(url)
    with pytest.raises((InvalidMessage, ConnectionClosedError, ConnectionError, EOFError)):
        connect(url)
    with connect(url) as stream:
        stream.ping().wait(timeout=10)
    sandbox.assert_failures_used()


def test_a_slow_answer_is_served(sandbox: Sandbox, client: httpx2.Client) -> None:
    sandbox.fail(POSTS, delay=3600)
    sandbox.fail(POSTS, delay=0.001)
    with pytest.raises(httpx2.ReadTimeout):
        client.post(POSTS, data={"status": "Too slow"}, timeout=0.05)
    assert client.post(POSTS, data={"status": "Slow"}).status_code == 200
    sandbox.clear_failures()
    assert "Too slow" not in client.get("/api/v1/timelines/home").text


def test_web_apps_may_read_the_error(sandbox: Sandbox, client: httpx2.Client) -> None:
    sandbox.fail("/api/v1/timelines/home", 503)
    answer = client.get("/api/v1/timelines/home", headers={"Origin": "https://app.example"})
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (503, "*")


def test_tests_themselves_meet_no_failure(sandbox: Sandbox) -> None:
    sandbox.fail("/*", 503, times=None)
    sandbox.post("bob", "Nevertheless")
    assert [failure.used for failure in sandbox.failures] == [0]


def test_listing_and_clearing(sandbox: Sandbox, client: httpx2.Client) -> None:
    sandbox.fail("/api/v1/markers", 500, times=2)
    sandbox.fail("/api/v1/lists", "cut", method="GET", times=None)
    client.get("/api/v1/markers")
    one, other = sandbox.failures
    assert (one.path, one.status, one.method, one.times, one.used, one.is_used) == (
        "/api/v1/markers", 500, None, 2, 1, False,
    )  # fmt: skip
    assert (other.path, other.status, other.method, other.times, other.used) == ("/api/v1/lists", "cut", "GET", None, 0)
    with pytest.raises(AssertionError) as caught:
        sandbox.assert_failures_used()
    assert str(caught.value).endswith("any method /api/v1/markers: 1 of 2; GET /api/v1/lists: 0 without end")
    client.get("/api/v1/markers")
    with pytest.raises(AssertionError, match="GET /api/v1/lists"):
        sandbox.assert_failures_used()
    sandbox.clear_failures()
    assert sandbox.failures == []
    sandbox.assert_failures_used()
    assert client.get("/api/v1/lists").status_code == 200


@pytest.mark.parametrize(
    ("path", "options", "problem"),
    [
        ("api/v1/statuses", {"status": 500}, "a path begins with /"),
        ("/api/v1/statuses?limit=1", {"status": 500}, "has no query"),
        ("/api/*/statuses", {"status": 500}, "end of a path"),
        ("/api*", {"status": 500}, "end of a path"),
        ("/", {"status": 100}, "200 to 599"),
        ("/", {"status": "broken"}, "Invalid enum value|one of reset, lost, cut"),
        ("/", {"status": 500, "times": 0}, "above 0, or None"),
        ("/", {"status": 500, "method": "FETCH"}, "method is one of DELETE, GET"),
        ("/", {"status": 500, "delay": -1}, "from 0 to 3600"),
        ("/", {"status": 204, "body": "x"}, "has no body"),
        ("/", {"status": "cut", "body": "x"}, "need a status that is a number"),
        ("/", {"delay": 1, "headers": {"a": "b"}}, "need a status that is a number"),
        ("/", {}, "say how the request fails"),
        ("/", {"status": 500, "headers": {"a": "\u20ac"}}, "Latin-1"),
        ("/", {"status": 500, "times": "two"}, "times: Expected"),
    ],
)
def test_what_cannot_be_asked_for(sandbox: Sandbox, path: str, options: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        sandbox.fail(path, **options)
    assert sandbox.failures == []
