"""Filters: both API versions, results in statuses, and results on streams."""

import json
from collections.abc import Iterator

import pytest

from trunkline import Mastodon
from trunkline.sandbox import Sandbox

V1, V2 = "/api/v1/filters", "/api/v2/filters"
HOME = "/api/v1/timelines/home"
CONTEXTS = ["home", "notifications", "public", "thread", "account"]


def make(person, *keywords, **params):
    """Create a filter; keywords are whole words unless written "...*"."""
    attributes = [{"keyword": one.rstrip("*"), "whole_word": not one.endswith("*")} for one in keywords]
    return person.post(V2, json={"title": "x", "context": ["home"], "keywords_attributes": attributes, **params})


def seen(person, status):
    """Return the filter results of `status` for `person`."""
    return person.get(f"/api/v1/statuses/{status['id']}")["filtered"]


def words(person, status):
    """Return the keywords that match in `status`."""
    return [word for result in seen(person, status) for word in result["keyword_matches"] or []]


# -- filters of the second kind --------------------------------------------------------------------------------------


def test_make_change_delete(world, ann):
    made = ann.post(V2, json={"title": "Pets", "context": CONTEXTS, "filter_action": "hide", "expires_in": 3600})
    assert made == {
        "id": made["id"], "title": "Pets", "context": CONTEXTS, "expires_at": made["expires_at"],
        "filter_action": "hide", "keywords": [], "statuses": [],
    }  # fmt: skip
    assert made["expires_at"].startswith("2026-03-01T13:00:00.")
    assert ann.get(f"{V2}/{made['id']}") == made
    changed = ann.put(f"{V2}/{made['id']}", json={"title": "Cats", "context": [" home "], "filter_action": "blur"})
    assert changed == {**made, "title": "Cats", "context": ["home"], "filter_action": "blur"}
    assert ann.put(f"{V2}/{made['id']}", json={}) == changed
    assert ann.put(f"{V2}/{made['id']}", data={"expires_in": ""})["expires_at"] is None
    other = make(ann)
    assert (other["filter_action"], other["expires_at"]) == ("warn", None)
    assert [one["id"] for one in ann.get(V2)] == [made["id"], other["id"]]
    assert ann.delete(f"{V2}/{made['id']}") == {}
    ann.get(f"{V2}/{made['id']}", 404)


def test_far_ends_are_bounded(ann):
    assert make(ann, expires_in=10**30)["expires_at"].startswith("2126-")
    assert make(ann, expires_in=-(10**30))["expires_at"].startswith("1925-")


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({}, "Title can't be blank, Context can't be blank, Context None or invalid context supplied"),
        ({"title": " ", "context": ["home"]}, "Title can't be blank"),
        ({"title": "x" * 257, "context": ["home"]}, "Title is too long (maximum is 256 characters)"),
        ({"title": "x", "context": "home"}, "Context can't be blank, Context None or invalid context supplied"),
        ({"title": "x", "context": ["home", "moon"]}, "Context None or invalid context supplied"),
        ({"title": "x", "context": ["home"], "filter_action": "burn"}, "Action is not included in the list"),
        (
            {"title": "", "context": ["home"], "keywords_attributes": [{"keyword": "", "whole_word": True}]},
            "Keywords keyword can't be blank, Title can't be blank",
        ),
        (
            {"title": "x", "context": ["home"], "keywords_attributes": [{"keyword": "x" * 513}]},
            "Keywords keyword is too long (maximum is 512 characters)",
        ),
    ],
)
def test_refused(ann, data, error):
    assert ann.post(V2, 422, json=data) == {"error": f"Validation failed: {error}"}
    assert ann.get(V2) == []


def test_a_refused_change_changes_nothing(ann):
    made = make(ann, "cat")
    keyword = made["keywords"][0]
    entries = [{"id": keyword["id"], "_destroy": True}]
    ann.put(f"{V2}/{made['id']}", 422, json={"title": "", "keywords_attributes": entries})
    entries.append({"id": "999", "keyword": "dog"})
    assert ann.put(f"{V2}/{made['id']}", 404, json={"keywords_attributes": entries}) == {"error": "Record not found"}
    ann.put(f"{V2}/{made['id']}", 422, json={"keywords_attributes": [{"id": keyword["id"], "keyword": " "}]})
    assert ann.get(f"{V2}/{made['id']}") == made


