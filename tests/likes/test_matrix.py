"""The client and the pipeline with every family, compared with what the server really holds."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.client.conftest import Connect
from tests.likes.conftest import Server
from tests.pipeline.conftest import Loader, loader  # noqa: F401  (a fixture)
from trunkline import AsyncMastodon, Mastodon, MastodonError, MastodonNotFoundError
from trunkline.entities import ScheduledStatus, Status
from trunkline.streaming import Update

pytestmark = pytest.mark.soak


BY_ID = ("home", "local", "posts", "notifications")
"""Lists whose cursors are the ids of their objects."""


def lists(client: Any, server: Server) -> dict[str, Callable[..., Any]]:
    """Return the calls that read each list of the server."""
    bob = server.sandbox.accounts["bob"]
    known: dict[str, tuple[str, Callable[..., Any]]] = {
        "home": ("timelines/home", client.timeline_home),
        "local": ("timelines/public", client.timeline_local),
        "posts": ("accounts/1/statuses", lambda **given: client.account_statuses(bob, **given)),
        "notifications": ("notifications", client.notifications),
        "followers": ("accounts/1/followers", lambda **given: client.account_followers(bob, **given)),
        "favourites": ("favourites", client.favourites),
        "bookmarks": ("bookmarks", client.bookmarks),
    }
    return {name: call for name, (path, call) in known.items() if server.has("GET", f"/api/v1/{path}")}


# -- writing -----------------------------------------------------------------------------------------------------


def test_sign_in_and_post(server: Server, connect: Connect, tmp_path: Path) -> None:
    kind = connect.kind
    secrets = connect.runner.run(_app(kind, server.sandbox.url))
    client = connect(client_id=secrets[0], client_secret=secrets[1])
    url = client.auth_request_url(scopes=["read", "write"])
    client.log_in(code=server.sandbox.authorize(url, "alice"), scopes=["read", "write"])
    assert client.account_verify_credentials().username == "alice"
    posted = client.status_post("signed in")
    assert server.held.status(posted.id)["text"] == "signed in"
    client.close()


async def _app(kind: type[Mastodon | AsyncMastodon], url: str) -> tuple[str, str]:
    made = kind.create_app("matrix", api_base_url=url, scopes=["read", "write"])
    return made if isinstance(made, tuple) else await made


def test_posts_are_what_was_written(server: Server, alice: Any) -> None:
    first = alice.status_post("a post with #words", visibility="unlisted", spoiler_text="careful", language="fr")
    row = server.held.status(first.id)
    written = (row["text"], row["visibility"], row["spoiler_text"], row["language"])
    assert written == ("a post with #words", "unlisted", "careful", "fr")
    assert "words" in first.content
    reply = alice.status_reply(first, "an answer")
    assert server.held.status(reply.id)["in_reply_to_id"] == server.held.number(first.id)
    assert [one.id for one in alice.status_context(first.id).descendants] == [reply.id]
    alice.status_update(first.id, "an edited post")
    assert server.held.status(first.id)["text"] == "an edited post"
    alice.status_delete(reply.id)
    assert server.held.status(reply.id) is None
    assert alice.status_context(first.id).descendants == []


def test_media_and_polls(server: Server, alice: Any) -> None:
    avatar = alice.account_verify_credentials().avatar
    picture = alice.media_post(_bytes(alice, avatar), mime_type="image/png", description="a face")
    post = alice.status_post("with a picture", media_ids=picture)
    assert [one.id for one in post.media_attachments] == [picture.id]
    if server.has("POST", "/api/v1/polls/1/votes"):
        asked = server.sandbox.post("bob", "which?", poll=["one", "two"])
        voted = alice.poll_vote(asked.poll_id, [1])
        assert voted.options[1].votes_count == 1
    own = alice.status_post("mine", poll=alice.make_poll(["a", "b"], 3600, multiple=True))
    number = server.held.number(own.id)
    assert server.sandbox.store.value("SELECT multiple FROM polls WHERE status_id = ?", (number,)) == 1


def _bytes(alice: Any, url: str) -> bytes:
    import httpx2

    return httpx2.get(url).content


def test_marks(server: Server, alice: Any) -> None:
    post = server.sandbox.post("bob", "mark me")
    number = server.held.number(post.id)
    assert alice.status_favourite(post.id).favourited
    assert number in server.held.ids("favourites")
    alice.status_unfavourite(post.id)
    assert number not in server.held.ids("favourites")
    alice.status_bookmark(post.id)
    assert number in server.held.ids("bookmarks")
    if server.has("GET", "/api/v1/bookmarks"):
        assert post.id in {one.id for one in alice.bookmarks()}
    alice.status_reblog(post.id)
    boosts = server.sandbox.store.column("SELECT account_id FROM statuses WHERE reblog_of_id = ?", (number,))
    assert boosts == [server.held.number(server.sandbox.accounts["alice"])]


def test_scheduled(server: Server, alice: Any) -> None:
    count, before = "SELECT count(*) FROM scheduled_statuses", set(server.held.ids("own"))
    waiting = server.sandbox.store.value(count)
    answer = alice.status_post("later", scheduled_at=datetime.now(UTC) + timedelta(hours=2))
    new = set(server.held.ids("own")) - before
    if new:
        assert isinstance(answer, Status)
        assert [server.held.number(answer.id)] == list(new)
    else:
        assert isinstance(answer, ScheduledStatus if server.has("GET", "/api/v1/scheduled_statuses") else Status)
        assert server.sandbox.store.value(count) == waiting + 1


# -- reading -----------------------------------------------------------------------------------------------------


def test_reading(server: Server, alice: Any) -> None:
    assert (
        server.like is None
        or server.like in str(alice.instance().version).lower()
        or server.like in {"gotosocial", "hollo"}
    )
    assert alice.instance_nodeinfo().software.name == (server.like or "mastodon")
    bob = alice.account(server.sandbox.accounts["bob"])
    assert (bob.username, bob.id) == ("bob", server.sandbox.accounts["bob"])
    post = server.sandbox.post("bob", "to be found")
    assert alice.status(post.id).content == post.content
    found = alice.search("bob", result_type="accounts").accounts
    assert bob.id in {one.id for one in found}
    assert [one.id for one in alice.account_relationships(bob.id)] == [bob.id]


def test_many_by_their_ids(server: Server, alice: Any) -> None:
    posts = [server.sandbox.post("bob", f"number {number}") for number in range(3)]
    assert [one.id for one in alice.statuses_by_ids([post.id for post in posts]).items] == [post.id for post in posts]
    people = [server.sandbox.accounts[name] for name in ("bob", "carol")]
    assert [one.id for one in alice.accounts_by_ids(people).items] == people


def test_what_is_not_there(server: Server, alice: Any) -> None:
    post = server.sandbox.post("bob", "gone soon")
    server.sandbox.request("bob", "DELETE", f"/api/v1/statuses/{post.id}")
    with pytest.raises(MastodonNotFoundError):
        alice.status(post.id)


def test_a_wrong_token(server: Server, connect: Connect) -> None:
    stranger = connect(access_token="wrong")
    with pytest.raises(MastodonError):
        stranger.timeline_home()
    stranger.close()


@pytest.mark.parametrize("name", ["home", "local", "posts", "notifications", "followers", "favourites", "bookmarks"])
def test_pages_both_ways(server: Server, alice: Any, name: str) -> None:
    bob = server.sandbox.accounts["bob"]
    # One notification a post: the cursors of Hollo are times, and what has the same time is lost there.
    server.sandbox.request("alice", "POST", f"/api/v1/accounts/{bob}/follow", notify=False)
    for number in range(25):
        post = server.sandbox.post("bob", f"@alice number {number}")
        server.sandbox.request("alice", "POST", f"/api/v1/statuses/{post.id}/favourite")
        server.sandbox.request("alice", "POST", f"/api/v1/statuses/{post.id}/bookmark")
    call = lists(alice, server).get(name)
    if call is None:  # the family has no such list
        return
    held = server.held.ids(name)
    read = alice.pages(call(limit=7))
    assert server.held.numbers(one.id for page in read for one in page) == held
    if name in BY_ID:
        back = alice.pages(call(limit=7, max_id=read[-2][-1].id), "previous")
    elif server.like in {"hollo", "snac"}:
        return  # they have no way back there
    else:
        back = alice.pages(read[-1], "previous")
    known = {server.held.number(one.id) for one in back[0]}
    expected = [number for number in held if number >= min(known)] if name in BY_ID else held
    assert server.held.numbers(one.id for page in back for one in page) == expected


# -- streams -----------------------------------------------------------------------------------------------------


def test_stream(server: Server) -> None:
    async def listen() -> str:
        token = server.sandbox.token_for("alice")
        async with (
            AsyncMastodon(api_base_url=server.sandbox.url, access_token=token) as client,
            client.stream("user") as stream,
        ):
            await stream.connected()
            post = server.sandbox.post("bob", "live")
            async for event in stream:
                if isinstance(event, Update):
                    assert event.status.id == post.id
                    return str(event.status.content)
        raise AssertionError("the stream has ended")

    family = server.family
    if family is None or family.websocket:
        assert "live" in asyncio.run(asyncio.wait_for(listen(), 30))
    else:
        with pytest.raises(MastodonError, match="stream"):
            asyncio.run(asyncio.wait_for(listen(), 30))


# -- loads -------------------------------------------------------------------------------------------------------


def test_load_three_times(server: Server, loader: Loader) -> None:  # noqa: F811  (the fixture)
    tables = {
        "timelines_home": "home",
        "account_statuses": "own",
        "notifications": "notifications",
        "following": "following",
    }
    for times in range(3):
        loader.load(
            api_base_url=server.sandbox.url,
            access_token=server.sandbox.token_for("alice"),
            resources=list(tables),
            private=True,
            consent=False,
        )
        if times < 2:
            server.sandbox.clock.advance(seconds=2)  # a load in the second of a post is another matter
            for number in range(45):
                server.sandbox.post("bob", f"@alice {times} {number}")
                server.sandbox.post("alice", f"{times} {number}")
    for table, name in tables.items():
        rows = [row["id"] for row in loader.rows(f"SELECT id FROM {table}")]
        assert server.held.numbers(rows) == server.held.ids(name), table
