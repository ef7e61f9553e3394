"""ActivityPub documents, and how they are found."""

import pytest

BASE = "http://mastodon.test"
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
ACTIVITY = {"Accept": "application/activity+json"}


def document(world, path, status=200):
    response = world.request("GET", path, status, headers=ACTIVITY)
    if status == 200:
        assert response.headers["content-type"] == "application/activity+json; charset=utf-8"
    return response.json()


@pytest.fixture
def uri(ann):
    return f"{BASE}/ap/users/{ann.id}"


def test_one_person_at_all_addresses(world, ann, uri):
    ann.patch(
        "/api/v1/accounts/update_credentials",
        json={"display_name": "Ann", "note": "Hi", "locked": True, "fields_attributes": [{"name": "a", "value": "b"}]},
    )
    person = document(world, "/@ann")
    assert (person["id"], person["type"], person["url"]) == (uri, "Person", f"{BASE}/@ann")
    assert (person["name"], person["summary"], person["webfinger"]) == ("Ann", "<p>Hi</p>", "ann@mastodon.test")
    assert person["manuallyApprovesFollowers"] is True
    assert person["attachment"] == [{"type": "PropertyValue", "name": "a", "value": "b"}]
    assert "icon" not in person
    for path in ("/users/ann", f"/ap/users/{ann.id}", "/@ANN", "/@ann.json"):
        assert document(world, path) == person
    assert world.get("/@ann.json", headers={"Accept": "text/html"}) == person


def test_an_own_avatar_is_the_icon(world, ann):
    world.store.execute("UPDATE accounts SET avatar_path = '/system/a.png', bot = 1 WHERE id = ?", (ann.id,))
    person = document(world, "/@ann")
    assert person["icon"] == {"type": "Image", "mediaType": "image/png", "url": f"{BASE}/system/a.png"}
    assert person["type"] == "Service"


def test_a_note_and_its_activity(world, ann, bob, uri):
    root = bob.post("/api/v1/statuses", json={"status": "root"})
    posted = {
        "status": "@bob #Garden",
        "in_reply_to_id": root["id"],
        "spoiler_text": "careful",
        "visibility": "unlisted",
    }
    status_id = ann.post("/api/v1/statuses", json=posted)["id"]
    note = document(world, f"/@ann/{status_id}")
    assert (note["id"], note["type"]) == (f"{uri}/statuses/{status_id}", "Note")
    assert (note["summary"], note["sensitive"]) == ("careful", True)
    assert note["inReplyTo"] == f"{BASE}/ap/users/{bob.id}/statuses/{root['id']}"
    assert note["context"] == note["conversation"] == f"{BASE}/contexts/{bob.id}-{root['id']}"
    assert (note["to"], note["cc"]) == ([f"{uri}/followers"], [PUBLIC, f"{BASE}/ap/users/{bob.id}"])
    assert [tag["type"] for tag in note["tag"]] == ["Mention", "Hashtag"]
    assert note["contentMap"] == {"en": note["content"]}
    activity = document(world, f"/ap/users/{ann.id}/statuses/{status_id}/activity")
    assert (activity["type"], activity["actor"]) == ("Create", uri)
    assert activity["object"] == {key: value for key, value in note.items() if key != "@context"}
    replies = document(world, f"/ap/users/{bob.id}/statuses/{root['id']}/replies?only_other_accounts=true&page=true")
    assert replies["items"] == [note["id"]]


def test_the_replies_of_the_author_come_first(world, ann, bob, uri):
    root = ann.post("/api/v1/statuses", json={"status": "root"})["id"]
    bob.post("/api/v1/statuses", json={"status": "other", "in_reply_to_id": root})
    own = [ann.post("/api/v1/statuses", json={"status": "own", "in_reply_to_id": root})["id"] for _ in range(6)]
    address = f"/ap/users/{ann.id}/statuses/{root}/replies"
    first = document(world, address)["first"]
    assert first["items"] == [f"{uri}/statuses/{one}" for one in own[:5]]
    rest = document(world, first["next"])
    assert rest["items"] == [f"{uri}/statuses/{own[5]}"]
    assert len(document(world, rest["next"])["items"]) == 1


def test_a_poll_is_a_question(world, ann):
    status_id = ann.post("/api/v1/statuses", json={"status": "?", "poll": {"options": ["a", "b"], "expires_in": 300}})[
        "id"
    ]
    question = document(world, f"/@ann/{status_id}")
    assert (question["type"], question["votersCount"]) == ("Question", 0)
    assert [(option["name"], option["replies"]["totalItems"]) for option in question["oneOf"]] == [("a", 0), ("b", 0)]
    assert "closed" not in question


