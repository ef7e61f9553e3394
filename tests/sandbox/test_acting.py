"""Posts, uploads and follows that a test makes in the name of people."""

import asyncio
import io
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from PIL import Image

from trunkline.sandbox import Sandbox


@pytest.fixture(scope="module", params=[False, True], ids=["thread", "process"])
def running(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    with Sandbox(size=30, process=request.param) as made:
        yield made


@pytest.fixture
def sandbox(running: Sandbox) -> Sandbox:
    running.reset()
    return running


def get(sandbox: Sandbox, who: str, path: str, **params):
    headers = {"Authorization": f"Bearer {sandbox.token_for(who)}"}
    return httpx2.get(f"{sandbox.url}{path}", headers=headers, params=params).json()


def picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(file, "PNG")
    return file.getvalue()


def test_a_post_is_what_the_server_shows(sandbox: Sandbox) -> None:
    post = sandbox.post("bob", "Hello @alice", visibility="unlisted", language="de", spoiler_text="A greeting")
    shown = get(sandbox, "bob", f"/api/v1/statuses/{post.id}")
    assert post.json == shown
    assert (post.url, post.author, post.content, post.visibility) == (
        shown["url"], "bob", shown["content"], "unlisted",
    )  # fmt: skip
    assert (shown["language"], shown["spoiler_text"], shown["sensitive"]) == ("de", "A greeting", True)
    assert get(sandbox, "alice", "/api/v1/notifications")[0]["status"]["id"] == post.id


def test_replies_and_quotes(sandbox: Sandbox) -> None:
    post = sandbox.post("bob", "Who is there?")
    reply = sandbox.post("alice", "I am", reply_to=post)
    assert reply.json["in_reply_to_id"] == post.id
    assert sandbox.post("carol", "Me too", reply_to=reply.id).json["in_reply_to_id"] == reply.id
    assert sandbox.post("alice", "See this", quote=post).json["quote"]["quoted_status"]["id"] == post.id


def test_polls(sandbox: Sandbox) -> None:
    post = sandbox.post("bob", "Well?", poll=["yes", "no"])
    sandbox.request("alice", "POST", f"/api/v1/polls/{post.poll_id}/votes", choices=[1])
    poll = get(sandbox, "bob", f"/api/v1/polls/{post.poll_id}")
    assert [option["votes_count"] for option in poll["options"]] == [0, 1]
    long = sandbox.post("bob", "And?", poll={"options": ["a", "b", "c"], "multiple": True, "expires_in": 600})
    assert (long.json["poll"]["multiple"], len(long.json["poll"]["options"])) == (True, 3)


def test_media(sandbox: Sandbox, tmp_path: Path) -> None:
    file = tmp_path / "sea.png"
    file.write_bytes(picture())
    described = sandbox.upload("bob", picture(), description="The sea")
    post = sandbox.post("bob", media=[file, picture(), described])
    assert len(post.media_ids) == 3
    assert post.media_ids[2] == described
    assert post.json["media_attachments"][2]["description"] == "The sea"
    assert httpx2.get(post.json["media_attachments"][0]["url"]).status_code == 200
    with pytest.raises(ValueError, match="POST /api/v1/media of bob is refused: 422"):
        sandbox.upload("bob", b"no picture")
    with pytest.raises(ValueError, match="ids of uploads"):
        sandbox.post("bob", media=["sea.png"])
    with pytest.raises(FileNotFoundError):
        sandbox.post("bob", media=[tmp_path / "nothing.png"])
    with pytest.raises(ValueError, match="not found or already attached"):
        sandbox.post("alice", media=[described])


def test_following(sandbox: Sandbox) -> None:
    mia, open_one = sandbox.person("mia"), sandbox.person("open")
    locked = sandbox.person("closed", locked=True)
    assert sandbox.follow(mia, open_one) is True
    assert sandbox.follow("mia", "closed") is False
    assert get(sandbox, "open", "/api/v1/notifications")[0]["type"] == "follow"
    assert get(sandbox, "closed", "/api/v1/follow_requests")[0]["acct"] == "mia"
    sandbox.request(locked, "POST", f"/api/v1/follow_requests/{mia.id}/authorize")
    post = sandbox.post(locked, "For those who follow me", visibility="private")
    assert get(sandbox, "mia", "/api/v1/timelines/home")[0]["id"] == post.id


def test_what_the_server_refuses_is_an_error(sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="character limit of 500 exceeded"):
        sandbox.post("bob", "x" * 501)
    with pytest.raises(ValueError, match="Visibility is not included in the list"):
        sandbox.post("bob", "x", visibility="secret")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="does not appear to exist"):
        sandbox.post("bob", "x", reply_to="1")
    with pytest.raises(ValueError, match="must have more than one item"):
        sandbox.post("bob", "x", poll=["only"])
    with pytest.raises(ValueError, match="nobody called 'nobody'"):
        sandbox.post("nobody", "x")
    with pytest.raises(ValueError, match="nobody called 'nobody'"):
        sandbox.follow("alice", "nobody")
    with pytest.raises(ValueError, match="403 Your login is currently disabled"):
        sandbox.post(sandbox.person("gone", disabled=True), "x")
    with pytest.raises(ValueError, match="GET /api/v1/statuses/1 of bob is refused: 404"):
        sandbox.request("bob", "get", "/api/v1/statuses/1")
    with pytest.raises(ValueError, match="GET /nothing of bob is refused: 404 Not Found"):
        sandbox.request("bob", "GET", "/nothing")
    with pytest.raises(ValueError, match="a path begins with /"):
        sandbox.request("bob", "GET", "https://elsewhere.example/")
    with pytest.raises(ValueError, match="text: Expected `str`, got `int`"):
        sandbox.post("bob", 1)  # type: ignore[arg-type]


def test_from_any_thread_and_from_an_event_loop(sandbox: Sandbox) -> None:
    async def post() -> str:
        return sandbox.post("bob", "from a loop").id

    ids = [asyncio.run(post())]
    threads = [threading.Thread(target=lambda: ids.append(sandbox.post("bob", "from a thread").id)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    mine = get(sandbox, "bob", f"/api/v1/accounts/{sandbox.accounts['bob']}/statuses", limit=5)
    assert sorted(status["id"] for status in mine) == sorted(ids)


def test_streams_have_it(sandbox: Sandbox) -> None:
    headers = {"Authorization": f"Bearer {sandbox.token_for('alice')}"}
    with (
        httpx2.Client(headers=headers, timeout=10) as client,
        client.stream("GET", f"{sandbox.url}/api/v1/streaming/hashtag", params={"tag": "new"}) as events,
    ):
        chunks = events.iter_bytes()
        assert next(chunks) == b":)\n"
        post = sandbox.post("bob", "Something #new")
        text = b""
        while b"\n\n" not in text:
            text += next(chunks)
    assert json.loads(text.partition(b"data: ")[2])["id"] == post.id


def test_rate_limits_count_none_of_it() -> None:
    with Sandbox(size=0, rate_limits=0.01) as sandbox:  # three requests in five minutes
        for number in range(5):
            sandbox.post("bob", str(number))
        headers = {"Authorization": f"Bearer {sandbox.token_for('bob')}"}
        answer = httpx2.get(f"{sandbox.url}/api/v1/timelines/home", headers=headers)
        assert len(answer.json()) == 5
