"""Collections of accounts: owners, members and what others see."""

import pytest

COLLECTIONS = "/api/v1/collections"
NEW = {"name": "Gardeners", "sensitive": False, "discoverable": True}
NOT_INCLUDED = {"error": "ERR_INCLUSION", "description": "is not included in the list"}


@pytest.fixture(autouse=True)
def everybody_is_discoverable(world, ann, bob, eve):
    world.store.execute("UPDATE accounts SET discoverable = 1")


@pytest.fixture
def garden(ann, bob):
    """A collection by ann with bob in it."""
    made = {**NEW, "description": "With gardens", "tag_name": "#Garden", "language": "en", "account_ids": [str(bob.id)]}
    return ann.post(COLLECTIONS, json=made)["collection"]


def path(collection, rest=""):
    return f"{COLLECTIONS}/{collection['id']}{rest}"


def names(shown):
    return [collection["name"] for collection in shown["collections"]]


def test_a_collection(world, ann, bob, garden):
    (item,) = garden["items"]
    assert garden == {
        "id": garden["id"],
        "uri": f"http://mastodon.test/ap/users/{ann.id}/collections/{garden['id']}",
        "name": "Gardeners",
        "description": "With gardens",
        "language": "en",
        "account_id": str(ann.id),
        "local": True,
        "sensitive": False,
        "discoverable": True,
        "url": f"http://mastodon.test/collections/{garden['id']}",
        "item_count": 1,
        "created_at": garden["created_at"],
        "updated_at": garden["updated_at"],
        "tag": {"name": "garden", "url": "http://mastodon.test/tags/garden"},
        "items": [item],
    }
    assert item == {
        "id": item["id"], "state": "accepted", "created_at": item["created_at"], "account_id": str(bob.id),
    }  # fmt: skip
    shown = world.get(path(garden))
    assert shown["collection"] == garden
    assert [account["acct"] for account in shown["accounts"]] == ["ann", "bob"]
    assert world.get(f"{COLLECTIONS}/5", 404) == {"error": "Record not found"}


@pytest.mark.parametrize(
    ("params", "sentence", "details"),
    [
        (
            {"sensitive": None, "discoverable": None},
            "Sensitive is not included in the list, Discoverable is not included in the list",
            {"sensitive": [NOT_INCLUDED], "discoverable": [NOT_INCLUDED]},
        ),
        ({"name": " "}, "Name can't be blank", {"name": [{"error": "ERR_BLANK", "description": "can't be blank"}]}),
        (
            {"name": "n" * 41},
            "Name is too long (maximum is 40 characters)",
            {"name": [{"error": "ERR_TOO_LONG", "description": "is too long (maximum is 40 characters)"}]},
        ),
        (
            {"description": "d" * 101},
            "Description is too long (maximum is 100 characters)",
            {"description": [{"error": "ERR_TOO_LONG", "description": "is too long (maximum is 100 characters)"}]},
        ),
        (
            {"language": "klingon"},
            "Language is invalid",
            {"language": [{"error": "ERR_INVALID", "description": "is invalid"}]},
        ),
    ],
)
def test_what_is_refused(ann, garden, params, sentence, details):
    refused = {"error": {"error": f"Validation failed: {sentence}", "details": details}}
    assert ann.post(COLLECTIONS, 422, json={**NEW, **params}) == refused
    assert ann.patch(path(garden), 422, json=params) == refused


def test_a_role_limits_their_number(world, ann, garden):
    world.store.execute("UPDATE roles SET collection_limit = 1")
    assert "no more than 1 are allowed" in ann.post(COLLECTIONS, 422, json=NEW)["error"]["error"]


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_changes_leave_the_rest(ann, bob, garden, method):
    changed = ann.request(method, path(garden), json={"name": "Gardens", "tag_name": ""}).json()["collection"]
    assert changed == {**garden, "name": "Gardens", "tag": None, "updated_at": changed["updated_at"]}
    assert bob.request(method, path(garden), 403, json={"name": "mine"}).json() == {
        "error": "This action is not allowed"
    }