def test_the_outbox_is_read_page_by_page(world, ann, bob, uri):
    boosted = bob.post("/api/v1/statuses", json={"status": "of bob"})
    ids = [ann.post("/api/v1/statuses", json={"status": str(number)})["id"] for number in range(20)]
    ids.append(ann.post(f"/api/v1/statuses/{boosted['id']}/reblog")["id"])
    ann.post("/api/v1/statuses", json={"status": "hidden", "visibility": "private"})
    outbox = document(world, "/users/ann/outbox")
    assert (outbox["type"], outbox["totalItems"]) == ("OrderedCollection", 22)
    seen, address, pages = [], outbox["first"], 0
    while address:
        shown = document(world, address)
        seen += [item["id"] for item in shown["orderedItems"]]
        address = shown.get("next")
        pages += 1
    assert seen == [f"{uri}/statuses/{one}/activity" for one in reversed(ids)]
    assert pages == 2
    announce = document(world, outbox["first"])["orderedItems"][0]
    assert (announce["type"], announce["object"]) == ("Announce", boosted["uri"])
    oldest = document(world, outbox["last"])["orderedItems"]
    assert oldest[-1]["id"] == f"{uri}/statuses/{ids[0]}/activity"


def test_followers_are_paged_and_can_be_hidden(world, ann, uri):
    people = [world.person(f"fan{number}") for number in range(13)]
    for one in people:
        one.follow(ann)
    followers = document(world, "/@ann/followers")
    assert (followers["totalItems"], followers["first"]) == (13, f"{uri}/followers?page=1")
    page = document(world, followers["first"])
    assert len(page["orderedItems"]) == 12
    assert document(world, page["next"])["orderedItems"] == [f"{BASE}/ap/users/{people[0].id}"]
    world.store.execute("UPDATE accounts SET hide_collections = 1 WHERE id = ?", (ann.id,))
    assert "first" not in document(world, "/@ann/followers")
    assert document(world, "/@ann/followers?page=1", 403) == {"error": "Forbidden"}


def test_pins_and_featured_hashtags(world, ann, uri):
    status_id = ann.post("/api/v1/statuses", json={"status": "x"})["id"]
    ann.post(f"/api/v1/statuses/{status_id}/pin")
    ann.post("/api/v1/featured_tags", json={"name": "garden"})
    featured = document(world, f"/ap/users/{ann.id}/collections/featured")
    assert [note["id"] for note in featured["orderedItems"]] == [f"{uri}/statuses/{status_id}"]
    tags = document(world, f"/ap/users/{ann.id}/collections/tags")
    assert tags["items"] == [{"type": "Hashtag", "href": f"{BASE}/@ann/tagged/garden", "name": "#garden"}]


def test_nobody_delivers_anything(world, ann):
    for path in ("/inbox", "/users/ann/inbox", f"/ap/users/{ann.id}/inbox", "/actor/inbox"):
        refused = world.request("POST", path, 401, json={}, headers=ACTIVITY)
        assert refused.json() == {"error": "Request not signed"}


def test_remote_people_have_their_documents_elsewhere(world):
    world.remote_account("far", "far.example")
    document(world, "/@far@far.example", 404)
    assert world.request("GET", "/@far@far.example", headers={"Accept": "text/html"}).text


@pytest.mark.parametrize(
    "resource", ["acct:ann@mastodon.test", "ann@mastodon.test", f"{BASE}/@ann", f"{BASE}/users/ann"]
)
def test_webfinger(world, uri, resource):
    found = world.request("GET", "/.well-known/webfinger", params={"resource": resource})
    assert found.headers["content-type"] == "application/jrd+json; charset=utf-8"
    assert found.json()["subject"] == "acct:ann@mastodon.test"
    assert found.json()["aliases"] == [f"{BASE}/@ann", uri]


@pytest.mark.parametrize(
    ("resource", "status"),
    [("", 400), ("zzz", 400), ("acct:nobody@mastodon.test", 404), ("acct:ann@far.example", 404), ("https://[", 404)],
)
def test_webfinger_finds_nothing(world, ann, resource, status):
    refused = world.request("GET", "/.well-known/webfinger", status, params={"resource": resource})
    assert (refused.headers["content-type"], refused.text) == ("text/html", "")


def test_webfinger_of_the_server_itself(world):
    found = world.get("/.well-known/webfinger?resource=acct:mastodon.test@mastodon.test")
    assert found["subject"] == "acct:mastodon.internal@mastodon.test"
    assert document(world, found["aliases"][0])["type"] == "Application"


def test_host_meta(world):
    template = f"{BASE}/.well-known/webfinger?resource={{uri}}"
    assert f'template="{template}"' in world.request("GET", "/.well-known/host-meta").text
    for path, accept in (("/.well-known/host-meta.json", "text/html"), ("/.well-known/host-meta", "application/json")):
        links = world.get(path, headers={"Accept": accept})["links"]
        assert links == [{"rel": "lrdd", "template": template}]
