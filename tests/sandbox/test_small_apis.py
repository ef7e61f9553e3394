"""Preferences, markers, scheduled statuses, trends, emojis, directory, announcements, suggestions, push."""

import asyncio
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta

import pytest

from trunkline.sandbox.api.app import create_app
from trunkline.sandbox.moderation.trend_reviews import review

from .conftest import SITE

PUSH = "/api/v1/push/subscription"
# The base point of P-256, and sixteen bytes.
PUSH_POINT = "BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU"
PUSH_KEYS = {"p256dh": PUSH_POINT, "auth": "AAECAwQFBgcICQoLDA0ODw=="}


def test_preferences(world, ann):
    assert ann.get("/api/v1/preferences") == {
        "posting:default:visibility": "public",
        "posting:default:sensitive": False,
        "posting:default:language": "en",
        "posting:default:quote_policy": "public",
        "reading:expand:media": "default",
        "reading:expand:spoilers": False,
        "reading:autoplay:gifs": False,
    }
    world.get("/api/v1/preferences", 401)


def test_markers(ann, bob):
    assert ann.get("/api/v1/markers?timeline[]=home&timeline[]=notifications") == {}
    first = ann.post("/api/v1/markers", json={"home": {"last_read_id": "5"}})["home"]
    assert (first["last_read_id"], first["version"]) == ("5", 1)
    both = ann.post("/api/v1/markers", data={"home[last_read_id]": "7", "notifications[last_read_id]": "3"})
    assert (both["home"]["version"], both["notifications"]["version"]) == (2, 1)
    assert ann.post("/api/v1/markers", json={"home": {}, "odd": {"last_read_id": "1"}}) == {"home": both["home"]}
    assert ann.post("/api/v1/markers", json={"home": {"last_read_id": 7}}) == {"home": both["home"]}, "no move"
    blank = ann.post("/api/v1/markers", 422, json={"home": {"last_read_id": ""}})
    assert blank == {"error": "Validation failed: Last read can't be blank"}
    assert ann.get("/api/v1/markers?timeline[]=home") == {"home": both["home"]}
    assert ann.get("/api/v1/markers") == {}
    assert bob.get("/api/v1/markers?timeline[]=home") == {}


def test_markers_conflict(world, ann):
    """While one request is still coming in, another one moves the marker."""
    ann.post("/api/v1/markers", json={"home": {"last_read_id": "5"}})
    app = create_app(world.store, world.hub, SITE)

    async def send(body_before, body):
        sent = []
        messages = iter([body_before, body])

        async def receive():
            wait, content = next(messages)
            await wait
            return {"type": "http.request", "body": content, "more_body": content == b""}

        headers = [(b"authorization", f"Bearer {ann.token}".encode()), (b"content-type", b"application/json")]
        scope = {
            "type": "http", "method": "POST", "path": "/api/v1/markers", "query_string": b"", "headers": headers,
            "server": ("mastodon.test", 80), "client": ("127.0.0.1", 1), "scheme": "http",
        }  # fmt: skip

        async def collect(message):
            sent.append(message)

        await app(scope, receive, collect)
        return sent[0]["status"], json.loads(sent[1]["body"])

    async def scenario():
        done, begun = asyncio.Event(), asyncio.Event()

        async def begin():
            begun.set()

        async def nothing():
            pass

        slow = asyncio.create_task(
            send((begin(), b""), (done.wait(), json.dumps({"home": {"last_read_id": "6"}}).encode()))
        )
        await begun.wait()
        fast = await send((nothing(), b""), (nothing(), json.dumps({"home": {"last_read_id": "7"}}).encode()))
        done.set()
        return fast, await slow

    fast, slow = asyncio.run(asyncio.wait_for(scenario(), 10))
    assert fast[0] == 200
    assert slow == (409, {"error": "Conflict during update, please try again"})
    assert ann.get("/api/v1/markers?timeline[]=home")["home"]["last_read_id"] == "7"


def test_scheduled_statuses(world, ann, bob):
    def at(**ahead):
        return (world.clock.time + timedelta(**ahead)).isoformat()

    made = [ann.say(f"number {number}", scheduled_at=at(hours=1)) for number in range(3)]
    page = ann.request("GET", "/api/v1/scheduled_statuses?limit=2")
    assert [one["id"] for one in page.json()] == [made[2]["id"], made[1]["id"]]
    assert f"max_id={made[1]['id']}" in page.headers["link"]
    address = f"/api/v1/scheduled_statuses/{made[0]['id']}"
    assert ann.get(address)["params"]["text"] == "number 0"
    bob.get(address, 404)
    later = ann.put(address, json={"scheduled_at": "2030-01-01T10:00:00Z"})
    assert later["scheduled_at"] == "2030-01-01T10:00:00.000Z"
    assert "in the future" in ann.put(address, 422, json={"scheduled_at": at(minutes=1)})["error"]
    assert ann.put(address, json={"scheduled_at": "soon"})["scheduled_at"] is None
    assert ann.delete(address) == {}
    ann.get(address, 404)


