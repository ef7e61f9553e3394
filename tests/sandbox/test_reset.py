"""A sandbox that is reset is as it was at the start."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from PIL import Image
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from trunkline.sandbox import Sandbox
from trunkline.sandbox.store.database import Store

MOMENT = datetime(2026, 3, 1, tzinfo=UTC)


def dump(store: Store) -> list[str]:
    """Everything that the database holds."""
    return list(store.connection.iterdump())


def picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(file, "PNG")
    return file.getvalue()


@pytest.fixture(params=["memory", "file"])
def sandbox(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Sandbox]:
    place: dict[str, Any] = {} if request.param == "memory" else {"path": tmp_path / "community.sqlite"}
    with Sandbox(size=30, clock=lambda: MOMENT, media_polls=2, quirks=["home-lag"], **place) as made:
        yield made


def client(sandbox: Sandbox, token: str | None = None) -> httpx2.Client:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    return httpx2.Client(base_url=sandbox.url, headers=headers, timeout=10)


def test_nothing_is_left(sandbox: Sandbox) -> None:
    before = dump(sandbox.store)
    first = sandbox.post("bob", "Hello")
    token = sandbox.token_for("alice")
    mia = sandbox.person("mia")
    post = sandbox.post("bob", "Hello", media=[picture()], poll=None)
    sandbox.follow(mia, "bob")
    sandbox.fail("/*", 503)
    sandbox.quirks.add("anonymous-cache")
    sandbox.quirks.discard("home-lag")
    with client(sandbox, token) as alice:
        assert alice.get("/api/v1/timelines/home").status_code == 503
        assert alice.get("/api/v1/timelines/home").headers["x-ratelimit-remaining"] == "299"
        unprocessed = alice.post("/api/v2/media", files={"file": ("a.png", picture())})
        assert unprocessed.status_code == 202
        httpx2.get(f"{sandbox.url}/api/v1/timelines/public")  # is kept by the quirk
    file = post.json["media_attachments"][0]["url"]
    assert dump(sandbox.store) != before
    sandbox.reset()
    assert dump(sandbox.store) == before
    assert sandbox.failures == []
    assert sandbox.quirks == {"home-lag"}
    assert "mia" not in sandbox.accounts
    assert httpx2.get(file).status_code == 404
    with client(sandbox, token) as alice, client(sandbox, sandbox.token_for("alice")) as again:
        assert alice.get("/api/v1/timelines/home").status_code == 401
        assert again.get("/api/v1/timelines/home").headers["x-ratelimit-remaining"] == "299"
        assert again.get(f"/api/v1/media/{unprocessed.json()['id']}").status_code == 404
        assert again.get(f"/api/v1/statuses/{post.id}").status_code == 404
    assert sandbox.post("bob", "Hello").json == first.json  # also the ids begin anew
    sandbox.quirks.add("anonymous-cache")
    assert "age" not in httpx2.get(f"{sandbox.url}/api/v1/timelines/public").headers


def test_streams_end_and_new_ones_work(sandbox: Sandbox) -> None:
    def open_stream():
        token = sandbox.token_for("alice")
        return connect(f"ws://{sandbox.domain}/api/v1/streaming?stream=public&access_token={token}")

    with open_stream() as before:
        assert sandbox.hub.wait_for_listener("public")
        sandbox.reset()
        assert not sandbox.hub.has_listeners("public")
        with pytest.raises(ConnectionClosed):
            before.recv(timeout=10)
    with open_stream() as after:
        assert sandbox.hub.wait_for_listener("public")
        sandbox.post("bob", "There")
        assert "There" in str(after.recv(timeout=10))


def test_many_resets_are_alike(sandbox: Sandbox) -> None:
    before = dump(sandbox.store)
    for number in range(5):
        sandbox.post("bob", f"Post {number}")
        sandbox.reset()
    assert dump(sandbox.store) == before


def test_a_checkpoint_keeps_what_a_session_prepares(sandbox: Sandbox) -> None:
    mia = sandbox.person("mia")
    sandbox.post(mia, "I was here")
    sandbox.fail("/*", 503)
    sandbox.checkpoint()
    sandbox.post(mia, "Not for long")
    sandbox.reset()
    assert sandbox.failures == []
    with client(sandbox, mia.token) as app:
        mine = app.get(f"/api/v1/accounts/{mia.id}/statuses").json()
    assert [status["content"] for status in mine] == ["<p>I was here</p>"]


def test_a_file_is_what_it_was(tmp_path: Path) -> None:
    path = tmp_path / "community.sqlite"
    with Sandbox(size=5, path=path) as first:
        kept = first.post("bob", "Kept")
    with Sandbox(path=path) as second:
        gone = second.post("bob", "Gone")
        second.reset()
    with Sandbox(path=path) as third, client(third) as anybody:
        assert anybody.get(f"/api/v1/statuses/{kept.id}").status_code == 200
        assert anybody.get(f"/api/v1/statuses/{gone.id}").status_code == 404


def test_the_clock_goes_back() -> None:
    with Sandbox(size=0, now=MOMENT) as sandbox:
        sandbox.clock.advance(days=2)
        sandbox.reset()
        assert sandbox.clock.now() == MOMENT
        sandbox.clock.advance(hours=1)
        sandbox.checkpoint()
        sandbox.clock.advance(hours=1)
        sandbox.reset()
        assert sandbox.clock.now() == MOMENT + timedelta(hours=1)


def test_in_its_own_process() -> None:
    with Sandbox(size=5, process=True) as sandbox:
        post = sandbox.post("bob", "Hello")
        sandbox.reset()
        assert httpx2.get(f"{sandbox.url}/api/v1/statuses/{post.id}").status_code == 404


def test_streams_of_one_person_end(sandbox: Sandbox) -> None:
    def open_stream(who: str):
        token = sandbox.token_for(who)
        return connect(f"ws://{sandbox.domain}/api/v1/streaming?stream=user&access_token={token}")

    ids = sandbox.accounts
    with open_stream("alice") as alice, open_stream("bob") as bob:
        assert all(sandbox.hub.wait_for_listener(f"user:{ids[name]}") for name in ("alice", "bob"))
        sandbox.disconnect_streams("alice")
        with pytest.raises(ConnectionClosed):
            alice.recv(timeout=10)
        sandbox.post("carol", "Hello @bob")
        assert "Hello" in str(bob.recv(timeout=10))
        sandbox.disconnect_streams()
        with pytest.raises(ConnectionClosed):
            _ = [bob.recv(timeout=10) for _ in range(10)]
    with pytest.raises(ValueError, match="nobody called 'nobody'"):
        sandbox.disconnect_streams("nobody")


def test_events_of_one_person_end(sandbox: Sandbox) -> None:
    with (
        client(sandbox, sandbox.token_for("alice")) as alice,
        alice.stream("GET", "/api/v1/streaming/user") as events,
    ):
        chunks = events.iter_bytes()
        assert next(chunks) == b":)\n"
        sandbox.disconnect_streams("alice")
        assert list(chunks) == []
        assert alice.get("/api/v1/accounts/verify_credentials").status_code == 200
