"""Timelines: content, number of queries, and use of indexes."""

from typing import NamedTuple

import pytest

from trunkline.sandbox.rules.denormalised import rebuild

from .conftest import Person, World


def ids(posts):
    return [post["id"] for post in posts]


def test_home_has_own_posts_and_those_of_followed_people(ann, bob, eve):
    bob.follow(ann)
    first = ann.say("one")["id"]
    own = bob.say("mine")["id"]
    eve.say("not for bob")
    assert ids(bob.get("/api/v1/timelines/home")) == [own, first]


def test_following_brings_older_posts_and_unfollowing_takes_them_away(ann, bob):
    first = ann.say("one")["id"]
    assert bob.get("/api/v1/timelines/home") == []
    bob.follow(ann)
    assert ids(bob.get("/api/v1/timelines/home")) == [first]
    bob.post(f"/api/v1/accounts/{ann.id}/unfollow")
    assert bob.get("/api/v1/timelines/home") == []


def test_answers_to_strangers_stay_away_from_home(ann, bob, eve):
    bob.follow(ann)
    strange = eve.say("hi")["id"]
    ann.say("@eve hello", in_reply_to_id=strange)
    to_bob = ann.say("@bob hello", in_reply_to_id=bob.say("me")["id"])["id"]
    assert ids(bob.get("/api/v1/timelines/home"))[0] == to_bob
    assert len(bob.get("/api/v1/timelines/home")) == 2


def test_boosts_come_home_unless_they_are_hidden(ann, bob, eve):
    bob.follow(ann)
    status = eve.say("boost me")["id"]
    boost = ann.post(f"/api/v1/statuses/{status}/reblog")["id"]
    assert ids(bob.get("/api/v1/timelines/home")) == [boost]
    bob.follow(ann, reblogs=False)
    other = ann.post(f"/api/v1/statuses/{eve.say('again')['id']}/reblog")["id"]
    assert other not in ids(bob.get("/api/v1/timelines/home"))


def test_boosts_of_blocked_people_do_not_come_home(ann, bob, eve):
    bob.follow(ann)
    bob.post(f"/api/v1/accounts/{eve.id}/block")
    ann.post(f"/api/v1/statuses/{eve.say('boost me')['id']}/reblog")
    assert bob.get("/api/v1/timelines/home") == []


def test_a_follow_may_be_for_some_languages(ann, bob):
    bob.follow(ann, languages=["de"])
    german = ann.say("hallo", language="de")["id"]
    ann.say("hello", language="en")
    assert ids(bob.get("/api/v1/timelines/home")) == [german]


def test_followed_hashtags_come_home(world, ann, bob):
    tag = world.store.insert("tags", {"name": "cats", "created_at": 0})
    world.store.insert("followed_tags", {"account_id": bob.id, "tag_id": tag, "created_at": 0})
    cat = ann.say("my #Cats")["id"]
    ann.say("private #cats", visibility="private")
    assert ids(bob.get("/api/v1/timelines/home")) == [cat]


def test_public_timelines_and_their_filters(world, ann, bob):
    far = world.remote_account("zoe", "far.example")
    remote = str(world.remote_status(far, "from afar"))
    local = ann.say("here")["id"]
    picture = ann.say("look", media_ids=[str(world.media(ann))])["id"]
    ann.post(f"/api/v1/statuses/{local}/reblog")
    ann.say("@bob hi", in_reply_to_id=bob.say("x", visibility="unlisted")["id"])
    thread = ann.say("more", in_reply_to_id=picture)["id"]
    assert ids(world.get("/api/v1/timelines/public")) == [thread, picture, local, remote]
    assert ids(world.get("/api/v1/timelines/public?local=true")) == [thread, picture, local]
    assert ids(world.get("/api/v1/timelines/public?remote=true")) == [remote]
    assert ids(world.get("/api/v1/timelines/public?only_media=true")) == [picture]
    assert ids(world.get("/api/v1/timelines/public?only_media=true&remote=true")) == []