def test_keywords_inside_a_filter(ann):
    form = {
        "title": "Pets", "context[]": "home",
        "keywords_attributes[0][keyword]": "cat", "keywords_attributes[0][whole_word]": "false",
        "keywords_attributes[1][keyword]": "dog", "keywords_attributes[2][keyword]": "",
    }  # fmt: skip
    made = ann.post(V2, data=form)
    cat, dog = made["keywords"]
    assert cat == {"id": cat["id"], "keyword": "cat", "whole_word": False}
    assert dog == {"id": dog["id"], "keyword": "dog", "whole_word": True}
    body = (
        f"keywords_attributes[][id]={cat['id']}&keywords_attributes[][whole_word]=true"
        f"&keywords_attributes[][id]={dog['id']}&keywords_attributes[][_destroy]=1"
        "&keywords_attributes[][keyword]=fish&keywords_attributes[][keyword]=newt&keywords_attributes[][_destroy]=1"
    )
    form_type = {"Content-Type": "application/x-www-form-urlencoded"}
    changed = ann.put(f"{V2}/{made['id']}", content=body, headers=form_type)
    assert changed["keywords"] == [{**cat, "whole_word": True}]
    nothing = [{"keyword": "", "whole_word": False}, {"keyword": "newt", "_destroy": True}]
    assert ann.put(f"{V2}/{made['id']}", json={"keywords_attributes": nothing}) == changed
    more = ann.put(f"{V2}/{made['id']}", json={"keywords_attributes": [{"keyword": "fish"}]})["keywords"]
    assert [one["keyword"] for one in more] == ["cat", "fish"]


def test_keywords_one_by_one(ann):
    address = f"{V2}/{make(ann)['id']}/keywords"
    made = ann.post(address, json={"keyword": "cat", "whole_word": False})
    assert made == {"id": made["id"], "keyword": "cat", "whole_word": False}
    assert ann.post(address, data={"keyword": "dog"})["whole_word"] is True
    assert [one["keyword"] for one in ann.get(address)] == ["cat", "dog"]
    one = f"{V2}/keywords/{made['id']}"
    assert ann.get(one) == made
    assert ann.put(one, json={"keyword": "cats"}) == {**made, "keyword": "cats"}
    blank = {"error": "Validation failed: Keyword can't be blank"}
    assert ann.post(address, 422, json={}) == blank
    assert ann.put(one, 422, json={"keyword": ""}) == blank
    long = {"error": "Validation failed: Keyword is too long (maximum is 512 characters)"}
    assert ann.post(address, 422, json={"keyword": "x" * 513}) == long
    assert ann.delete(one) == {}
    ann.get(one, 404)


def test_statuses_one_by_one(ann, bob):
    address = f"{V2}/{make(ann)['id']}/statuses"
    status = bob.say("hello")
    made = ann.post(address, json={"status_id": status["id"]})
    assert made == {"id": made["id"], "status_id": status["id"]}
    assert ann.get(address) == ann.get(V2)[0]["statuses"] == [made]
    assert ann.get(f"{V2}/statuses/{made['id']}") == made
    secret = bob.say("secret", visibility="private")
    for status_id, problem in (
        (status["id"], "has already been taken"),
        (secret["id"], "is invalid"),
        (1, "must exist"),
    ):
        error = ann.post(address, 422, json={"status_id": status_id})
        assert error == {"error": f"Validation failed: Status {problem}"}
    assert ann.delete(f"{V2}/statuses/{made['id']}") == {}
    ann.get(f"{V2}/statuses/{made['id']}", 404)


def test_a_deleted_status_leaves_its_filters(ann, bob):
    made, status = make(ann), bob.say("hello")
    ann.post(f"{V2}/{made['id']}/statuses", json={"status_id": status["id"]})
    bob.delete(f"/api/v1/statuses/{status['id']}")
    assert ann.get(f"{V2}/{made['id']}") == made


