"""Pages and feeds: what is on them, how they are escaped, who may see what."""

import re
from xml.etree import ElementTree

import pytest

HTML = {"Accept": "text/html"}
EVIL = "<script>alert(1)</script>\"'&"


def page(world, path, status=200, **headers):
    response = world.client.get(path, headers={**HTML, **headers}, follow_redirects=False)
    assert response.status_code == status, response.text
    return response


def title(response):
    found = re.search("<title>(.*?)</title>", response.text)
    assert found
    return found[1]


@pytest.mark.parametrize(
    "path", ["/", "/explore", "/public", "/public/local", "/directory", "/home", "/deck", "/lists/1"]
)
def test_pages_of_the_app_have_the_title_of_the_server(world, path):
    assert title(page(world, path)) == "Trunkline Sandbox"
    assert world.client.head(path, headers=HTML).status_code == 200


@pytest.mark.parametrize(
    ("path", "own"),
    [("/about", "About"), ("/privacy-policy", "Privacy Policy"), ("/terms-of-service", "Terms of Service")],
)
def test_texts_of_the_server(world, path, own):
    assert title(page(world, path)) == f"{own} - Trunkline Sandbox"
    refused = world.client.get(path, headers={"Accept": "application/json"})
    assert (refused.status_code, refused.json()) == (406, {"error": "Not Acceptable"})


def test_a_page_runs_no_script_and_loads_nothing_from_elsewhere(world, ann):
    ann.post("/api/v1/statuses", json={"status": EVIL, "spoiler_text": EVIL})
    ann.patch(
        "/api/v1/accounts/update_credentials", json={"display_name": EVIL[:30], "note": EVIL, "discoverable": True}
    )
    status_id = world.store.value("SELECT id FROM statuses")
    for path in ("/", "/@ann", f"/@ann/{status_id}", f"/@ann/{status_id}/embed", "/@ann.rss", "/directory"):
        shown = page(world, path)
        assert "<script" not in shown.text
        assert "alert(1)" in shown.text
        if not path.endswith("rss"):
            policy = shown.headers["content-security-policy"]
            assert policy.startswith("default-src 'none'; img-src 'self'; media-src 'self'; style-src 'sha256-")
            assert ("frame-ancestors" in policy) is not path.endswith("embed")


def test_a_profile_shows_its_posts_and_a_part_of_them(world, ann, bob):
    question = bob.post("/api/v1/statuses", json={"status": "hi"})
    ann.post("/api/v1/statuses", json={"status": "tulips #garden"})
    ann.post("/api/v1/statuses", json={"status": "@bob answer", "in_reply_to_id": question["id"]})
    ann.post("/api/v1/statuses", json={"status": "secret", "visibility": "private"})
    parts = {"": "tulips", "/with_replies": "tulips answer", "/tagged/garden": "tulips", "/media": ""}
    for part, expected in parts.items():
        shown = page(world, f"/@ann{part}")
        assert title(shown) == "ann (@ann@mastodon.test) - Trunkline Sandbox"
        assert {word for word in ("tulips", "answer", "secret") if word in shown.text} == set(expected.split())
        assert 'rel="lrdd"' in shown.headers["link"]


def test_the_page_of_a_status_has_its_thread(world, ann, bob):
    root = ann.post("/api/v1/statuses", json={"status": "the root"})
    reply = bob.post("/api/v1/statuses", json={"status": "the reply", "in_reply_to_id": root["id"]})
    bob.post("/api/v1/statuses", json={"status": "the end", "in_reply_to_id": reply["id"]})
    shown = page(world, f"/@bob/{reply['id']}")
    assert (
        shown.text.index("the root")
        < shown.text.index("the reply", shown.text.index("<main>"))
        < shown.text.index("the end")
    )
    assert title(shown) == "bob: &quot;the reply&quot; - Trunkline Sandbox"
    long = ann.post("/api/v1/statuses", json={"status": "x" * 51})
    assert f"&quot;{'x' * 49}…&quot;" in title(page(world, f"/@ann/{long['id']}"))