def test_trends(world, ann, bob, eve):
    world.store.execute("UPDATE accounts SET trendable = 1")
    world.store.insert("preview_cards", {"url": "https://news.example.org/1", "title": "News", "created_at": 0})
    post = ann.say("#hot https://news.example.org/1")
    bob.say("#hot https://news.example.org/1")
    eve.say("#cold")
    bob.post(f"/api/v1/statuses/{post['id']}/favourite")
    for kind, table in (("tag", "tags"), ("publisher", "publishers")):
        for number in world.store.column(f"SELECT id FROM {table}"):
            review(world.store, kind, number, allowed=True)
    assert [tag["name"] for tag in world.get("/api/v1/trends/tags")] == ["hot", "cold"]
    assert [status["id"] for status in ann.get("/api/v1/trends/statuses")] == [post["id"]]
    links = world.get("/api/v1/trends/links")
    assert [(link["title"], link["history"][0]["uses"]) for link in links] == [("News", "2")]
    page = world.request("GET", "/api/v1/trends/tags?limit=1")
    assert 'offset=1>; rel="next"' in page.headers["link"]
    assert [tag["name"] for tag in world.get("/api/v1/trends/tags?limit=1&offset=1")] == ["cold"]
    assert 'rel="prev"' in world.request("GET", "/api/v1/trends/tags?limit=1&offset=2").headers["link"]
    assert world.request("GET", "/api/v1/trends").headers["deprecation"] == "@1648598400"
    world.clock.advance(days=8)
    assert world.get("/api/v1/trends/tags") == []
    assert world.get("/api/v1/trends/statuses") == []


def test_custom_emojis(world):
    for shortcode, domain, category in (("blob", None, "Blobs"), ("cat", None, None), ("far", "far.example", None)):
        path = f"/emoji/{shortcode}.png"
        world.store.insert(
            "custom_emojis",
            {"shortcode": shortcode, "domain": domain, "path": path, "static_path": path, "category": category},
        )
    blob, cat = world.get("/api/v1/custom_emojis")
    assert (blob["shortcode"], blob["category"], blob["url"]) == (
        "blob",
        "Blobs",
        "http://mastodon.test/emoji/blob.png",
    )
    assert "category" not in cat


def test_directory(world, ann, bob, eve):
    far = world.remote_account("far", "far.example")
    for account_id in (ann.id, bob.id, far):
        world.store.update("accounts", account_id, {"discoverable": 1})
    ann.say("I am here")
    eve.follow(bob)
    world.store.update("accounts", eve.id, {"discoverable": 1})
    quiet = world.person("quiet")
    world.store.update("accounts", quiet.id, {"discoverable": 1})

    def names(query=""):
        return [account["acct"] for account in bob.get(f"/api/v1/directory{query}")]

    assert names("?order=new") == ["far@far.example", "eve", "bob", "ann"], "nobody without posts and follows"
    assert names()[0] == "ann"
    assert names("?local=true&order=new") == ["eve", "bob", "ann"]
    assert names("?order=new&limit=1&offset=2") == ["bob"]
    bob.post(f"/api/v1/accounts/{ann.id}/block")
    assert "ann" not in names()


@pytest.fixture
def announcement(world):
    now = world.store.now()
    values = {"text": "Hello #all", "content": "<p>Hello</p>", "published_at": now, "updated_at": now}
    return world.store.insert("announcements", values)


def test_announcements(world, ann, bob, announcement):
    shown = ann.get("/api/v1/announcements")[0]
    assert (shown["content"], shown["read"], shown["reactions"]) == ("<p>Hello</p>", False, [])
    assert shown["tags"] == [{"name": "all", "url": "http://mastodon.test/tags/all"}]
    assert ann.post(f"/api/v1/announcements/{announcement}/dismiss") == {}
    assert ann.get("/api/v1/announcements") == []
    assert ann.get("/api/v1/announcements?with_dismissed=true")[0]["read"] is True
    assert len(bob.get("/api/v1/announcements")) == 1
    ann.post("/api/v1/announcements/99/dismiss", 404)
    world.get("/api/v1/announcements", 422)


def test_reactions(world, ann, bob, announcement):
    address = f"/api/v1/announcements/{announcement}/reactions"
    assert ann.put(f"{address}/🎉") == {}
    ann.put(f"{address}/🎉")
    bob.put(f"{address}/🎉")
    assert ann.get("/api/v1/announcements")[0]["reactions"] == [{"name": "🎉", "count": 2, "me": True}]
    event, payload, channels = world.hub.events[-1]
    assert (event, json.loads(payload)["count"]) == ("announcement.reaction", 2)
    assert f"user:{ann.id}" in channels
    assert ann.delete(f"{address}/🎉") == {}
    assert bob.get("/api/v1/announcements")[0]["reactions"] == [{"name": "🎉", "count": 1, "me": True}]
    assert "recognized emoji" in ann.put(f"{address}/nonsense", 422)["error"]