def test_others_see_nothing(ann, bob):
    made = make(ann, "cat")
    entry = ann.post(f"{V2}/{made['id']}/statuses", json={"status_id": bob.say("x")["id"]})
    keyword = made["keywords"][0]["id"]
    assert (bob.get(V2), bob.get(V1)) == ([], [])
    for address in (f"{V2}/{made['id']}", f"{V2}/keywords/{keyword}", f"{V1}/{keyword}"):
        bob.get(address, 404)
        bob.put(address, 404, json={"title": "mine", "keyword": "mine", "phrase": "mine"})
        bob.delete(address, 404)
    for kind in ("keywords", "statuses"):
        bob.get(f"{V2}/{made['id']}/{kind}", 404)
        bob.post(f"{V2}/{made['id']}/{kind}", 404, json={"keyword": "x", "status_id": entry["status_id"]})
    bob.get(f"{V2}/statuses/{entry['id']}", 404)
    bob.delete(f"{V2}/statuses/{entry['id']}", 404)
    ann.get(f"{V2}/x", 404)


def test_scopes(world, ann):
    reader, writer = world.person("reader", "read:filters"), world.person("writer", "write:filters")
    for address in (V1, V2):
        assert reader.get(address) == []
        reader.post(address, 403, json={})
        writer.get(address, 403)
        world.get(address, 401)
    made = make(writer)
    for kind in ("keywords", "statuses"):
        writer.get(f"{V2}/{made['id']}/{kind}", 403)
        reader.post(f"{V2}/{made['id']}/{kind}", 403, json={})


# -- filters of the first kind ---------------------------------------------------------------------------------------


def test_v1(world, ann):
    made = ann.post(V1, json={"phrase": "cat", "context": ["home"], "irreversible": True, "expires_in": 60})
    assert made == {
        "id": made["id"], "phrase": "cat", "context": ["home"], "whole_word": True,
        "expires_at": made["expires_at"], "irreversible": True,
    }  # fmt: skip
    behind = ann.get(V2)[0]
    assert (behind["title"], behind["filter_action"]) == ("cat", "hide")
    assert behind["keywords"] == [{"id": made["id"], "keyword": "cat", "whole_word": True}]
    assert ann.get(V1) == [made] == [ann.get(f"{V1}/{made['id']}")]
    changes = {"phrase": "dog", "context": ["public"], "whole_word": False, "irreversible": False}
    changed = ann.put(f"{V1}/{made['id']}", json={**changes, "expires_in": ""})
    assert changed == {**made, **changes, "expires_at": None}
    assert ann.get(V2)[0]["title"] == "dog"
    assert ann.request("DELETE", f"{V1}/{made['id']}").headers["deprecation"] == "@1668384000"
    assert ann.request("DELETE", f"{V1}/{made['id']}", 404).headers["deprecation"] == "@1668384000"
    assert world.request("GET", V1, 401).headers["deprecation"] == "@1668384000"
    assert ann.get(V1) == []
    assert ann.get(V2) == [{**behind, "title": "dog", "context": ["public"], "expires_at": None,
                            "filter_action": "warn", "keywords": []}]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({}, "Title can't be blank, Context can't be blank, Context None or invalid context supplied"),
        ({"phrase": "x", "context": ["moon"]}, "Context None or invalid context supplied"),
    ],
)
def test_v1_refused(ann, data, error):
    assert ann.post(V1, 422, json=data) == {"error": f"Validation failed: {error}"}
    assert ann.get(V2) == []


def test_v1_cannot_change_what_several_keywords_share(ann):
    made = make(ann, "cat", "dog")
    cat = f"{V1}/{made['keywords'][0]['id']}"
    assert [one["phrase"] for one in ann.get(V1)] == ["cat", "dog"]
    for changes in ({"phrase": "newt"}, {"irreversible": True}, {"context": ["public"]}, {"expires_in": 60}):
        error = ann.put(cat, 422, json={**changes, "whole_word": False})["error"]
        assert error.startswith("These parameters cannot be changed from this application because")
    assert ann.get(f"{V2}/{made['id']}") == made
    same = {"context": ["home"], "irreversible": False, "whole_word": False, "expires_in": ""}
    assert ann.put(cat, json=same)["whole_word"] is False
    assert ann.put(cat, 422, json={"phrase": ""}) == {"error": "Validation failed: Keyword can't be blank"}


# -- what they say of statuses ---------------------------------------------------------------------------------------


