"""Lists: endpoints, members, and effects on timelines."""

import pytest


def contents(person, path):
    return [status["content"] for status in person.get(path)]


@pytest.fixture
def friends(ann, bob):
    """Ann's list with bob on it."""
    ann.follow(bob)
    made = ann.post("/api/v1/lists", json={"title": "friends"})
    ann.post(f"/api/v1/lists/{made['id']}/accounts", json={"account_ids": [bob.id]})
    return made


def test_make_change_delete(ann):
    made = ann.post("/api/v1/lists", json={"title": "friends"})
    assert made == {"id": made["id"], "title": "friends", "replies_policy": "list", "exclusive": False}
    changes = {"title": "foes", "replies_policy": "none", "exclusive": True}
    assert ann.put(f"/api/v1/lists/{made['id']}", json=changes) == {"id": made["id"], **changes}
    assert ann.put(f"/api/v1/lists/{made['id']}", json={"title": "x"})["exclusive"] is True
    other = ann.post("/api/v1/lists", json={"title": "other"})
    assert [one["id"] for one in ann.get("/api/v1/lists")] == [made["id"], other["id"]]
    assert ann.delete(f"/api/v1/lists/{made['id']}") == {}
    ann.get(f"/api/v1/lists/{made['id']}", 404)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({}, "Validation failed: Title can't be blank"),
        ({"title": " "}, "Validation failed: Title can't be blank"),
        ({"title": "x", "replies_policy": "all"}, "'all' is not a valid replies_policy"),
    ],
)
def test_refused(ann, data, error):
    assert ann.post("/api/v1/lists", 422, json=data) == {"error": error}


def test_at_most_fifty(ann):
    for number in range(50):
        ann.post("/api/v1/lists", json={"title": f"{number}"})
    assert "maximum" in ann.post("/api/v1/lists", 422, json={"title": "one more"})["error"]


def test_others_see_nothing(bob, friends):
    address = f"/api/v1/lists/{friends['id']}"
    assert bob.get("/api/v1/lists") == []
    bob.get(address, 404)
    bob.put(address, 404, json={"title": "mine"})
    bob.delete(address, 404)
    bob.get(f"{address}/accounts", 404)
    bob.post(f"{address}/accounts", 404, json={"account_ids": [bob.id]})


def test_members(ann, bob, eve, friends):
    address = f"/api/v1/lists/{friends['id']}/accounts"
    assert [account["id"] for account in ann.get(address)] == [str(bob.id)]
    assert ann.post(address, 422, json={"account_ids": [bob.id]}) == {
        "error": "Validation failed: Account has already been taken"
    }
    assert ann.post(address, 404, json={"account_ids": [eve.id]}) == {"error": "Record not found"}
    ann.follow(eve)
    assert ann.post(address, data={"account_ids[]": [str(eve.id)]}) == {}
    page = ann.request("GET", f"{address}?limit=1")
    assert [account["id"] for account in page.json()] == [str(eve.id)]
    assert f"max_id={eve.id}" in page.headers["link"]
    assert f"since_id={eve.id}" in page.headers["link"]
    assert [one["id"] for one in ann.get(f"{address}?max_id={eve.id}")] == [str(bob.id)]
    everybody = ann.request("GET", f"{address}?limit=0")
    assert (len(everybody.json()), "link" in everybody.headers) == (2, False)
    assert ann.delete(address, json={"account_ids": [bob.id]}) == {}
    assert [account["id"] for account in ann.get(address)] == [str(eve.id)]


def test_nobody_is_added_if_one_may_not_be(ann, bob, eve):
    ann.follow(bob)
    made = ann.post("/api/v1/lists", json={"title": "x"})
    ann.post(f"/api/v1/lists/{made['id']}/accounts", 404, json={"account_ids": [bob.id, eve.id]})
    assert ann.get(f"/api/v1/lists/{made['id']}/accounts") == []


def test_timeline_has_what_was_and_what_comes(ann, bob):
    ann.follow(bob)
    bob.say("before")
    made = ann.post("/api/v1/lists", json={"title": "x"})
    ann.post(f"/api/v1/lists/{made['id']}/accounts", json={"account_ids": [bob.id]})
    bob.say("after")
    address = f"/api/v1/timelines/list/{made['id']}"
    assert contents(ann, address) == ["<p>after</p>", "<p>before</p>"]
    ann.delete(f"/api/v1/lists/{made['id']}/accounts", json={"account_ids": [bob.id]})
    assert contents(ann, address) == []


def test_exclusive_lists_empty_the_home_timeline(ann, bob, friends):
    bob.say("hello")
    home = "/api/v1/timelines/home"
    assert contents(ann, home) == ["<p>hello</p>"]
    ann.put(f"/api/v1/lists/{friends['id']}", json={"exclusive": True})
    assert contents(ann, home) == []
    bob.say("again")
    assert contents(ann, home) == []
    ann.delete(f"/api/v1/lists/{friends['id']}")
    assert contents(ann, home) == ["<p>again</p>", "<p>hello</p>"]


def test_replies_policy(ann, bob, eve, friends):
    ann.follow(eve)
    post = eve.say("question")
    bob.say("@eve answer", in_reply_to_id=post["id"])
    address = f"/api/v1/timelines/list/{friends['id']}"
    assert contents(ann, address) == []
    ann.put(f"/api/v1/lists/{friends['id']}", json={"replies_policy": "followed"})
    assert len(contents(ann, address)) == 1


def test_scopes(world):
    reader = world.person("reader", "read:lists")
    assert reader.get("/api/v1/lists") == []
    reader.post("/api/v1/lists", 403, json={"title": "x"})
    world.get("/api/v1/lists", 401)
