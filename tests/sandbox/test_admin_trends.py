"""Moderation of hashtags and trends."""

from datetime import UTC, datetime

import pytest

from trunkline import Mastodon
from trunkline.sandbox import Sandbox

TAGS = "/api/v1/admin/tags"
TRENDS = "/api/v1/admin/trends"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
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
    decided = {"trendable": False, "usable": True, "listable": True, "requires_review": True}
    assert {**tea, **decided} == tea
    assert (tea["name"], chief.get(f"{TAGS}/{tea['id']}")) == ("Tea", tea)
    ann.say("#milk")
    page = chief.request("GET", f"{TAGS}?limit=1")
    assert names(page.json()) == ["milk"]
    assert names(chief.get(f"{TAGS}?max_id={page.json()[0]['id']}")) == ["Tea"]
    chief.get(f"{TAGS}/99", 404)
    ann.token = world.token(ann.id, "admin:read admin:write")
    ann.get(TAGS, 403)
    ann.patch(f"{TAGS}/{tea['id']}", 403)


def test_unusable_tags(chief, ann, tea):
    changed = chief.patch(f"{TAGS}/{tea['id']}", json={"usable": False})
    assert (changed["usable"], changed["trendable"], changed["requires_review"]) == (False, False, False)
    assert ann.post("/api/v1/statuses", 422, json={"status": "more #TEA"}) == {
        "error": "Validation failed: Text contained a disallowed hashtag: tea"
    }


def test_unlisted_tags(chief, ann, tea):
    chief.patch(f"{TAGS}/{tea['id']}", json={"listable": False})
    search = "/api/v2/search?type=hashtags&q="
    assert [names(ann.get(search + q)["hashtags"]) for q in ("te", "tea")] == [[], ["Tea"]]


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_spelling(chief, tea, method):
    def change(name, status=200):
        return chief.request(method, f"{TAGS}/{tea['id']}", status, json={"display_name": name}).json()

    differs = "Display name does not match the previous name"
    assert (change("TEA")["name"], chief.get(TAGS)[0]["url"]) == ("TEA", "http://mastodon.test/tags/tea")
    assert change("coffee", 422) == {"error": f"Validation failed: {differs}"}
    assert change("a b", 422) == {"error": f"Validation failed: Display name is invalid, {differs}"}
    assert change(None)["name"] == "tea"


def test_null_is_the_default(chief, tea):
    chief.put(f"{TAGS}/{tea['id']}", json={"trendable": True, "usable": False, "listable": "false"})
    nothing = chief.put(f"{TAGS}/{tea['id']}", json={})
    assert (nothing["trendable"], nothing["usable"], nothing["listable"]) == (True, False, False)
    reset = chief.put(f"{TAGS}/{tea['id']}", json={"trendable": None, "usable": None, "listable": None})
    assert (reset["trendable"], reset["usable"], reset["listable"]) == (False, True, True)


def test_trending_tags(world, chief, ann, tea):
    assert (chief.get(f"{TRENDS}/tags"), world.get("/api/v1/trends/tags")) == ([tea], [])
    assert chief.post(f"{TRENDS}/tags/{tea['id']}/approve")["trendable"] is True
    assert names(world.get("/api/v1/trends/tags")) == ["Tea"]
    rejected = chief.post(f"{TRENDS}/tags/{tea['id']}/reject")
    assert (rejected["trendable"], rejected["requires_review"]) == (False, False)
    assert world.get("/api/v1/trends/tags") == []
    assert names(chief.get(f"{TRENDS}/tags")) == ["Tea"]
    chief.post(f"{TRENDS}/tags/99/approve", 404)


@pytest.mark.usefixtures("tea")
def test_links_lead_to_the_public_list(chief):
    link = '<http://mastodon.test/api/v1/trends/tags?limit=1&offset=1>; rel="next"'
    for method, path in (("GET", f"{TRENDS}/tags"), ("GET", "/api/v1/trends"), ("POST", f"{TRENDS}/tags/1/approve")):
        chief.post(f"{TRENDS}/tags/1/approve")
        assert chief.request(method, f"{path}?limit=1").headers["link"] == link


def test_trending_statuses(world, chief, ann, post):
    (found,) = chief.get(f"{TRENDS}/statuses")
    assert (found["id"], found["requires_review"], world.get("/api/v1/trends/statuses")) == (post["id"], True, [])
    assert chief.post(f"{TRENDS}/statuses/{post['id']}/approve")["requires_review"] is False
    assert len(world.get("/api/v1/trends/statuses")) == 1
    chief.post(f"{TRENDS}/statuses/{post['id']}/reject")
    assert world.get("/api/v1/trends/statuses") == []
    chief.post(f"{TRENDS}/statuses/99/approve", 404)


def test_posts_of_allowed_accounts_trend(world, chief, ann, post):
    world.store.update("accounts", ann.id, {"trendable": 1})
    assert len(world.get("/api/v1/trends/statuses")) == 1
    assert chief.get(f"{TRENDS}/statuses")[0]["requires_review"] is False
    chief.post(f"{TRENDS}/statuses/{post['id']}/reject")
    assert world.get("/api/v1/trends/statuses") == []


@pytest.mark.usefixtures("post")
def test_trending_links(world, chief):
    (found,) = chief.get(f"{TRENDS}/links")
    assert (found["id"], found["url"], found["requires_review"]) == (1, LINK, True)
    assert chief.post(f"{TRENDS}/links/1/approve")["requires_review"] is False
    assert len(world.get("/api/v1/trends/links")) == 1
    chief.post(f"{TRENDS}/links/1/reject")
    assert world.get("/api/v1/trends/links") == []
    assert chief.get(f"{TRENDS}/links") != []


@pytest.mark.usefixtures("post")
def test_publishers(world, chief, ann):
    path = f"{TRENDS}/links/publishers"
    (found,) = chief.get(path)
    assert found == {
        "id": 1, "domain": "news.example.org", "trendable": None, "reviewed_at": None, "requested_review_at": None,
        "requires_review": True,
    }  # fmt: skip
    approved = chief.post(f"{path}/1/approve")
    assert (approved["trendable"], approved["requires_review"], approved["reviewed_at"][:4]) == (True, False, "2026")
    assert len(world.get("/api/v1/trends/links")) == 1
    assert chief.get(f"{TRENDS}/links")[0]["requires_review"] is False
    assert chief.post(f"{path}/1/reject")["trendable"] is False
    assert world.get("/api/v1/trends/links") == []
    chief.post(f"{path}/99/reject", 404)
    world.get(path, 403)
    ann.token = world.token(ann.id, "admin:write")
    ann.post(f"{path}/1/approve", 403)


def test_without_the_role_they_are_those_of_everybody(world, chief, ann, tea):
    chief.post(f"{TRENDS}/tags/{tea['id']}/reject")
    ann.token = world.token(ann.id, "admin:read admin:write")
    assert ann.get(f"{TRENDS}/tags") == world.get(f"{TRENDS}/tags") == []
    ann.post(f"{TRENDS}/tags/{tea['id']}/approve", 403)


def test_with_the_client():
    with Sandbox(size=300, process=False, clock=lambda: NOW) as server:
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
