"""Faults of real servers, on request."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import get_args

import httpx2
import pytest

from trunkline.cli.sandbox import sandbox as command
from trunkline.sandbox import Sandbox
from trunkline.sandbox.http.quirks import QUIRKS, Quirk


class MovableClock:
    def __init__(self) -> None:
        self.time = datetime(2026, 3, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def sandbox(clock: MovableClock) -> Iterator[Sandbox]:
    with Sandbox(size=0, clock=clock, rate_limits=None) as made:
        yield made


def client(sandbox: Sandbox, who: str) -> httpx2.Client:
    headers = {"Authorization": f"Bearer {sandbox.token_for(who)}"}
    return httpx2.Client(base_url=sandbox.url, headers=headers, timeout=10)


def test_the_set(sandbox: Sandbox) -> None:
    assert set(sandbox.quirks) == set()
    sandbox.quirks.add("home-lag")
    sandbox.quirks.add("anonymous-cache")
    assert "home-lag" in sandbox.quirks
    assert (len(sandbox.quirks), sandbox.quirks) == (2, {"home-lag", "anonymous-cache"})
    assert eval(repr(sandbox.quirks)) == {"home-lag", "anonymous-cache"}
    sandbox.quirks.discard("home-lag")
    assert sandbox.quirks == {"anonymous-cache"}
    for change in (sandbox.quirks.add, sandbox.quirks.discard):
        with pytest.raises(ValueError, match="no quirk 'slow'; the quirks are repeated-key-500, anonymous-cache"):
            change("slow")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="there is no quirk 'slow'"):
        Sandbox(quirks=["slow"])  # type: ignore[list-item]


def test_names_on_the_command_line() -> None:
    (option,) = [option for option in command.params if option.name == "quirks"]
    assert tuple(option.type.choices) == get_args(Quirk) == QUIRKS  # type: ignore[attr-defined]


@pytest.mark.parametrize("process", [False, True])
def test_from_the_start(process: bool) -> None:
    with Sandbox(size=0, quirks=["home-lag"], process=process) as sandbox:
        assert sandbox.quirks == {"home-lag"}
        sandbox.quirks.clear()
        sandbox.reset()
        assert sandbox.quirks == {"home-lag"}


def test_a_repeated_key(sandbox: Sandbox) -> None:
    with client(sandbox, "alice") as alice:

        def post() -> httpx2.Response:
            return alice.post("/api/v1/statuses", data={"status": "Once"}, headers={"Idempotency-Key": "key"})

        sandbox.quirks.add("repeated-key-500")
        first, second = post(), post()
        assert (first.status_code, second.status_code) == (200, 500)
        assert second.json() == {"error": "Internal Server Error"}
        assert [one["id"] for one in alice.get("/api/v1/timelines/home").json()] == [first.json()["id"]]
        sandbox.quirks.clear()
        assert post().json()["id"] == first.json()["id"]


def test_home_is_late(sandbox: Sandbox, clock: MovableClock) -> None:
    sandbox.follow("bob", "alice")
    with client(sandbox, "bob") as bob:

        def home() -> list[str]:
            return [status["id"] for status in bob.get("/api/v1/timelines/home").json()]

        sandbox.quirks.add("home-lag")
        post = sandbox.post("alice", "Soon")
        assert home() == []
        clock.time += timedelta(milliseconds=999)
        assert home() == []
        clock.time += timedelta(milliseconds=2)
        assert home() == [post.id]
        newer = sandbox.post("alice", "Soon again")
        sandbox.quirks.clear()
        assert home() == [newer.id, post.id]


def test_anonymous_answers_are_old(sandbox: Sandbox, clock: MovableClock) -> None:
    path = "/api/v1/timelines/public"
    sandbox.quirks.add("anonymous-cache")
    with httpx2.Client(base_url=sandbox.url) as anybody, client(sandbox, "alice") as alice:
        assert anybody.get(path).json() == []
        post = sandbox.post("bob", "New")
        clock.time += timedelta(seconds=14)
        old = anybody.get(path)
        assert (old.json(), old.headers["age"]) == ([], "14")
        assert [one["id"] for one in alice.get(path).json()] == [post.id]
        assert [one["id"] for one in anybody.get(path, params={"limit": 5}).json()] == [post.id]
        clock.time += timedelta(seconds=1)
        new = anybody.get(path)
        assert [one["id"] for one in new.json()] == [post.id]
        assert "age" not in new.headers
        sandbox.post("bob", "Newer")
        sandbox.quirks.clear()
        assert len(anybody.get(path).json()) == 2


def test_errors_and_pages_are_not_kept(sandbox: Sandbox) -> None:
    sandbox.quirks.add("anonymous-cache")
    sandbox.fail("/api/v1/timelines/public", 503)
    with httpx2.Client(base_url=sandbox.url) as anybody:
        assert [anybody.get("/api/v1/timelines/public").status_code for _ in range(2)] == [503, 200]
        assert "age" not in anybody.get("/about").headers
        assert [anybody.head("/api/v1/timelines/public").headers.get("age") for _ in range(2)] == [None, None]
