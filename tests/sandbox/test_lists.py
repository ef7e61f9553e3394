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
        ({"title": "x" * 257}, "Validation failed: Title is too long (maximum is 256 characters)"),
        ({"title": "x", "replies_policy": ""}, "Validation failed: Replies policy is not included in the list"),
        (
            {"replies_policy": None},
            "Validation failed: Replies policy is not included in the list, Title can't be blank",
        ),
        ({"title": "x", "replies_policy": "all"}, "Validation failed: Replies policy is not included in the list"),
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
        "error": "Validation failed: Account is already on the list"
    }
    assert ann.post(address, 422, json={"account_ids": [eve.id]}) == {
        "error": "Validation failed: Account must be a followed account"
    }
    assert ann.post(address, 404, json={"account_ids": ["1"]}) == {"error": "Record not found"}
    assert ann.post(address, json={"account_ids": str(eve.id)}) == {}, "a single value is no list"
    ann.follow(eve)
    assert ann.post(address, data={"account_ids[]": [str(eve.id)]}) == {}
    page = ann.request("GET", f"{address}?limit=1")
    assert [account["id"] for account in page.json()] == [str(eve.id)]
    assert f"max_id={eve.id}" in page.headers["link"]
    assert f"since_id={eve.id}" in page.headers["link"]
    assert [one["id"] for one in ann.get(f"{address}?max_id={eve.id}")] == [str(bob.id)]
    everybody = ann.request("GET", f"{address}?limit=0")
    assert [account["id"] for account in everybody.json()] == [str(bob.id), str(eve.id)]
    assert "link" not in everybody.headers
    assert ann.delete(address, json={"account_ids": [bob.id]}) == {}
    assert [account["id"] for account in ann.get(address)] == [str(eve.id)]


def test_nobody_is_added_if_one_may_not_be(ann, bob, eve):
    ann.follow(bob)
    made = ann.post("/api/v1/lists", json={"title": "x"})
    ann.post(f"/api/v1/lists/{made['id']}/accounts", 422, json={"account_ids": [bob.id, eve.id]})
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


def test_exclusive_lists_keep_new_posts_off_the_home_timeline(ann, bob, friends):
    home, timeline = "/api/v1/timelines/home", f"/api/v1/timelines/list/{friends['id']}"
    bob.say("one")
    ann.put(f"/api/v1/lists/{friends['id']}", json={"exclusive": True})
    bob.say("two")
    assert contents(ann, home) == ["<p>one</p>"]
    assert contents(ann, timeline) == ["<p>two</p>", "<p>one</p>"]
    ann.delete(f"/api/v1/lists/{friends['id']}")
    bob.say("three")
    assert contents(ann, home) == ["<p>three</p>", "<p>one</p>"]


def test_direct_posts_are_in_no_list(ann, bob, friends):
    bob.say("@ann psst", visibility="direct")
    assert contents(ann, f"/api/v1/timelines/list/{friends['id']}") == []
    assert len(contents(ann, "/api/v1/timelines/home")) == 1


def test_the_owner_of_a_list_may_be_on_it(ann, friends):
    ann.say("before")
    ann.post(f"/api/v1/lists/{friends['id']}/accounts", json={"account_ids": [ann.id]})
    ann.say("after")
    assert contents(ann, f"/api/v1/timelines/list/{friends['id']}") == ["<p>after</p>"]


def test_replies_policy(ann, bob, eve, friends):
    ann.follow(eve)
    post = eve.say("question")
    bob.say("@eve answer", in_reply_to_id=post["id"])
    address = f"/api/v1/timelines/list/{friends['id']}"
    ann.put(f"/api/v1/lists/{friends['id']}", json={"replies_policy": "followed"})
    assert contents(ann, address) == [], "what was left out before stays out"
    bob.say("@eve another", in_reply_to_id=post["id"])
    assert len(contents(ann, address)) == 1


def test_scopes(world):
    reader = world.person("reader", "read:lists")
    assert reader.get("/api/v1/lists") == []
    reader.post("/api/v1/lists", 403, json={"title": "x"})
    world.get("/api/v1/lists", 401)
