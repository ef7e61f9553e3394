"""notifications and conversations."""

from __future__ import annotations

import json

import pytest

from trunkline import Mastodon
from trunkline.cli import exits
from trunkline.sandbox import Sandbox


def _objects(result):
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def mentioned(server: Sandbox, logged_in: Mastodon, bob: Mastodon):
    """A post of alice's that two people have favourited, and an answer of bob's, the newest notification."""
    logged_in.notifications_clear()
    mine = logged_in.status_post("One about trains")
    bob.status_favourite(mine)
    Mastodon(access_token=server.token_for("carol"), api_base_url=server.url).status_favourite(mine)
    return bob.status_post("@alice Good morning", in_reply_to_id=mine)


def test_groups(trunkline, caplog, mentioned):
    shown = trunkline("notifications", "list").stdout
    assert not caplog.messages
    heads = [line for line in shown.splitlines() if line.startswith("%")]
    assert [head.split(" · ")[0] for head in heads] == [
        "%1 Bob Müller 🚲 @bob mentioned you",
        next(head.split(" · ")[0] for head in heads if "favourited your post" in head),
    ]
    assert " and " in heads[1]
    assert "│   @alice Good morning" in shown
    assert "│ One about trains" in shown
    assert _objects(trunkline("show", "%1", "--json"))[0]["id"] == mentioned.id
    assert trunkline("post", "--reply-to", "%1", "And to you").exit_code == 0
    trunkline("notifications", "list")
    (group,) = _objects(trunkline("notifications", "list", "--json", "-t", "favourite"))
    assert group["notifications_count"] == 2
    assert len(group["accounts"]) == 2
    assert group["status"]["id"] == mentioned.in_reply_to_id


def test_single_ones(trunkline, mentioned):
    types = [one["type"] for one in _objects(trunkline("notifications", "list", "--single", "--json"))]
    assert types == ["mention", "favourite", "favourite"]
    assert [one["type"] for one in _objects(trunkline("notifications", "list", "--by", "@bob", "--json"))] == types[:2]
    left = _objects(trunkline("notifications", "list", "--exclude", "favourite", "--single", "--json"))
    assert [one["type"] for one in left] == ["mention"]


def test_a_server_without_groups(trunkline, server, mentioned):
    server.fail("/api/v2/notifications", 404, method="GET")
    try:
        types = [one["type"] for one in _objects(trunkline("notifications", "list", "--json"))]
    finally:
        server.clear_failures()
    assert types == ["mention", "favourite", "favourite"]


def test_the_unread_count(trunkline, mentioned):
    assert trunkline("notifications", "unread", "-t", "favourite").stdout == "2\n"
    assert _objects(trunkline("notifications", "unread", "--json")) == [{"count": 3}]


def test_dismissing(trunkline, logged_in, mentioned):
    trunkline("notifications", "list")
    result = trunkline("notifications", "dismiss", "%2", "999")
    assert result.exit_code == exits.PARTLY
    assert result.stderr == "999: There is no notification 999, or none that you may see.\n"
    (left,) = logged_in.notifications()
    assert trunkline("notifications", "dismiss", "-", text=f"{left.id}\n").exit_code == 0
    assert not logged_in.notifications()
    assert trunkline("notifications", "list").stderr == "There is nothing here.\n"


def test_clearing(trunkline, logged_in, mentioned):
    refused = trunkline("notifications", "clear")
    assert refused.exit_code == exits.USAGE
    assert "Add --yes" in refused.stderr
    assert len(logged_in.notifications()) == 3
    assert trunkline("notifications", "clear", "--yes").stdout == "Dismissed all notifications.\n"
    assert not logged_in.notifications()


def test_the_policy_and_what_it_filters(trunkline, server, logged_in):
    changed = trunkline("notifications", "policy", "--not-following", "filter", "--bots", "drop")
    assert "filter  people that you do not follow" in changed.stdout
    assert "drop    bots" in changed.stdout
    for name in ("stranger", "another"):
        stranger = server.person(name)
        Mastodon(access_token=stranger.token, api_base_url=server.url).status_post("@alice Hello")
    shown = trunkline("notifications", "requests", "list").stdout
    assert "@stranger  1 notification, the newest" in shown
    assert trunkline("notifications", "requests", "accept", "@stranger").exit_code == 0
    (left,) = _objects(trunkline("notifications", "requests", "list", "--json"))
    trunkline("notifications", "requests", "list")
    assert trunkline("notifications", "requests", "dismiss", "%1", left["id"]).exit_code == exits.PARTLY
    assert trunkline("notifications", "requests", "accept", "@nobody").exit_code == exits.NOT_FOUND
    assert trunkline("notifications", "policy", "--not-following", "perhaps").exit_code == exits.USAGE
    (policy,) = _objects(
        trunkline("notifications", "policy", "--not-following", "accept", "--bots", "accept", "--json")
    )
    assert policy["for_not_following"] == "accept"


def test_conversations(trunkline, logged_in, bob):
    private = bob.status_post("@alice A secret", visibility="direct")
    shown = trunkline("conversations", "list", "-n", "1").stdout
    assert shown.startswith("%1 unread Bob Müller 🚲 @bob\n")
    assert "A secret" in shown
    assert _objects(trunkline("show", "%1", "--json"))[0]["id"] == private.id
    assert trunkline("conversations", "read", "%1").exit_code == 0
    assert not logged_in.conversations()[0].unread
    (marked,) = _objects(trunkline("conversations", "unread", "%1", "--json"))
    assert marked["unread"]
    assert trunkline("conversations", "remove", "%1").exit_code == exits.USAGE
    assert trunkline("conversations", "remove", "%1", "--yes").exit_code == 0
    assert marked["id"] not in [one.id for one in logged_in.conversations()]
    assert trunkline("conversations", "read", "999").exit_code == exits.NOT_FOUND
    assert trunkline("conversations", "read", "no/id").exit_code == exits.USAGE