def test_hashtags_with_any_all_and_none(world, ann):
    cat, dog = ann.say("#Cat")["id"], ann.say("#dog")["id"]
    both, wet = ann.say("#cat #dog")["id"], ann.say("#cat #fish")["id"]
    ann.say("#cat", visibility="unlisted")
    path = "/api/v1/timelines/tag/CAT"
    assert ids(world.get(path)) == [wet, both, cat]
    assert ids(world.get(f"{path}?any[]=dog")) == [wet, both, dog, cat]
    assert ids(world.get(f"{path}?all[]=dog")) == [both]
    assert ids(world.get(f"{path}?none[]=dog")) == [wet, cat]
    assert ids(world.get(f"{path}?any[]=dog&none[]=fish")) == [both, dog, cat]
    for mode in ("any", "all", "none"):
        assert ids(world.get(f"{path}?{mode}[]=unicorn")) == [wet, both, cat], "unknown hashtags make no difference"
    assert ids(world.get("/api/v1/timelines/tag/unicorn?any[]=cat")) == []


@pytest.fixture
def friends(world, ann, bob):
    """A list of bob with ann in it."""
    return list_of(world, ann, bob)


def list_of(world, ann, bob):
    bob.follow(ann)
    row = {"account_id": bob.id, "title": "Friends", "created_at": 0}
    list_id = world.store.insert("lists", row)
    world.store.execute("INSERT INTO list_accounts VALUES (?, ?)", (list_id, ann.id))
    return list_id


def test_list_timelines_are_for_their_owner(ann, bob, eve, friends):
    status = ann.say("hi list")["id"]
    bob.say("mine")
    assert ids(bob.get(f"/api/v1/timelines/list/{friends}")) == [status]
    eve.get(f"/api/v1/timelines/list/{friends}", 404)
    assert bob.get(f"/api/v1/accounts/{ann.id}/lists")[0]["title"] == "Friends"


@pytest.mark.parametrize(("policy", "shown"), [("list", False), ("followed", True), ("none", False)])
def test_lists_decide_which_answers_they_show(world, ann, bob, eve, friends, policy, shown):
    world.store.update("lists", friends, {"replies_policy": policy})
    bob.follow(eve)
    answer = ann.say("@eve hi", in_reply_to_id=eve.say("x")["id"])["id"]
    assert (answer in ids(bob.get(f"/api/v1/timelines/list/{friends}"))) is shown


def test_exclusive_lists_keep_their_people_off_home(world, ann, bob, friends):
    world.store.update("lists", friends, {"exclusive": 1})
    status = ann.say("hi")["id"]
    assert bob.get("/api/v1/timelines/home") == []
    assert ids(bob.get(f"/api/v1/timelines/list/{friends}")) == [status]


def test_a_rebuild_gives_the_same_timelines_and_counts(world, ann, bob, eve, friends):
    eve.follow(ann)
    root = ann.say("root")["id"]
    bob.say("@ann yes", in_reply_to_id=root)
    bob.post(f"/api/v1/statuses/{root}/favourite")
    eve.say("quote", quoted_status_id=root)
    ann.say("direct @bob", visibility="direct")
    eve.post(f"/api/v1/statuses/{root}/reblog")
    tables = {
        "home_feed": "SELECT * FROM home_feed ORDER BY 1, 2",
        "list_feed": "SELECT * FROM list_feed ORDER BY 1, 2",
        "accounts": "SELECT id, followers_count, following_count, statuses_count, last_status_at FROM accounts",
        "statuses": "SELECT id, replies_count, reblogs_count, favourites_count, quotes_count FROM statuses",
    }
    before = {name: [tuple(row) for row in world.store.rows(sql)] for name, sql in tables.items()}
    assert all(before.values())
    rebuild(world.store)
    assert {name: [tuple(row) for row in world.store.rows(sql)] for name, sql in tables.items()} == before


