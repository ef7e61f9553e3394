"""Visibility of statuses."""

import pytest

VISIBILITIES = ("public", "unlisted", "private", "direct")


@pytest.fixture
def posts(world, ann, bob, eve):
    """One post of ann of each visibility; bob follows her and is mentioned in the direct one, eve is nobody."""
    bob.follow(ann)
    return {
        visibility: ann.say(f"{'@bob ' if visibility == 'direct' else ''}{visibility}", visibility=visibility)["id"]
        for visibility in VISIBILITIES
    }


def test_strangers_and_anonymous_read_only_public_and_unlisted(world, eve, posts):
    for visibility, status_id in posts.items():
        expected = 200 if visibility in {"public", "unlisted"} else 404
        assert world.get(f"/api/v1/statuses/{status_id}", expected)
        assert eve.get(f"/api/v1/statuses/{status_id}", expected)
    assert eve.get(f"/api/v1/statuses/{posts['private']}", 404) == {"error": "Not Found"}


def test_followers_read_private_and_the_mentioned_read_direct(bob, posts):
    for status_id in posts.values():
        assert bob.get(f"/api/v1/statuses/{status_id}")["id"] == status_id


def test_a_follower_who_is_not_mentioned_does_not_read_direct(world, ann, posts):
    carl = world.person("carl")
    carl.follow(ann)
    assert carl.get(f"/api/v1/statuses/{posts['private']}")
    carl.get(f"/api/v1/statuses/{posts['direct']}", 404)


@pytest.mark.parametrize("path", ["context", "history", "reblogged_by", "favourited_by"])
def test_everything_below_a_private_status_is_hidden_too(world, eve, posts, path):
    for status_id in (posts["private"], posts["direct"]):
        world.get(f"/api/v1/statuses/{status_id}/{path}", 404)
        eve.get(f"/api/v1/statuses/{status_id}/{path}", 404)


@pytest.mark.parametrize("action", ["favourite", "reblog", "bookmark", "mute", "pin", "translate"])
def test_a_stranger_cannot_act_on_a_private_status(eve, posts, action):
    assert eve.post(f"/api/v1/statuses/{posts['private']}/{action}", 404) == {"error": "Not Found"}


def test_a_stranger_cannot_answer_or_quote_a_private_status(eve, posts):
    answer = {"status": "hm", "in_reply_to_id": posts["private"]}
    assert eve.post("/api/v1/statuses", 404, json=answer)["error"].startswith("The post you are trying to reply")
    quote = {"status": "hm", "quoted_status_id": posts["private"]}
    assert eve.post("/api/v1/statuses", 404, json=quote)["error"].startswith("The post you are trying to quote")


def test_bulk_reading_leaves_out_what_may_not_be_seen(eve, bob, posts):
    query = "&".join(f"id[]={status_id}" for status_id in posts.values())
    assert {post["visibility"] for post in eve.get(f"/api/v1/statuses?{query}")} == {"public", "unlisted"}
    assert len(bob.get(f"/api/v1/statuses?{query}")) == 4


def test_the_list_of_an_account_shows_each_viewer_their_share(world, ann, bob, eve, posts):
    path = f"/api/v1/accounts/{ann.id}/statuses"
    assert {post["visibility"] for post in world.get(path)} == {"public", "unlisted"}
    assert {post["visibility"] for post in eve.get(path)} == {"public", "unlisted"}
    assert {post["visibility"] for post in bob.get(path)} == set(VISIBILITIES)
    assert {post["visibility"] for post in ann.get(path)} == set(VISIBILITIES)


def test_public_timelines_show_nothing_but_public_posts(world, bob, posts):
    assert [post["visibility"] for post in world.get("/api/v1/timelines/public")] == ["public"]
    assert [post["visibility"] for post in bob.get("/api/v1/timelines/public")] == ["public"]


def test_unfollowing_closes_private_posts(ann, bob, posts):
    bob.post(f"/api/v1/accounts/{ann.id}/unfollow")
    bob.get(f"/api/v1/statuses/{posts['private']}", 404)
    assert posts["private"] not in [post["id"] for post in bob.get("/api/v1/timelines/home")]


def test_a_removed_follower_keeps_private_posts_in_the_home_timeline_only(ann, bob, posts):
    bob.post(f"/api/v1/statuses/{posts['private']}/favourite")
    bob.post(f"/api/v1/statuses/{posts['private']}/bookmark")
    ann.post(f"/api/v1/accounts/{bob.id}/remove_from_followers")
    assert bob.get("/api/v1/favourites") == []
    assert bob.get("/api/v1/bookmarks") == []
    bob.get(f"/api/v1/statuses/{posts['private']}", 404)
    assert posts["private"] in [post["id"] for post in bob.get("/api/v1/timelines/home")], "as on a real server"