def test_a_poll_shows_its_votes(world, ann, bob):
    asked = ann.post("/api/v1/statuses", json={"status": "Tea?", "poll": {"options": ["yes", "no"], "expires_in": 600}})
    page = f"/@ann/{asked['id']}"
    assert "0 votes, open" in world.request("GET", page).text
    bob.post(f"/api/v1/polls/{asked['poll']['id']}/votes", json={"choices": [0]})
    assert "1 vote, open" in world.request("GET", page).text


def test_what_nobody_may_see_is_not_there(world, ann):
    private = ann.post("/api/v1/statuses", json={"status": "x", "visibility": "private"})["id"]
    gone = ann.post("/api/v1/statuses", json={"status": "x"})["id"]
    ann.delete(f"/api/v1/statuses/{gone}")
    for path in (
        f"/@ann/{private}",
        f"/@ann/{gone}",
        "/@ann/x",
        "/@nobody",
        "/tags/nothing",
        "/nothing",
        "/nothing.json",
    ):
        missing = page(world, path, 404)
        assert title(missing) == "The page you are looking for isn&#39;t here. - Mastodon"
        assert missing.headers["cache-control"] == "private, no-store"
        assert world.get(path, 404, headers={"Accept": "application/json"}) == {"error": "Not Found"}
        assert page(world, path, 404, Accept="*/*").headers["content-type"] == "*/*; charset=utf-8"


@pytest.mark.parametrize(("columns", "status"), [("suspended = 1", 403), ("suspended = 1, purged = 1", 410)])
def test_suspended_people_have_no_page(world, ann, columns, status):
    world.store.execute(f"UPDATE accounts SET {columns} WHERE id = ?", (ann.id,))
    page(world, "/@ann", status)
    page(world, "/@ann.rss", status)


def test_who_waits_for_approval_is_not_there(world, ann):
    world.store.execute("UPDATE users SET approved = 0 WHERE account_id = ?", (ann.id,))
    for path in ("/@ann", "/@ann.rss", "/@ann.json", f"/ap/users/{ann.id}/outbox"):
        page(world, path, 404)


@pytest.mark.parametrize(
    ("path", "status", "target"),
    [
        ("/users/ann", 301, "/@ann"),
        ("/users/ann/statuses/1", 301, "/@ann/1"),
        ("/users/ann/followers", 301, "/@ann/followers"),
        ("/about/more", 301, "/about"),
        ("/web/timelines/home", 302, "/timelines/home"),
        ("/web//evil.example", 302, "/evil.example"),
        ("/share?text=x", 302, "/auth/sign_in"),
        ("/settings/profile", 302, "/auth/sign_in"),
        ("/settings/preferences", 301, "/settings/preferences/appearance"),
        ("/.well-known/change-password", 301, "/auth/edit"),
    ],
)
def test_redirects(world, ann, path, status, target):
    moved = page(world, path, status)
    assert moved.headers["location"] == f"http://mastodon.test{target}"
    assert (moved.headers["content-type"], moved.text) == ("text/html; charset=utf-8", "")
    assert moved.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/@ann.rss", ["one #garden"]),
        ("/users/ann.rss", ["one #garden"]),
        ("/@ann/with_replies.rss", ["one #garden"]),
        ("/@ann/media.rss", []),
        ("/@ann/tagged/garden.rss", ["one #garden"]),
        ("/tags/garden.rss", ["one #garden"]),
    ],
)
def test_feeds(world, ann, path, expected):
    ann.post("/api/v1/statuses", json={"status": "one #garden"})
    ann.post("/api/v1/statuses", json={"status": "hidden #garden", "visibility": "private"})
    response = page(world, path)
    assert response.headers["content-type"] == "application/rss+xml; charset=utf-8"
    channel = ElementTree.fromstring(response.text).find("channel")
    assert channel is not None
    texts = [re.sub("<[^>]+>", "", item.findtext("description") or "") for item in channel.iter("item")]
    assert texts == expected


def test_the_manifest_and_the_icon(world):
    for path in ("/manifest", "/manifest.json"):
        assert world.get(path)["name"] == "Trunkline Sandbox"
    assert world.client.get("/favicon.ico").headers["content-type"] == "image/png"
    assert world.client.get("/custom.css").headers["content-type"] == "text/css; charset=utf-8"
