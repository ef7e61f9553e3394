"""Hashtags: reading, following and featuring."""

import re


def test_a_tag_with_history(world, ann, bob):
    ann.say("#Cats")
    bob.say("#cats #CATS")
    world.clock.advance(days=1)
    bob.say("#cats", visibility="unlisted")
    bob.say("#cats")
    tag = ann.get("/api/v1/tags/cats")
    assert list(tag) == ["id", "name", "url", "history", "following", "featuring"]
    assert tag["url"].endswith("/tags/cats")
    assert len(tag["history"]) == 7
    today, yesterday = tag["history"][:2]
    assert int(today["day"]) - int(yesterday["day"]) == 86_400
    assert (yesterday["uses"], yesterday["accounts"]) == ("2", "2")
    assert today["accounts"] == "1"
    assert ann.get("/api/v1/tags/CATS")["id"] == tag["id"]
    assert "following" not in world.get("/api/v1/tags/cats")


def test_a_tag_that_nobody_used(world, ann):
    tag = ann.get("/api/v1/tags/Unused")
    assert (tag["id"], tag["name"], tag["following"]) == ("", "Unused", False)
    assert {day["uses"] for day in tag["history"]} == {"0"}
    assert ann.get("/api/v1/tags/not-a-tag", 404) == {"error": "Not Found"}
    assert world.store.value("SELECT count(*) FROM tags") == 0


def test_follow(ann, bob):
    bob.say("early #cats")
    followed = ann.post("/api/v1/tags/cats/follow")
    assert (followed["name"], followed["following"]) == ("cats", True)
    ann.post("/api/v1/tags/cats/follow")
    bob.say("about #cats")
    assert [status["content"].startswith("<p>about") for status in ann.get("/api/v1/timelines/home")] == [True]
    assert ann.post("/api/v1/tags/cats/unfollow")["following"] is False
    assert ann.get("/api/v1/timelines/home") == []


def test_followed_tags_page_backwards(ann):
    names = [f"tag{number}" for number in range(5)]
    for name in names:
        ann.post(f"/api/v1/tags/{name}/follow")
    first = ann.request("GET", "/api/v1/followed_tags?limit=3")
    assert [tag["name"] for tag in first.json()] == ["tag4", "tag3", "tag2"]
    assert all(tag["following"] for tag in first.json())
    following = re.findall(r'<([^>]+)>; rel="next"', first.headers["link"])[0]
    assert [tag["name"] for tag in ann.get(following)] == ["tag1", "tag0"]


def test_feature(ann):
    assert ann.post("/api/v1/tags/cats/feature")["featuring"] is True
    ann.post("/api/v1/tags/cats/feature")
    assert [tag["name"] for tag in ann.get(f"/api/v1/accounts/{ann.id}/featured_tags")] == ["cats"]
    for number in range(9):
        ann.post(f"/api/v1/tags/tag{number}/feature")
    assert "maximum" in ann.post("/api/v1/tags/onemore/feature", 422)["error"]
    assert ann.post("/api/v1/tags/cats/unfeature")["featuring"] is False
    assert len(ann.get(f"/api/v1/accounts/{ann.id}/featured_tags")) == 9


def test_scopes(world):
    narrow = world.person("narrow", "read:follows write:accounts")
    assert narrow.get("/api/v1/followed_tags") == []
    narrow.post("/api/v1/tags/cats/follow", 403)
    assert narrow.post("/api/v1/tags/cats/feature")["featuring"] is True
    world.person("old", "follow").post("/api/v1/tags/cats/follow")
