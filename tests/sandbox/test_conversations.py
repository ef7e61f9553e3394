"""Direct conversations."""

import re

import pytest


@pytest.fixture
def threads(ann, bob, eve):
    """Bob writes to ann, who follows him, then eve does."""
    ann.follow(bob)
    ann.follow(eve)
    return [bob.say("@ann one", visibility="direct"), eve.say("@ann two", visibility="direct")]


def last_ids(conversations):
    return [one["last_status"]["id"] for one in conversations]


def test_list(ann, bob, eve, threads):
    conversations = ann.get("/api/v1/conversations")
    assert last_ids(conversations) == [threads[1]["id"], threads[0]["id"]]
    assert [[account["id"] for account in one["accounts"]] for one in conversations] == [[str(eve.id)], [str(bob.id)]]
    assert [one["unread"] for one in conversations] == [True, True]
    assert bob.get("/api/v1/conversations")[0]["unread"] is False


def test_answers_join_the_conversation(ann, bob, threads):
    reply = ann.say("@bob hello", visibility="direct", in_reply_to_id=threads[0]["id"])
    assert last_ids(ann.get("/api/v1/conversations")) == [reply["id"], threads[1]["id"]]
    assert [one["unread"] for one in bob.get("/api/v1/conversations")] == [True]


def test_a_stranger_s_post_asks_first(ann, bob):
    post = bob.say("@ann one", visibility="direct")
    bob.say("@ann two", visibility="direct")
    assert len(bob.get("/api/v1/conversations")) == 2
    assert ann.get("/api/v1/conversations") == ann.get("/api/v1/notifications") == []
    request = ann.get("/api/v1/notifications/requests")[0]
    ann.post(f"/api/v1/notifications/requests/{request['id']}/accept")
    assert post["id"] in last_ids(ann.get("/api/v1/conversations"))
    assert len(ann.get("/api/v1/conversations")) == len(ann.get("/api/v1/notifications")) == 2


def test_an_answer_asks_for_nothing(ann, bob, eve):
    mine = ann.say("@bob @eve question", visibility="direct")
    his = bob.say("@ann @eve answer", visibility="direct", in_reply_to_id=mine["id"])
    hers = eve.say("@ann another answer", visibility="direct", in_reply_to_id=his["id"])
    assert ann.get("/api/v1/notifications/requests") == []
    assert hers["id"] in last_ids(ann.get("/api/v1/conversations"))


def test_pages_go_by_the_last_status(ann, threads):
    page = ann.request("GET", "/api/v1/conversations?limit=1")
    links = {rel: url for url, rel in re.findall(r'<([^>]+)>; rel="(\w+)"', page.headers["link"])}
    assert f"max_id={threads[1]['id']}" in links["next"]
    assert f"min_id={threads[1]['id']}" in links["prev"]
    older = ann.get(links["next"])
    assert last_ids(older) == [threads[0]["id"]]
    assert last_ids(ann.get(f"/api/v1/conversations?min_id={threads[0]['id']}")) == [threads[1]["id"]]


def test_read_unread_delete(ann, bob, threads):
    number = ann.get("/api/v1/conversations")[0]["id"]
    assert ann.post(f"/api/v1/conversations/{number}/read")["unread"] is False
    assert ann.post(f"/api/v1/conversations/{number}/unread")["unread"] is True
    bob.post(f"/api/v1/conversations/{number}/read", 404)
    bob.delete(f"/api/v1/conversations/{number}", 404)
    assert ann.delete(f"/api/v1/conversations/{number}") == {}
    assert len(ann.get("/api/v1/conversations")) == 1


def test_scopes(world, threads):
    reader = world.person("reader", "read:statuses")
    assert reader.get("/api/v1/conversations") == []
    reader.post("/api/v1/conversations/1/read", 403)
    world.get("/api/v1/conversations", 401)
