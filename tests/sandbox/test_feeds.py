"""What comes into home timelines, and what leaves them."""

import pytest

from trunkline.sandbox.live.due import run_due
from trunkline.sandbox.rules.feeds import rebuild_all

from .conftest import SITE

HOME = "/api/v1/timelines/home"


def home(person):
    return [post["id"] for post in person.get(f"{HOME}?limit=40")]


def boost(person, status_id):
    return person.post(f"/api/v1/statuses/{status_id}/reblog")["id"]


@pytest.fixture
def zoe(world):
    return world.person("zoe")


@pytest.fixture
def post(bob, zoe):
    """A post by zoe, whom nobody follows."""
    return zoe.say("worth boosting")["id"]


@pytest.fixture
def reader(world, bob, eve):
    """A person who follows bob and eve."""
    found = world.person("reader")
    found.follow(bob)
    found.follow(eve)
    return found


def test_of_several_boosts_the_first_is_shown(reader, bob, eve, post):
    first = boost(bob, post)
    boost(eve, post)
    assert home(reader) == [first]


def test_another_boost_comes_forward_when_the_first_is_taken_back(reader, bob, eve, post):
    boost(bob, post)
    second = boost(eve, post)
    bob.post(f"/api/v1/statuses/{post}/unreblog")
    assert home(reader) == [second]
    reader.post(f"/api/v1/accounts/{eve.id}/unfollow")
    assert home(reader) == []


def test_another_boost_comes_forward_after_unfollowing(reader, bob, eve, post):
    boost(bob, post)
    second = boost(eve, post)
    reader.post(f"/api/v1/accounts/{bob.id}/unfollow")
    assert home(reader) == [second]


def test_no_boost_of_a_post_that_is_there(reader, bob, eve):
    original = bob.say("hello")["id"]
    boost(eve, original)
    assert home(reader) == [original]
    assert home(bob) == [original]
    boost(bob, original)
    assert home(bob) == [original], "one's own boost neither"


def test_after_eighty_newer_posts_a_post_is_boosted_again(world, reader, bob, eve):
    original = bob.say("hello")["id"]
    for number in range(80):
        bob.say(str(number))
    again = boost(eve, original)
    assert home(reader)[0] == again
    before = [tuple(row) for row in world.store.rows("SELECT * FROM home_feed ORDER BY 1, 2")]
    rebuild_all(world.store)
    assert [tuple(row) for row in world.store.rows("SELECT * FROM home_feed ORDER BY 1, 2")] == before


def test_a_rebuild_keeps_boosts_waiting(world, reader, bob, eve, post):
    boost(bob, post)
    second = boost(eve, post)
    rebuild_all(world.store)
    bob.post(f"/api/v1/statuses/{post}/unreblog")
    assert home(reader) == [second]


def test_lists_show_one_boost_too(reader, bob, eve, post):
    made = reader.post("/api/v1/lists", json={"title": "x"})["id"]
    reader.post(f"/api/v1/lists/{made}/accounts", json={"account_ids": [bob.id, eve.id]})
    first, second = boost(bob, post), boost(eve, post)
    path = f"/api/v1/timelines/list/{made}"
    assert [one["id"] for one in reader.get(path)] == [first]
    reader.delete(f"/api/v1/lists/{made}/accounts", json={"account_ids": [bob.id]})
    assert [one["id"] for one in reader.get(path)] == [second]


def test_following_brings_no_direct_posts(reader, bob):
    reader.post(f"/api/v1/accounts/{bob.id}/unfollow")
    public = bob.say("hello")["id"]
    direct = bob.say("@reader psst", visibility="direct")["id"]
    reader.follow(bob)
    assert home(reader) == [public]
    later = bob.say("@reader psst again", visibility="direct")["id"]
    assert home(reader) == [later, public]
    assert direct not in home(reader)


def test_muting_takes_mentions_along_and_unmuting_gives_the_person_s_own_posts_back(reader, bob, eve):
    own = bob.say("hello")["id"]
    about = eve.say("I met @bob")["id"]
    other = eve.say("hello")["id"]
    reader.post(f"/api/v1/accounts/{bob.id}/mute", json={"duration": 60})
    assert home(reader) == [other]
    eve.say("@bob again")
    assert home(reader) == [other]
    reader.post(f"/api/v1/accounts/{bob.id}/unmute")
    assert home(reader) == [other, own]
    assert about not in home(reader)


def test_the_end_of_a_mute_is_like_unmuting(world, reader, bob):
    own = bob.say("hello")["id"]
    reader.post(f"/api/v1/accounts/{bob.id}/mute", json={"duration": 60})
    assert run_due(world.store, world.hub, SITE) == 0
    world.clock.advance(seconds=61)
    assert run_due(world.store, world.hub, SITE) == 1
    assert home(reader) == [own]
    assert reader.get("/api/v1/mutes") == []


@pytest.mark.parametrize(("notifications", "left"), [(True, 0), (False, 1)])
def test_muting_with_notifications_clears_them_and_conversations(reader, bob, notifications, left):
    bob.say("@reader psst", visibility="direct")
    assert len(reader.get("/api/v1/notifications")) == len(reader.get("/api/v1/conversations")) == 1
    reader.post(f"/api/v1/accounts/{bob.id}/mute", json={"notifications": notifications})
    assert len(reader.get("/api/v1/notifications")) == len(reader.get("/api/v1/conversations")) == left


def test_blocking_clears_what_the_blocker_sees_only(reader, bob):
    mine = reader.say("@bob psst", visibility="direct")
    bob.say("@reader psst", visibility="direct", in_reply_to_id=mine["id"])
    reader.post(f"/api/v1/accounts/{bob.id}/block")
    assert reader.get("/api/v1/conversations") == reader.get("/api/v1/notifications") == []
    assert len(bob.get("/api/v1/conversations")) == 1


def test_removing_a_follower_leaves_requests_alone(reader, bob):
    bob.patch("/api/v1/accounts/update_credentials", json={"locked": True})
    reader.post(f"/api/v1/accounts/{bob.id}/unfollow")
    reader.follow(bob)
    assert bob.post(f"/api/v1/accounts/{reader.id}/remove_from_followers")["requested_by"] is True


def test_followed_hashtags_bring_new_posts_and_answers_and_take_them_along(reader, bob, zoe):
    zoe.say("early #tea")
    reader.post("/api/v1/tags/tea/follow")
    assert home(reader) == []
    tea = zoe.say("#tea")["id"]
    answer = zoe.say("#tea too", in_reply_to_id=bob.say("hm", visibility="unlisted")["id"])["id"]
    known = bob.say("#tea")["id"]
    assert [one for one in home(reader) if one in (tea, answer, known)] == [known, answer, tea]
    reader.post("/api/v1/tags/tea/unfollow")
    assert known in home(reader)
    assert not {tea, answer} & set(home(reader))


def test_an_edit_may_bring_a_post_into_timelines(reader, zoe):
    reader.post("/api/v1/tags/tea/follow")
    status = zoe.say("coffee")
    zoe.put(f"/api/v1/statuses/{status['id']}", json={"status": "#tea"})
    assert home(reader) == [status["id"]]


def test_who_asked_for_every_post_is_told_of_those_that_their_home_timeline_takes(reader, bob, eve):
    reader.follow(bob, notify=True, languages=["en"])
    bob.say("hello", language="en")
    bob.say("guten Tag", language="de")
    bob.say("psst", visibility="direct")
    bob.say("@reader psst", visibility="direct", language="en")
    assert [one["type"] for one in reader.get("/api/v1/notifications")] == ["status", "mention", "status"]