def test_results(world, ann, bob):
    status = bob.say("My Cat sleeps")
    made = make(ann, "dog", "cat", title="Pets", context=["public"], filter_action="blur", expires_in=60)
    make(ann, "dog")
    alone = {name: value for name, value in made.items() if name not in ("keywords", "statuses")}
    assert seen(ann, status) == [{"filter": alone, "keyword_matches": ["Cat"], "status_matches": None}]
    assert seen(bob, status) == []
    assert "filtered" not in world.get(f"/api/v1/statuses/{status['id']}")


def test_single_statuses(ann, bob):
    status, other = bob.say("cat"), bob.say("dog")
    made = make(ann, "dog")
    ann.post(f"{V2}/{made['id']}/statuses", json={"status_id": status["id"]})
    matches = [(one["keyword_matches"], one["status_matches"]) for one in seen(ann, status) + seen(ann, other)]
    assert matches == [(None, [status["id"]]), (["dog"], [])]


@pytest.mark.parametrize(
    ("keyword", "text", "found"),
    [
        ("cat", "CAT!", ["CAT"]),
        ("cat", "cats", []),
        ("cat", "concatenate", []),
        ("cat*", "concatenate", ["cat"]),
        ("#cat", "a #cat", ["#cat"]),
        ("#cat", "x#cat", ["#cat"]),
        ("cat.", "catalogue", []),
        (".*", "anything", []),
        ("(a|b", "(a|b", ["(a|b"]),
        ("two words", "two words", ["two words"]),
        ("été", "l'Été arrive", ["Été"]),
        ("猫", "黒猫だ", []),
        ("猫*", "黒猫だ", ["猫"]),
    ],
)
def test_words(ann, bob, keyword, text, found):
    make(ann, keyword)
    assert words(ann, bob.say(text)) == found


def test_where_they_look(world, ann, bob):
    make(ann, "cat")
    picture = str(world.media(bob, description="A cat"))
    world.store.insert("preview_cards", {"url": "https://news.example.org/1", "title": "cat", "created_at": 0})
    assert words(ann, bob.say("x", spoiler_text="cat")) == ["cat"]
    assert words(ann, bob.say("x", media_ids=[picture])) == ["cat"]
    assert words(ann, bob.say("x", poll={"options": ["dog", "cat"], "expires_in": 300})) == ["cat"]
    assert words(ann, bob.say("https://news.example.org/1")) == []
    far = world.remote_account("far", "far.example")
    markup = '<p>a <a href="https://cat.example">link</a></p>'
    assert words(ann, {"id": world.remote_status(far, markup)}) == []
    assert words(ann, {"id": world.remote_status(far, "<p>a<br>c<b>at</b></p>")}) == ["cat"]


def test_own_statuses_are_treated_like_others(ann):
    make(ann, "cat")
    assert words(ann, ann.say("cat")) == ["cat"]


def test_edits_count(ann, bob):
    make(ann, "cat")
    status = bob.say("cat")
    bob.put(f"/api/v1/statuses/{status['id']}", json={"status": "dog"})
    assert words(ann, status) == []


def test_boosts_and_what_they_boost(ann, bob, eve):
    ann.follow(bob)
    status = eve.say("cat")
    boost = bob.post(f"/api/v1/statuses/{status['id']}/reblog")
    made = make(ann, "cat")
    for status_id in (status["id"], boost["id"]):
        ann.post(f"{V2}/{made['id']}/statuses", json={"status_id": status_id})
    shown = ann.get(HOME)[0]
    assert shown["filtered"] == shown["reblog"]["filtered"]
    assert shown["filtered"][0]["keyword_matches"] == ["cat"]
    assert shown["filtered"][0]["status_matches"] == [boost["id"], status["id"]]
    assert seen(ann, status)[0]["status_matches"] == [status["id"]]


def test_quoted_statuses(ann, bob, eve):
    make(ann, "cat")
    post = eve.say("cat")
    quoting = bob.say("look", quoted_status_id=post["id"])
    shown = ann.get(f"/api/v1/statuses/{quoting['id']}")
    assert shown["filtered"] == []
    assert shown["quote"]["quoted_status"]["filtered"][0]["keyword_matches"] == ["cat"]


def test_notifications(ann, bob):
    make(ann, "cat")
    ann.follow(bob)
    bob.say("@ann cat")
    status = ann.get("/api/v1/notifications")[0]["status"]
    assert status["filtered"][0]["keyword_matches"] == ["cat"]