def test_members(ann, bob, eve, garden):
    items = path(garden, "/items")
    made = ann.post(items, json={"account_id": eve.id})["collection_item"]
    assert (made["state"], made["account_id"]) == ("accepted", str(eve.id))
    taken = {"error": "Validation failed: Account has already been taken"}
    assert ann.post(items, 422, json={"account_id": eve.id}) == taken
    assert ann.post(items, 422, json={}) == {"error": "`account_id` parameter is missing"}
    ann.post(items, 404, json={"account_id": "5"})
    bob.post(items, 403, json={"account_id": eve.id})
    bob.request("POST", f"{items}/{made['id']}/revoke", 403)
    left = eve.request("POST", f"{items}/{made['id']}/revoke")
    assert (left.content, left.headers["content-type"]) == (b"", "text/html")
    assert [item["account_id"] for item in ann.get(path(garden))["collection"]["items"]] == [str(bob.id)]
    assert ann.post(items, 422, json={"account_id": eve.id}) == taken
    eve.request("DELETE", f"{items}/{made['id']}", 403)
    gone = ann.request("DELETE", f"{items}/{made['id']}", headers={"Accept": "application/json"})
    assert (gone.content, gone.headers["content-type"]) == (b"", "application/json")
    ann.request("DELETE", f"{items}/{made['id']}", 404)


def test_people_who_do_not_want_it(world, ann, bob, eve, garden):
    def add(person, status):
        ann.post(path(garden, "/items"), status, json={"account_id": person.id})

    world.store.update("accounts", eve.id, {"discoverable": 0})
    add(eve, 403)
    world.store.update("accounts", eve.id, {"discoverable": 1, "locked": 1})
    add(eve, 403)
    world.store.update("accounts", eve.id, {"locked": 0})
    eve.post(f"/api/v1/accounts/{ann.id}/block")
    add(eve, 403)
    ann.post(COLLECTIONS, 403, json={**NEW, "account_ids": [str(eve.id)]})
    ann.post(COLLECTIONS, 404, json={**NEW, "account_ids": ["5"]})


def test_remote_members_are_pending(world, ann, bob, garden):
    far = world.remote_account("zed", "far.example")
    world.store.update("accounts", far, {"discoverable": 1})
    assert ann.post(path(garden, "/items"), json={"account_id": far})["collection_item"]["state"] == "pending"
    counts = [len(person.get(path(garden))["collection"]["items"]) for person in (ann, bob)]
    assert counts == [2, 1]


def test_lists(world, ann, bob, eve, garden):
    ann.post(COLLECTIONS, json={**NEW, "name": "Secret", "discoverable": False})
    mine, about_bob = f"/api/v1/accounts/{ann.id}/collections", f"/api/v1/accounts/{bob.id}/in_collections"
    assert names(ann.get(mine)) == ["Secret", "Gardeners"]
    assert names(bob.get(mine)) == names(world.get(mine)) == names(bob.get(about_bob)) == ["Gardeners"]
    ann.get(about_bob, 403)
    assert world.get(about_bob, 422) == {"error": "This method requires an authenticated user"}
    page = ann.request("GET", f"{mine}?limit=1")
    assert page.headers["link"] == f'<http://mastodon.test{mine}?limit=1&offset=1>; rel="next"'
    assert names(ann.get(f"{mine}?limit=1&offset=1")) == ["Gardeners"]
    ann.post(f"/api/v1/accounts/{eve.id}/block")
    assert names(eve.get(mine)) == []
    eve.get(path(garden), 403)


def test_notifications(ann, bob, garden):
    ann.put(path(garden), json={"name": "Gardens"})
    ann.put(path(garden), json={"sensitive": True})
    found = bob.get("/api/v1/notifications")
    assert [one["type"] for one in found] == ["collection_update", "added_to_collection"]
    assert found[0]["collection"]["name"] == "Gardens"
    grouped = bob.get("/api/v2/notifications")["notification_groups"]
    assert [group["collection"]["id"] for group in grouped] == [garden["id"]] * 2


def test_deleting(ann, bob, garden):
    bob.request("DELETE", path(garden), 403)
    assert ann.request("DELETE", path(garden)).content == b""
    ann.get(path(garden), 404)
    assert bob.get("/api/v1/notifications") == []


def test_the_path_of_the_pre_release(ann, garden):
    old = ann.request("GET", f"/api/v1_alpha/collections/{garden['id']}")
    assert (old.json()["collection"], old.headers["deprecation"]) == (garden, "@1781049600")


def test_scopes(world, ann, garden):
    ann.token = world.token(ann.id, "read:statuses")
    ann.post(COLLECTIONS, 403, json=NEW)
    ann.get(path(garden), 403)
    assert world.request("POST", COLLECTIONS, 401, json=NEW)


def test_reporting_collections(ann, bob, garden):
    report = bob.post("/api/v1/reports", json={"account_id": ann.id, "collection_ids": [garden["id"]]})
    assert report["collection_ids"] == [garden["id"]]
    bob.post("/api/v1/reports", 404, json={"account_id": ann.id, "collection_ids": ["5"]})
