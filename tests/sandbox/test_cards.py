"""Preview cards of posts: when they come, of which link, and what takes them away."""

import pytest

from trunkline.sandbox.http.site import ServerSite
from trunkline.sandbox.live.due import run_due

LINK = "https://news.example.org/1"
OTHER = "https://news.example.org/2"


@pytest.fixture(autouse=True)
def known(world):
    for url, title in ((LINK, "News"), (OTHER, "Olds"), ("gemini://news.example.org/1", "Old")):
        values = {"url": url, "title": title, "author_name": "Ada", "created_at": 0}
        world.store.insert("preview_cards", values)


def card_of(world, status):
    card = world.get(f"/api/v1/statuses/{status['id']}")["card"]
    return card and card["title"]


def test_a_card_comes_after_the_post(world, ann):
    ann.patch("/api/v1/accounts/update_credentials", json={"discoverable": True})
    status = ann.say(f"read {LINK}!")
    assert status["card"] is None
    shown = world.get(f"/api/v1/statuses/{status['id']}")["card"]
    assert shown["title"] == "News"
    assert shown["authors"] == [{"name": "Ada", "url": "", "account": None}]
    assert [one["id"] for one in world.get(f"/api/v1/timelines/link?url={LINK}")] == [status["id"]]
    assert {kind for kind, _, _ in world.hub.events} == {"update"}


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"{OTHER} {LINK}", "Olds"),
        (f"https://unknown.example.org/ {LINK}", None),
        (f"gemini://news.example.org/1 {LINK}", "News"),
        (f"http://{{}}/@bob {LINK}", "News"),
        (f"http://{{}}/@bob {LINK} {OTHER}", "News"),
        ("https://news.example.org/", None),
        ("nothing", None),
    ],
)
def test_the_first_link_to_another_server_counts(world, ann, text, title):
    world.app.state.site = ServerSite("http://social.example.com", "example.com")
    world.client.base_url = "http://social.example.com"
    world.store.insert("preview_cards", {"url": "http://social.example.com/@bob", "title": "Own", "created_at": 0})
    assert card_of(world, ann.say(text.format("social.example.com"))) == title


def test_media_and_quotes_have_no_card(world, ann):
    quoted = ann.say("hello")
    assert card_of(world, ann.say(LINK, media_ids=[str(world.media(ann))])) is None
    assert card_of(world, ann.say(LINK, quoted_status_id=quoted["id"])) is None
    assert card_of(world, ann.say(LINK, poll={"options": ["a", "b"], "expires_in": 300})) == "News"


def test_an_edit_of_the_text_changes_the_card(world, ann):
    status = ann.say(LINK)
    path = f"/api/v1/statuses/{status['id']}"
    assert ann.put(path, json={"status": LINK, "spoiler_text": "careful"})["card"]["title"] == "News"
    assert ann.put(path, json={"status": OTHER})["card"] is None
    assert card_of(world, status) == "Olds"
    assert ann.put(path, json={"status": "no link"})["card"] is None
    assert card_of(world, status) is None


def test_scheduled_posts_have_cards(world, ann):
    ann.say(LINK, scheduled_at="2026-03-01T12:30:00Z")
    world.clock.advance(hours=1)
    assert run_due(world.store, world.hub, world.app.state.site) == 1
    assert world.get(f"/api/v1/accounts/{ann.id}/statuses")[0]["card"]["title"] == "News"
