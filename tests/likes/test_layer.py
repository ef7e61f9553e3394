"""What the layer does for every family, with GoToSocial as the example."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import get_args

import httpx2
import pytest

from trunkline.cli.sandbox import sandbox as command
from trunkline.sandbox import Sandbox
from trunkline.sandbox.likes.families import HOSTILE, LIKES, Like
from trunkline.sandbox.options import Options


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(size=30, like="gotosocial", rate_limits=1000) as made:
        yield made


@pytest.fixture
def alice(sandbox: Sandbox) -> Iterator[httpx2.Client]:
    headers = {"Authorization": f"Bearer {sandbox.token_for('alice')}"}
    with httpx2.Client(base_url=sandbox.url, headers=headers, timeout=10) as client:
        yield client


def test_names_on_the_command_line() -> None:
    (option,) = [option for option in command.params if option.name == "like"]
    assert tuple(option.type.choices) == get_args(Like) == (*LIKES, HOSTILE)  # type: ignore[attr-defined]


def test_an_unknown_name() -> None:
    with pytest.raises(ValueError, match=r"like is one of gotosocial.*, not 'twitter'"):
        Sandbox(like="twitter")  # type: ignore[arg-type]


def test_options_for_another_process() -> None:
    options = Options(like="gotosocial", now=datetime(2026, 3, 1, tzinfo=UTC))
    assert Options.from_json(options.to_json()) == options


def test_in_another_process() -> None:
    with Sandbox(size=0, like="gotosocial", process=True) as sandbox:
        assert len(sandbox.accounts["alice"]) == 26
        post = sandbox.post("alice", "hello")
        answer = httpx2.get(
            f"{sandbox.url}/api/v1/statuses/{post.id}",
            headers={"Authorization": f"Bearer {sandbox.token_for('bob')}"},
        )
    assert answer.json()["id"] == post.id


def test_programs_and_clients_see_the_same_ids(sandbox: Sandbox, alice: httpx2.Client) -> None:
    first = sandbox.post("bob", "a question", poll=["yes", "no"])
    avatar = alice.get("/api/v1/accounts/verify_credentials").json()["avatar"]
    picture = sandbox.upload("bob", alice.get(avatar).content)
    reply = sandbox.post("bob", "an answer", reply_to=first, media=[picture])
    assert alice.get(f"/api/v1/statuses/{reply.id}").json()["in_reply_to_id"] == first.id
    assert alice.get(f"/api/v1/polls/{first.poll_id}").json()["id"] == first.poll_id
    assert alice.get(f"/api/v1/accounts/{sandbox.accounts['bob']}").json()["username"] == "bob"
    liked = sandbox.request("carol", "POST", f"/api/v1/statuses/{first.id}/favourite")
    assert (liked["id"], liked["favourited"]) == (first.id, True)
    assert alice.get(f"/api/v1/statuses/{reply.id}").json()["media_attachments"][0]["id"] == picture
    person = sandbox.person("lookedup")
    assert alice.get(f"/api/v1/accounts/{person.id}").json()["acct"] == "lookedup"


@pytest.mark.parametrize("body", ["form", "json", "multipart"])
def test_ids_in_bodies(sandbox: Sandbox, alice: httpx2.Client, body: str) -> None:
    first = sandbox.post("bob", "hello")
    sent = {"status": f"as {body}", "in_reply_to_id": first.id}
    if body == "form":
        answer = alice.post("/api/v1/statuses", data=sent)
    elif body == "json":
        answer = alice.post("/api/v1/statuses", json=sent)
    else:
        answer = alice.post("/api/v1/statuses", files={name: (None, value) for name, value in sent.items()})
    assert answer.json()["in_reply_to_id"] == first.id


def test_ids_of_mastodon_lead_nowhere(sandbox: Sandbox, alice: httpx2.Client) -> None:
    post = sandbox.post("bob", "hello")
    (number,) = sandbox.store.column("SELECT max(id) FROM statuses")
    assert alice.get(f"/api/v1/statuses/{number}").status_code == 404
    assert alice.get(f"/api/v1/statuses/{post.id}").status_code == 200
    assert alice.get(f"/api/v1/statuses/{post.id[:-1]}0").status_code in {200, 404}
    assert alice.get("/api/v1/statuses/01M8HVR9CTATTN71VQ7E60HQ0K").status_code == 404


def test_a_cursor_of_the_clients_own_stands_for_its_time(sandbox: Sandbox, alice: httpx2.Client) -> None:
    page = alice.get("/api/v1/timelines/home", params={"limit": 20}).json()
    edge = page[4]
    cursor = edge["id"][:10] + "0" * 16  # the first ULID of that millisecond
    older = alice.get("/api/v1/timelines/home", params={"limit": 20, "max_id": cursor}).json()
    assert older[0]["id"] == page[5]["id"]
    notifications = alice.get("/api/v1/notifications", params={"limit": 20}).json()
    cursor = notifications[2]["id"][:10] + "0" * 16
    older = alice.get("/api/v1/notifications", params={"max_id": cursor}).json()
    assert all(one["created_at"] < notifications[2]["created_at"] for one in older)
    assert len(older) == sum(one["created_at"] < notifications[2]["created_at"] for one in notifications)


def test_a_page_with_next_counts_once(sandbox: Sandbox) -> None:
    with Sandbox(size=0, like="gotosocial") as counting:
        headers = {"Authorization": f"Bearer {counting.token_for('alice')}"}
        counting.post("alice", "one")
        left = []
        for _ in range(2):
            answer = httpx2.get(f"{counting.url}/api/v1/timelines/home", headers=headers)
            assert 'rel="next"' in answer.headers["link"]
            left.append(int(answer.headers["x-ratelimit-remaining"]))
    assert left[0] - left[1] == 1


def test_failures_are_as_they_were_asked_for(sandbox: Sandbox, alice: httpx2.Client) -> None:
    sandbox.fail("/api/v1/statuses/:id", 503, body={"error": "as it is"})
    sandbox.fail("/api/v1/timelines/home", "cut")
    post = sandbox.post("bob", "hello")
    assert alice.get(f"/api/v1/statuses/{post.id}").json() == {"error": "as it is"}
    with pytest.raises(httpx2.RemoteProtocolError):
        alice.get("/api/v1/timelines/home")
    sandbox.assert_failures_used()