class Busy(NamedTuple):
    """A world of which tests only read."""

    world: World
    ann: Person
    bob: Person


@pytest.fixture(scope="module")
def busy():
    """Forty posts with everything that needs its own query."""
    world = World()
    ann, bob = world.person("ann"), world.person("bob")
    list_of(world, ann, bob)
    card = {"url": "https://news.example.org/1", "title": "News", "created_at": 0}
    world.store.insert("preview_cards", card)
    root = bob.say("root #tag")["id"]
    for number in range(10):
        ann.say(f"@bob #tag{number} :emoji: https://news.example.org/1")
        ann.say("look", media_ids=[str(world.media(ann))])
        ann.say("vote", poll={"options": ["a", "b"], "expires_in": 300})
        ann.say("quote", quoted_status_id=root)
    yield Busy(world, ann, bob)
    world.store.close()


PATHS = [
    "/api/v1/timelines/home",
    "/api/v1/timelines/public",
    "/api/v1/timelines/public?local=true",
    "/api/v1/timelines/public?only_media=true",
    "/api/v1/timelines/public?local=true&only_media=true",
    "/api/v1/timelines/public?remote=true",
    "/api/v1/timelines/tag/tag1",
    "/api/v1/timelines/tag/tag1?any[]=tag2&all[]=tag1&none[]=tag3",
    "/api/v1/timelines/link?url=https://news.example.org/1",
    "/api/v1/timelines/list/1",
    "/api/v1/favourites",
    "/api/v1/bookmarks",
    "/api/v1/accounts/{ann}/statuses",
    "/api/v1/accounts/{ann}/statuses?exclude_replies=true&exclude_reblogs=true",
    "/api/v1/accounts/{ann}/statuses?only_media=true",
    "/api/v1/accounts/{ann}/statuses?tagged=tag1",
    "/api/v1/accounts/{ann}/statuses?pinned=true",
]


@pytest.mark.parametrize("path", PATHS)
def test_a_page_of_forty_takes_no_more_queries_than_one_of_four(busy, path):
    counts = {}
    for limit in (4, 40):
        joint = "&" if "?" in path else "?"
        with busy.world.count_queries() as counter:
            busy.bob.get(f"{path.format(ann=busy.ann.id)}{joint}limit={limit}")
        counts[limit] = len(counter.statements)
    assert counts[40] <= 24
    assert counts[40] - counts[4] <= 5, "only kinds of things that the short page does not have may add queries"


@pytest.mark.parametrize("suffix", ["", "max_id=999999999999999999", "since_id=1", "min_id=1"])
@pytest.mark.parametrize("path", PATHS)
def test_no_page_scans_the_statuses(busy, path, suffix):
    joint = "&" if "?" in path else "?"
    with busy.world.count_queries() as counter:
        busy.bob.get(f"{path.format(ann=busy.ann.id)}{joint}{suffix}")
    selects = [sql for sql in counter.statements if sql.lstrip().upper().startswith("SELECT")]
    assert selects
    for sql in selects:
        plan = [row["detail"] for row in busy.world.store.rows(f"EXPLAIN QUERY PLAN {sql}")]
        assert not [step for step in plan if step.startswith(("SCAN s", "SCAN statuses"))], (sql, plan)


def test_home_and_public_pages_need_no_sorting(busy):
    for path in ("/api/v1/timelines/home", "/api/v1/timelines/public", "/api/v1/timelines/public?local=true"):
        with busy.world.count_queries() as counter:
            busy.bob.get(path)
        page = next(sql for sql in counter.statements if "ORDER BY" in sql and "LIMIT" in sql)
        plan = [row["detail"] for row in busy.world.store.rows(f"EXPLAIN QUERY PLAN {page}")]
        assert not [step for step in plan if "TEMP B-TREE FOR ORDER BY" in step], plan