def test_ended_and_future_announcements(world, ann, announcement):
    now = world.store.now()
    later = {"text": "x", "content": "x", "published_at": now + 3_600_000, "updated_at": now}
    world.store.insert("announcements", later)
    ended = {"text": "y", "content": "y", "published_at": now - 9, "updated_at": now, "ends_at": now - 5}
    world.store.insert("announcements", ended)
    assert [one["id"] for one in ann.get("/api/v1/announcements")] == [str(announcement)]


def test_suggestions(world, ann, bob, eve):
    friend = world.person("friend")
    for person in (bob, eve, friend):
        world.store.update("accounts", person.id, {"discoverable": 1})
    known = world.person("known")
    for account_id, followers in ((eve.id, 5), (known.id, 4)):
        world.store.update("accounts", account_id, {"discoverable": 1, "followers_count": followers})
    ann.follow(bob)
    bob.follow(friend)
    shown = ann.get("/api/v2/suggestions")
    assert [one["account"]["username"] for one in shown] == ["friend", "eve"]
    assert [one["sources"] for one in shown] == [["friends_of_friends"], ["most_followed"]]
    old = ann.request("GET", "/api/v1/suggestions")
    assert [one["username"] for one in old.json()] == ["friend", "eve"]
    assert old.headers["deprecation"] == "@1621123200"
    assert ann.delete(f"/api/v1/suggestions/{friend.id}") == {}
    assert [one["account"]["username"] for one in ann.get("/api/v2/suggestions?limit=1")] == ["eve"]


@pytest.fixture
def subscriber(world):
    return world.person("subscriber", "push")


def test_push_subscription(world, subscriber):
    assert subscriber.get(PUSH, 404) == {"error": "Not Found"}
    keys = PUSH_KEYS
    data = {"alerts": {"mention": True, "follow": "0", "admin.report": "true"}, "policy": "followed"}
    body = {"subscription": {"endpoint": "https://push.example", "keys": keys, "standard": True}, "data": data}
    made = subscriber.post(PUSH, json=body)
    assert made == {
        "id": made["id"],
        "endpoint": "https://push.example",
        "standard": True,
        "alerts": {"mention": True, "follow": False, "admin.report": True},
        "server_key": made["server_key"],
        "policy": "followed",
    }
    assert isinstance(made["id"], int)
    assert subscriber.get(PUSH) == made
    changed = subscriber.put(PUSH, data={"data[alerts][reblog]": "true"})
    assert (changed["alerts"], changed["policy"]) == ({"reblog": True}, "all")
    assert subscriber.post(PUSH, json=body)["id"] != made["id"]
    assert subscriber.delete(PUSH) == {}
    subscriber.get(PUSH, 404)
    world.person("narrow", "read write").get(PUSH, 403)


NO_KEY = "is not a valid Ed25519 or Curve25519 key"


@pytest.mark.parametrize(
    ("endpoint", "changed", "error"),
    [
        ("", {}, "Endpoint can't be blank, Endpoint is invalid"),
        ("push.example", {}, "Endpoint is invalid"),
        ("ftp://push.example/x", {}, "Endpoint is invalid"),
        ("https://push.example/x", {"auth": None}, f"Key auth can't be blank, {NO_KEY}"),
        ("https://push.example/x", {"auth": "!!!"}, NO_KEY),
        ("https://push.example/x", {"p256dh": "key"}, NO_KEY),
        ("https://push.example/x", {"p256dh": PUSH_POINT[:-2] + "AA"}, NO_KEY),
    ],
)
def test_push_refuses(subscriber, endpoint, changed, error):
    body = {"subscription": {"endpoint": endpoint, "keys": {**PUSH_KEYS, **changed}}}
    assert subscriber.post(PUSH, 422, json=body)["error"] == f"Validation failed: {error}"


def test_push_keeps_known_alerts_and_any_policy(subscriber):
    compressed = urlsafe_b64encode(b"\x03" + urlsafe_b64decode(PUSH_POINT + "=")[1:33]).decode()
    keys = {"p256dh": compressed, "auth": "AAECAwQ"}
    data = {"policy": "everyone", "alerts": {"mention": "no", "poll": None, "nonsense": True, "follow": [1]}}
    body = {"subscription": {"endpoint": "http://push.example", "keys": keys}, "data": data}
    made = subscriber.post(PUSH, json=body)
    assert (made["policy"], made["alerts"]) == ("everyone", {"mention": True, "poll": None})
    changed = subscriber.patch(PUSH, json={"data": {"alerts": {"poll": True}}})
    assert (changed["policy"], changed["alerts"]) == ("all", {"poll": True})
    for wrong in ({}, {"subscription": None}, {"subscription": "x"}):
        assert subscriber.post(PUSH, 400, json=wrong)["error"].endswith(": subscription")