def test_who_is_blocked_reads_nothing_of_the_blocker(ann, bob, posts):
    ann.post(f"/api/v1/accounts/{bob.id}/block")
    for visibility in ("public", "unlisted", "private"):
        bob.get(f"/api/v1/statuses/{posts[visibility]}", 404)
    assert bob.get("/api/v1/timelines/home") == []
    assert bob.get("/api/v1/timelines/public") == []
    assert bob.get(f"/api/v1/accounts/{ann.id}/statuses") == []
    assert bob.get(f"/api/v1/statuses/{posts['direct']}")["visibility"] == "direct"


def test_blocks_and_mutes_empty_the_timelines(ann, bob, posts):
    for action in ("mute", "block"):
        bob.post(f"/api/v1/accounts/{ann.id}/{action}")
        assert bob.get("/api/v1/timelines/public") == []
        assert bob.get("/api/v1/timelines/home") == []
        assert bob.get(f"/api/v1/statuses/{posts['public']}")["id"] == posts["public"]
        bob.post(f"/api/v1/accounts/{ann.id}/un{action}")


def test_a_mute_ends_by_itself(world, ann, bob, posts):
    bob.post(f"/api/v1/accounts/{ann.id}/mute", json={"duration": 60})
    assert bob.get("/api/v1/timelines/public") == []
    assert len(bob.get("/api/v1/mutes")) == 1
    world.clock.advance(seconds=61)
    assert len(bob.get("/api/v1/timelines/public")) == 1
    assert bob.get("/api/v1/mutes") == []
    assert bob.get(f"/api/v1/accounts/relationships?id[]={ann.id}")[0]["muting"] is False


def test_a_blocked_server_disappears_from_timelines(world, bob):
    far = world.remote_account("zoe", "far.example")
    world.remote_status(far, "from afar")
    assert len(bob.get("/api/v1/timelines/public")) == 1
    bob.post("/api/v1/domain_blocks", json={"domain": "far.example"})
    assert bob.get("/api/v1/domain_blocks") == ["far.example"]
    assert bob.get("/api/v1/timelines/public") == []
    assert bob.get(f"/api/v1/accounts/relationships?id[]={far}")[0]["domain_blocking"] is True
    bob.request("DELETE", "/api/v1/domain_blocks", json={"domain": "far.example"})
    assert len(bob.get("/api/v1/timelines/public")) == 1


def test_context_leaves_out_private_answers_and_unwanted_people(world, ann, bob, eve):
    root = ann.say("root")["id"]
    secret = bob.say("@ann only you", in_reply_to_id=root, visibility="direct")["id"]
    open_answer = eve.say("hello", in_reply_to_id=root)["id"]
    ids = [post["id"] for post in world.get(f"/api/v1/statuses/{root}/context")["descendants"]]
    assert ids == [open_answer]
    assert [post["id"] for post in ann.get(f"/api/v1/statuses/{root}/context")["descendants"]] == [secret, open_answer]
    ann.post(f"/api/v1/accounts/{eve.id}/mute")
    assert [post["id"] for post in ann.get(f"/api/v1/statuses/{root}/context")["descendants"]] == [secret]


def test_the_quote_of_a_post_that_became_unreadable_says_so(world, ann, bob, eve):
    quoted = ann.say("quote me")["id"]
    quoting = bob.say("look", quoted_status_id=quoted)
    assert quoting["quote"]["state"] == "accepted"
    assert quoting["quote"]["quoted_status"]["id"] == quoted
    ann.post(f"/api/v1/accounts/{eve.id}/block")
    assert eve.get(f"/api/v1/statuses/{quoting['id']}")["quote"] == {"state": "unauthorized", "quoted_status": None}
    ann.delete(f"/api/v1/statuses/{quoted}")
    assert world.get(f"/api/v1/statuses/{quoting['id']}")["quote"] == {"state": "deleted", "quoted_status": None}


def test_posts_of_a_suspended_account_are_gone(world, ann, posts):
    world.store.update("accounts", ann.id, {"suspended": 1})
    world.get(f"/api/v1/statuses/{posts['public']}", 404)
    assert world.get(f"/api/v1/accounts/{ann.id}/statuses") == []
    assert world.get(f"/api/v1/accounts/{ann.id}")["suspended"] is True
