"""What Pleroma, Pixelfed and Friendica do in their own ways."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import httpx2
import pytest
from PIL import Image
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from trunkline import Mastodon
from trunkline.sandbox import Sandbox
from trunkline.sandbox.likes.families import Like

NAMES: tuple[Like, ...] = ("pleroma", "pixelfed", "friendica")


@pytest.fixture(scope="module")
def sandboxes() -> Iterator[dict[str, Sandbox]]:
    with ExitStack() as running:
        yield {name: running.enter_context(Sandbox(size=60, like=name)) for name in NAMES}


def ask(sandbox: Sandbox, path: str, method: str = "GET", who: str | None = "alice", **content: Any) -> httpx2.Response:
    headers = {} if who is None else {"Authorization": f"Bearer {sandbox.token_for(who)}"}
    return httpx2.request(method, sandbox.url + path, headers=headers, trust_env=False, **content)


@pytest.mark.parametrize("name", NAMES)
def test_they_name_themselves(sandboxes: dict[str, Sandbox], name: str) -> None:
    sandbox = sandboxes[name]
    assert name in ask(sandbox, "/api/v1/instance", who=None).json()["version"].lower()
    links = ask(sandbox, "/.well-known/nodeinfo", who=None).json()["links"]
    for link in links:
        document = httpx2.get(link["href"], trust_env=False).json()
        assert document["software"]["name"] == name
        assert link["rel"].endswith(f"/{document['version']}")
    versions = {link["rel"].rpartition("/")[2] for link in links}
    assert versions == {"pleroma": {"2.0", "2.1"}, "pixelfed": {"2.0"}, "friendica": {"1.0", "2.0"}}[name]


@pytest.mark.parametrize(("name", "status"), [("pleroma", 403), ("pixelfed", 302), ("friendica", 401)])
def test_a_wrong_token(sandboxes: dict[str, Sandbox], name: str, status: int) -> None:
    headers = {"Authorization": "Bearer nonsense"}
    answer = httpx2.get(f"{sandboxes[name].url}/api/v1/timelines/home", headers=headers, trust_env=False)
    assert answer.status_code == status
    if status == 302:
        assert answer.headers["location"] == "/login"
        page = ask(sandboxes[name], "/login", who=None)
        assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")


@pytest.mark.parametrize(
    ("name", "path", "status", "text"),
    [
        ("pleroma", "/api/v1/trends/links", 404, '{"error":"Not implemented"}'),
        ("pixelfed", "/api/v1/trends/links", 404, "<!DOCTYPE html>"),
        ("friendica", "/api/v1/nothing", 404, "<!DOCTYPE html>"),
        ("friendica", "/api/v2/instance", 501, "<!DOCTYPE html>"),
        ("friendica", "/api/v1/domain_blocks", 501, '{"error":"Not Implemented"'),
        ("friendica", "/api/v1/featured_tags", 200, '{"error":"Not Implemented"}'),
        ("friendica", "/api/v1/streaming/user", 501, '{"error":"Not Implemented"'),
    ],
)
def test_missing_calls(sandboxes: dict[str, Sandbox], name: str, path: str, status: int, text: str) -> None:
    answer = ask(sandboxes[name], path)
    assert answer.status_code == status
    assert answer.text.startswith(text)


@pytest.mark.parametrize(("name", "reads"), [("pleroma", True), ("pixelfed", False), ("friendica", False)])
def test_bodies(sandboxes: dict[str, Sandbox], name: str, reads: bool) -> None:
    form = ask(sandboxes[name], "/api/v1/statuses", "POST", data={"status": "as a form"})
    assert "as a form" in form.json()["content"]
    as_json = ask(sandboxes[name], "/api/v1/statuses", "POST", json={"status": "as json"})
    assert as_json.is_success == reads
    if name == "pixelfed":
        assert set(as_json.json()) == {"message", "errors"}


def test_ids(sandboxes: dict[str, Sandbox]) -> None:
    flake, number, other = (sandboxes[name].post("bob", "an id").id for name in NAMES)
    assert len(flake) == 18
    assert flake.isalnum()
    assert not flake.isdigit()
    assert number.isdigit()
    assert other.isdigit()
    notifications = ask(sandboxes["pixelfed"], "/api/v1/notifications").json()
    assert all(isinstance(one["id"], int) for one in notifications)
    assert all(isinstance(one["id"], str) for one in ask(sandboxes["pleroma"], "/api/v1/notifications").json())


def test_pixelfed_sends_a_list_as_an_object(sandboxes: dict[str, Sandbox]) -> None:
    sandbox = sandboxes["pixelfed"]
    posts = [sandbox.post("bob", f"bookmark {n}").id for n in range(2)]
    for one in posts:
        assert ask(sandbox, f"/api/v1/statuses/{one}/bookmark", "POST").is_success
    found = ask(sandbox, "/api/v1/bookmarks").json()
    assert [found["0"]["id"], found["3"]["id"]] == posts[::-1]


@pytest.mark.parametrize("name", ["pixelfed", "friendica"])
def test_rate_limits_without_a_reset(sandboxes: dict[str, Sandbox], name: str) -> None:
    headers = ask(sandboxes[name], "/api/v1/timelines/home").headers
    assert headers["x-ratelimit-limit"] == "300"
    assert "x-ratelimit-reset" not in headers


def test_friendica_in_its_folder(sandboxes: dict[str, Sandbox]) -> None:
    sandbox = sandboxes["friendica"]
    assert sandbox.url.endswith("/friendica")
    first = ask(sandbox, "/api/v1/timelines/home?limit=3")
    assert first.links["next"]["url"].startswith(f"{sandbox.url}/api/v1/timelines/home?")
    older = httpx2.get(first.links["next"]["url"], headers=first.request.headers, trust_env=False).json()
    assert not {one["id"] for one in older} & {one["id"] for one in first.json()}
    assert httpx2.get(sandbox.url.removesuffix("/friendica") + "/api/v1/instance", trust_env=False).status_code == 404


def test_friendicas_next_page_is_the_same_page(sandboxes: dict[str, Sandbox]) -> None:
    sandbox = sandboxes["friendica"]
    for name in ("carol", "eve"):
        assert ask(sandbox, f"/api/v1/accounts/{sandbox.accounts[name]}/mute", "POST").is_success
    first = ask(sandbox, "/api/v1/mutes?limit=1")
    again = httpx2.get(first.links["next"]["url"], headers=first.request.headers, trust_env=False)
    assert again.json() == first.json()


@pytest.mark.parametrize("name", ["pixelfed", "friendica"])
def test_no_streams(sandboxes: dict[str, Sandbox], name: str) -> None:
    with pytest.raises(InvalidStatus, match="404"):
        stream(sandboxes[name], "user")


def stream(sandbox: Sandbox, name: str | None, *, token: bool = True, header: bool = False) -> ClientConnection:
    """Open a stream; the token goes as subprotocol."""
    url = sandbox.url.replace("http", "ws", 1) + "/api/v1/streaming" + (f"?stream={name}" if name else "")
    own = sandbox.token_for("alice")
    if header:
        return connect(url, additional_headers={"Authorization": f"Bearer {own}"}, proxy=None)
    return connect(url, subprotocols=[Subprotocol(own)] if token else None, proxy=None)


def messages(connection: ClientConnection, most: int) -> list[Any]:
    """The next messages that are not empty."""
    found: list[Any] = []
    while len(found) < most:
        text = connection.recv(timeout=10)
        if text:
            found.append(json.loads(text))
    return found


def test_streams_of_pleroma(sandboxes: dict[str, Sandbox]) -> None:
    sandbox = sandboxes["pleroma"]
    with stream(sandbox, "user") as connection:
        assert connection.recv(timeout=10) == ""
        post = sandbox.post("bob", "@alice hello")
        update, _ = messages(connection, 2)
        told = json.loads(update["payload"])
        assert post.id in {told["id"], told.get("status", {}).get("id")}
        connection.send(json.dumps({"type": "subscribe", "stream": "public"}))
        connection.send(json.dumps({"type": "subscribe", "stream": "public"}))
        connection.send(json.dumps({"type": "subscribe", "stream": "nonsense"}))
        connection.send(json.dumps({"type": "unsubscribe", "stream": "public"}))
        connection.send(json.dumps({"type": "subscribe", "stream": "user"}))
        answers: list[Any] = []
        while len(answers) < 5:
            [one] = messages(connection, 1)
            if one["event"] == "pleroma:respond":
                answers.append(json.loads(one["payload"]))
    assert answers == [
        {"type": "subscribe", "result": "success"},
        {"type": "subscribe", "result": "ignored"},
        {"type": "subscribe", "result": "error", "error": "bad_topic"},
        {"type": "unsubscribe", "result": "success"},
        {"type": "subscribe", "result": "ignored"},
    ]


def test_refused_streams_of_pleroma(sandboxes: dict[str, Sandbox]) -> None:
    sandbox = sandboxes["pleroma"]
    with pytest.raises(InvalidStatus, match="401"):
        stream(sandbox, "user", token=False)
    with pytest.raises(InvalidStatus, match="401"):
        stream(sandbox, "user", header=True)
    with pytest.raises(InvalidStatus, match="404"):
        stream(sandbox, "nonsense")


def test_hollo_takes_flags_as_words_alone() -> None:
    with Sandbox(size=60, like="hollo") as sandbox:
        path = "/api/v1/timelines/public?local="
        assert [ask(sandbox, path + flag).status_code for flag in ("true", "false", "1", "0")] == [200, 200, 400, 400]
        client = Mastodon(access_token=sandbox.token_for("alice"), api_base_url=sandbox.url)
        assert client.timeline_public(local=True)
        assert client.account_update_credentials(bot=True).bot is True
        picture = io.BytesIO()
        Image.new("RGB", (8, 8)).save(picture, "PNG")
        changed = client.account_update_credentials(bot=False, avatar=picture.getvalue(), avatar_mime_type="image/png")
        assert changed.bot is False