def test_they_expire(world, ann, bob):
    status = bob.say("cat")
    made = make(ann, "cat", expires_in=60)
    assert words(ann, status) == ["cat"]
    world.clock.advance(seconds=61)
    assert seen(ann, status) == []
    assert ann.get(f"{V2}/{made['id']}") == made
    ann.put(f"{V2}/{made['id']}", json={"expires_in": 60})
    assert words(ann, status) == ["cat"]


def test_without_filters_a_page_costs_one_query(world, ann, bob):
    ann.follow(bob)
    for number in range(5):
        bob.say(f"cat {number}")
    with world.count_queries() as counted:
        ann.get(HOME)
    assert len([one for one in counted.statements if "filter" in one]) == 1
    make(ann, "cat")
    with world.count_queries() as counted:
        ann.get(HOME)
    assert len([one for one in counted.statements if "filter" in one]) == 3


# -- streams ---------------------------------------------------------------------------------------------------------


# Mastodon's streaming server drops these events, which have no payload.
def test_nobody_is_told_of_changed_filters(world, ann):
    made = make(ann, "cat", "dog")
    ann.put(f"{V2}/{made['id']}", json={"title": "y"})
    ann.delete(f"{V2}/{made['id']}")
    assert world.hub.events == []


def test_home_streams_have_the_results_of_their_owner(world, ann, bob):
    make(ann, "cat")
    ann.follow(bob)
    world.hub.events.clear()
    bob.say("cat")
    found = {tuple(channels): json.loads(payload)["filtered"] for event, payload, channels in world.hub.events
             if event == "update"}  # fmt: skip
    assert [one["keyword_matches"] for one in found[f"user:{ann.id}",]] == [["cat"]]
    assert [filtered for channels, filtered in found.items() if channels != (f"user:{ann.id}",)] == [[], []]


# -- the client, over real connections -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(size=0, rate_limits=None) as running:
        yield running


def client(sandbox, name):
    return Mastodon(access_token=sandbox.token_for(name, "read write follow"), api_base_url=sandbox.url)


def test_client_v2(sandbox):
    with client(sandbox, "alice") as alice, client(sandbox, "bob") as bob:
        status = bob.status_post("a cat")
        keywords = [{"keyword": "cat", "whole_word": True}, {"keyword": "dog", "whole_word": False}]
        made = alice.create_filter_v2("Pets", ["home", "public"], "hide", 3600, keywords)
        assert [(one.keyword, one.whole_word) for one in made.keywords] == [("cat", True), ("dog", False)]
        entries = [{"id": made.keywords[1].id, "_destroy": True}, {"id": made.keywords[0].id, "keyword": "a cat"}]
        changed = alice.update_filter_v2(made, title="Cats", keywords_attributes=entries)
        assert (changed.title, [one.keyword for one in changed.keywords]) == ("Cats", ["a cat"])
        fish = alice.add_filter_keyword_v2(made, "fish")
        assert alice.update_filter_keyword_v2(fish, "fishes", whole_word=True).whole_word is True
        assert alice.filter_keyword_v2(fish).keyword == "fishes"
        entry = alice.add_filter_status_v2(made, status)
        assert alice.filter_status_v2(entry) == entry == alice.filter_statuses_v2(made)[0]
        result = alice.status(status).filtered[0]
        assert (result.filter.title, result.keyword_matches, result.status_matches) == ("Cats", ["a cat"], [status.id])
        alice.delete_filter_status_v2(entry)
        alice.delete_filter_keyword_v2(fish)
        assert len(alice.filter_keywords_v2(made)) == 1
        assert alice.filters_v2() == [alice.filter_v2(made)]
        assert alice.filters_apply([status], alice.filters_v2(), "home") == []
        alice.delete_filter_v2(made)
        assert alice.filters_v2() == []


@pytest.mark.filterwarnings("ignore::trunkline.errors.MastodonDeprecationWarning")
def test_client_v1(sandbox):
    with client(sandbox, "alice") as alice:
        made = alice.filter_create("cat", ["home"], irreversible=True, whole_word=False, expires_in=60)
        assert (made.phrase, made.irreversible, made.whole_word) == ("cat", True, False)
        assert alice.filter_update(made, phrase="dog", whole_word=True).phrase == "dog"
        assert alice.filters() == [alice.filter(made)]
        alice.filter_delete(made)
        assert alice.filters() == []
