"""Moderation of hashtags and trends."""

import pytest

from trunkline import Mastodon
from trunkline.sandbox import Sandbox

TAGS = "/api/v1/admin/tags"
TRENDS = "/api/v1/admin/trends"
LINK = "https://news.example.org/one"


def names(tags):
    return [tag["name"] for tag in tags]


@pytest.fixture
def tea(chief, ann):
    """The hashtag that ann posted with."""
    ann.say("hello #Tea")
    return chief.get(TAGS)[0]


@pytest.fixture
def post(world, ann, bob):
    """A status with a link that somebody likes."""
    world.store.insert("preview_cards", {"url": LINK, "title": "One", "created_at": 1})
    made = ann.say(f"read {LINK}")
    bob.post(f"/api/v1/statuses/{made['id']}/favourite")
    return made


def test_tags(world, chief, ann, tea):
    decided = {"trendable": True, "usable": True, "listable": True, "requires_review": True}
    assert {**tea, **decided} == tea
    assert (tea["name"], chief.get(f"{TAGS}/{tea['id']}")) == ("tea", tea)
    ann.say("#milk")
    page = chief.request("GET", f"{TAGS}?limit=1")
    assert names(page.json()) == ["milk"]
    assert names(chief.get(f"{TAGS}?max_id={page.json()[0]['id']}")) == ["tea"]
    chief.get(f"{TAGS}/99", 404)
    ann.token = world.token(ann.id, "admin:read admin:write")
    ann.get(TAGS, 403)
    ann.patch(f"{TAGS}/{tea['id']}", 403)


def test_unusable_tags(chief, ann, tea):
    changed = chief.patch(f"{TAGS}/{tea['id']}", json={"usable": False})
    assert (changed["usable"], changed["trendable"], changed["requires_review"]) == (False, True, False)
    assert ann.post("/api/v1/statuses", 422, json={"status": "more #TEA"}) == {
        "error": "Validation failed: Text contained a disallowed hashtag: tea"
    }


def test_unlisted_tags(chief, ann, tea):
    chief.patch(f"{TAGS}/{tea['id']}", json={"listable": False})
    search = "/api/v2/search?type=hashtags&q="
    assert [names(ann.get(search + q)["hashtags"]) for q in ("te", "tea")] == [[], ["tea"]]


def test_spelling(world, chief, tea):
    address = f"{TAGS}/{tea['id']}"
    chief.patch(address, json={"display_name": "TEA"})
    assert world.store.value("SELECT display_name FROM tags") == "TEA"
    assert "letter case" in chief.patch(address, 422, json={"display_name": "coffee"})["error"]


def test_trending_tags(world, chief, ann, tea):
    assert chief.get(f"{TRENDS}/tags") == [tea]
    rejected = chief.post(f"{TRENDS}/tags/{tea['id']}/reject")
    assert (rejected["trendable"], rejected["requires_review"]) == (False, False)
    assert world.get("/api/v1/trends/tags") == []
    assert names(chief.get(f"{TRENDS}/tags")) == ["tea"]
    assert chief.post(f"{TRENDS}/tags/{tea['id']}/approve")["trendable"] is True
    assert names(world.get("/api/v1/trends/tags")) == ["tea"]
    chief.post(f"{TRENDS}/tags/99/approve", 404)


def test_trending_statuses(world, chief, post):
    (found,) = chief.get(f"{TRENDS}/statuses")
    assert (found["id"], found["requires_review"]) == (post["id"], True)
    assert chief.post(f"{TRENDS}/statuses/{post['id']}/reject")["requires_review"] is False
    assert world.get("/api/v1/trends/statuses") == []
    chief.post(f"{TRENDS}/statuses/{post['id']}/approve")
    assert len(world.get("/api/v1/trends/statuses")) == 1


@pytest.mark.usefixtures("post")
def test_trending_links(world, chief):
    (found,) = chief.get(f"{TRENDS}/links")
    assert (found["id"], found["url"], found["requires_review"]) == (1, LINK, True)
    assert chief.post(f"{TRENDS}/links/1/reject")["requires_review"] is False
    assert world.get("/api/v1/trends/links") == []
    assert chief.get(f"{TRENDS}/links") != []


def test_without_the_role_they_are_those_of_everybody(world, chief, ann, tea):
    chief.post(f"{TRENDS}/tags/{tea['id']}/reject")
    ann.token = world.token(ann.id, "admin:read admin:write")
    assert ann.get(f"{TRENDS}/tags") == world.get(f"{TRENDS}/tags") == []
    ann.post(f"{TRENDS}/tags/{tea['id']}/approve", 403)


def test_with_the_client():
    with Sandbox(size=300, process=False) as server:
        admin = Mastodon(access_token=server.admin_token, api_base_url=server.url)
        tag = admin.admin_trending_tags()[0]
        assert admin.admin_reject_trending_tag(tag).trendable is False
        assert tag.name not in [one.name for one in admin.trending_tags()]
        assert admin.admin_update_tag(tag, trendable=True).trendable is True
        assert admin.admin_tag(tag).requires_review is False
        status = admin.admin_trending_statuses()[0]
        assert admin.admin_approve_trending_status(status).requires_review is False
        link = admin.admin_trending_links()[0]
        assert admin.admin_reject_trending_link(link).id == link.id
