"""Fan-out of actions to notifications, conversations and stream events."""

import json

import pytest


def notifications(world, person):
    rows = world.store.rows("SELECT * FROM notifications WHERE account_id = ? ORDER BY id", (person.id,))
    return [(row["type"], row["from_account_id"], row["filtered"]) for row in rows]


def test_a_public_post_goes_to_all_its_channels(world, ann, bob):
    bob.follow(ann)
    world.hub.events.clear()
    ann.say("look #Cats", media_ids=[str(world.media(ann))])
    assert world.hub.channels("update") == {
        "public", "public:local", "public:media", "public:local:media", "hashtag:cats", "hashtag:cats:local",
        f"user:{ann.id}", f"user:{bob.id}",
    }  # fmt: skip


def test_other_visibilities_stay_off_public_channels(world, ann, bob):
    bob.follow(ann)
    for visibility in ("unlisted", "private"):
        world.hub.events.clear()
        ann.say("#cats", visibility=visibility)
        assert world.hub.channels("update") == {f"user:{ann.id}", f"user:{bob.id}"}


def test_answers_are_not_public_events_but_hashtag_events(world, ann, bob):
    status = bob.say("x")["id"]
    world.hub.events.clear()
    ann.say("@bob #cats", in_reply_to_id=status)
    assert not {channel for channel in world.hub.channels("update") if channel.startswith("public")}
    assert "hashtag:cats" in world.hub.channels("update")


def test_a_direct_post_goes_to_the_conversations(world, ann, bob, eve):
    bob.follow(ann)
    world.hub.events.clear()
    status = ann.say("@bob psst", visibility="direct")
    assert world.hub.channels("update") == {f"user:{ann.id}", f"user:{bob.id}"}
    assert world.hub.channels("conversation") == {f"direct:{ann.id}", f"direct:{bob.id}"}
    payloads = {
        channels[0]: json.loads(payload) for kind, payload, channels in world.hub.events if kind == "conversation"
    }
    assert payloads[f"direct:{bob.id}"]["unread"] is True
    assert payloads[f"direct:{ann.id}"]["unread"] is False
    assert [one["username"] for one in payloads[f"direct:{bob.id}"]["accounts"]] == ["ann"]
    assert payloads[f"direct:{bob.id}"]["last_status"]["id"] == status["id"]


def test_payloads_are_those_of_the_receiver(world, ann, bob):
    bob.follow(ann)
    world.hub.events.clear()
    ann.say("hi")
    payloads = {channels[0]: json.loads(payload) for kind, payload, channels in world.hub.events if kind == "update"}
    assert "favourited" not in payloads["public"]
    assert payloads[f"user:{bob.id}"]["favourited"] is False
    assert payloads["public"]["url"].startswith("http://mastodon.test/@ann/")


def test_edits_and_deletions_are_told(world, ann, bob):
    bob.follow(ann)
    status = ann.say("one")
    world.hub.events.clear()
    ann.put(f"/api/v1/statuses/{status['id']}", json={"status": "two"})
    assert {"public", f"user:{bob.id}"} <= world.hub.channels("status.update")
    world.hub.events.clear()
    ann.delete(f"/api/v1/statuses/{status['id']}")
    assert {"public", f"user:{bob.id}"} <= world.hub.channels("delete")
    assert world.hub.events[0][1] == status["id"]


def test_an_edit_that_changes_nothing_is_told_to_nobody(world, ann, bob):
    status = ann.say("same")
    bob.post(f"/api/v1/statuses/{status['id']}/reblog")
    world.hub.events.clear()
    ann.put(f"/api/v1/statuses/{status['id']}", json={"status": "same"})
    assert world.hub.events == []


def deletions(world):
    """Pairs of status and channel, in the order in which they were told."""
    told = [
        (payload, channel) for kind, payload, channels in world.hub.events if kind == "delete" for channel in channels
    ]
    world.hub.events.clear()
    return told


def test_a_follower_who_is_mentioned_is_told_twice(world, ann, bob, eve):
    bob.follow(ann)
    status = ann.say("@bob @eve hi")["id"]
    world.hub.events.clear()
    ann.put(f"/api/v1/statuses/{status}", json={"status": "@bob @eve hello"})
    edits = [channel for kind, _, channels in world.hub.events if kind == "status.update" for channel in channels]
    assert edits.count(f"user:{bob.id}") == edits.count(f"user:notification:{bob.id}") == 1
    assert f"user:{eve.id}" not in edits
    assert f"user:notification:{eve.id}" in edits
    deletions(world)
    ann.delete(f"/api/v1/statuses/{status}")
    channels = [channel for _, channel in deletions(world)]
    assert [channels.count(f"user:{one.id}") for one in (ann, bob, eve)] == [1, 2, 1]


def test_who_follows_only_the_hashtag_is_not_told_of_a_deletion(world, ann, bob):
    bob.post("/api/v1/tags/cats/follow")
    world.hub.events.clear()
    status = ann.say("#cats")["id"]
    assert f"user:{bob.id}" in world.hub.channels("update")
    ann.delete(f"/api/v1/statuses/{status}")
    assert f"user:{bob.id}" not in world.hub.channels("delete")


def test_public_streams_are_told_of_deleted_answers_too(world, ann, bob):
    status = ann.say("hi", in_reply_to_id=bob.say("x")["id"])["id"]
    ann.delete(f"/api/v1/statuses/{status}")
    assert {"public", "public:local"} <= world.hub.channels("delete")


def test_limited_people_are_not_on_public_streams(world, ann):
    world.store.update("accounts", ann.id, {"limited": 1})
    ann.say("#cats")
    assert world.hub.channels("update") == {f"user:{ann.id}"}


@pytest.mark.parametrize("action", ["mute", "block"])
def test_what_muting_and_blocking_take_away_is_told_as_deleted(world, ann, bob, eve, action):
    ann.follow(bob)
    ann.follow(eve)
    made = ann.post("/api/v1/lists", json={"title": "x"})["id"]
    ann.post(f"/api/v1/lists/{made}/accounts", json={"account_ids": [str(bob.id)]})
    older, newer = bob.say("one")["id"], bob.say("two")["id"]
    about = eve.say("@bob hi")["id"]
    eve.say("something else")
    deletions(world)
    ann.post(f"/api/v1/accounts/{bob.id}/{action}")
    home, listed = f"user:{ann.id}", f"list:{made}"
    assert deletions(world) == [(about, home), (newer, home), (older, home), (newer, listed), (older, listed)]


def test_unfollowing_is_told_to_nobody(world, ann, bob):
    ann.follow(bob)
    bob.say("one")
    deletions(world)
    ann.post(f"/api/v1/accounts/{bob.id}/unfollow")
    assert world.hub.events == []


def test_a_conversation_is_told_when_it_is_read_and_when_it_loses_a_message(world, ann, bob):
    ann.follow(bob)
    first = bob.say("@ann one", visibility="direct")["id"]
    second = bob.say("@ann two", visibility="direct", in_reply_to_id=first)["id"]
    conversation = ann.get("/api/v1/conversations")[0]["id"]

    def told():
        found = [json.loads(payload) for kind, payload, channels in world.hub.events
                 if (kind, channels) == ("conversation", [f"direct:{ann.id}"])]  # fmt: skip
        world.hub.events.clear()
        return [(one["unread"], one["last_status"]["id"]) for one in found]

    told()
    ann.post(f"/api/v1/conversations/{conversation}/read")
    assert told() == [(False, second)]
    ann.post(f"/api/v1/conversations/{conversation}/unread")
    assert told() == [(True, second)]
    bob.delete(f"/api/v1/statuses/{second}")
    assert told() == [(True, first)]
    bob.delete(f"/api/v1/statuses/{first}")
    assert told() == []


def test_a_revoked_quote_is_told_as_an_edit(world, ann, bob, eve):
    eve.follow(bob)
    status = ann.say("mine")["id"]
    quote = bob.say("look", quoted_status_id=status)["id"]
    world.hub.events.clear()
    ann.post(f"/api/v1/statuses/{status}/quotes/{quote}/revoke")
    payloads = {
        channels[0]: json.loads(payload) for kind, payload, channels in world.hub.events if kind == "status.update"
    }
    assert {"public", f"user:{bob.id}", f"user:{eve.id}"} == payloads.keys()
    assert {one["quote"]["state"] for one in payloads.values()} == {"revoked"}
    assert world.hub.channels("notification") == set()


def test_authors_are_told_that_a_direct_post_is_not_pinned(world, ann, bob):
    bob.follow(ann)
    ann.say("@bob hi", visibility="direct")
    payloads = {channels[0]: json.loads(payload) for kind, payload, channels in world.hub.events if kind == "update"}
    assert payloads[f"user:{ann.id}"]["pinned"] is False
    assert "pinned" not in payloads[f"user:{bob.id}"]


def test_boosts_of_a_deleted_post_are_deleted_on_the_streams_too(world, ann, bob, eve):
    eve.follow(bob)
    status = ann.say("one")
    boost = bob.post(f"/api/v1/statuses/{status['id']}/reblog")
    world.hub.events.clear()
    ann.delete(f"/api/v1/statuses/{status['id']}")
    told = {payload: channels for kind, payload, channels in world.hub.events if kind == "delete"}
    assert f"user:{eve.id}" in told[boost["id"]]


def test_list_members_are_published_to_the_list(world, ann, bob):
    bob.follow(ann)
    row = {"account_id": bob.id, "title": "x", "created_at": 0}
    list_id = world.store.insert("lists", row)
    world.store.execute("INSERT INTO list_accounts VALUES (?, ?)", (list_id, ann.id))
    ann.say("hi")
    assert f"list:{list_id}" in world.hub.channels("update")


def test_who_is_told_of_what(world, ann, bob, eve):
    bob.follow(ann, notify=True)
    status = ann.say("@eve hi")["id"]
    eve.post(f"/api/v1/statuses/{status}/favourite")
    eve.post(f"/api/v1/statuses/{status}/reblog")
    eve.say("look", quoted_status_id=status)
    assert notifications(world, ann) == [
        ("follow", bob.id, 0), ("favourite", eve.id, 0), ("reblog", eve.id, 0), ("quote", eve.id, 0),
    ]  # fmt: skip
    assert notifications(world, bob) == [("status", ann.id, 0)]
    assert notifications(world, eve) == [("mention", ann.id, 0)]
    world.hub.events.clear()
    ann.put(f"/api/v1/statuses/{status}", json={"status": "@eve hello"})
    assert [kind for kind, _, _ in notifications(world, eve)] == ["mention", "update", "quoted_update"]
    assert f"user:notification:{eve.id}" in world.hub.channels("notification")


def test_a_subscriber_who_is_mentioned_is_told_of_both(world, ann, bob):
    bob.follow(ann, notify=True)
    world.hub.events.clear()
    ann.say("@bob hi")
    assert [kind for kind, _, _ in notifications(world, bob)] == ["mention", "status"]
    assert [channels for kind, _, channels in world.hub.events if kind == "notification"] == [
        [f"user:notification:{bob.id}"]
    ] * 2


def test_nobody_is_told_of_themself_the_muted_or_the_blocked(world, ann, bob, eve):
    status = ann.say("mine")["id"]
    ann.post(f"/api/v1/statuses/{status}/favourite")
    ann.post(f"/api/v1/accounts/{bob.id}/mute")
    ann.post(f"/api/v1/accounts/{eve.id}/block")
    bob.post(f"/api/v1/statuses/{status}/favourite")
    eve.say("@ann hey")
    assert notifications(world, ann) == []
    ann.post(f"/api/v1/accounts/{bob.id}/mute", json={"notifications": False})
    bob.post(f"/api/v1/statuses/{status}/reblog")
    assert notifications(world, ann) == [("reblog", bob.id, 0)]


def test_a_muted_thread_is_silent(world, ann, bob):
    status = ann.say("thread")["id"]
    ann.post(f"/api/v1/statuses/{status}/mute")
    bob.say("@ann hi", in_reply_to_id=status)
    assert notifications(world, ann) == []


@pytest.mark.parametrize(("verdict", "expected"), [("accept", [0]), ("filter", [1]), ("drop", [])])
def test_the_policy_of_the_receiver_decides(world, ann, bob, verdict, expected):
    world.store.insert("notification_policies", {"account_id": ann.id, "for_not_following": verdict})
    bob.say("@ann hi")
    assert [filtered for _, _, filtered in notifications(world, ann)] == expected
    waiting = world.store.rows("SELECT * FROM notification_requests")
    assert [row["notifications_count"] for row in waiting] == ([1] if verdict == "filter" else [])


def test_unasked_private_mentions_are_held_back(world, ann, bob):
    bob.say("@ann psst", visibility="direct")
    assert notifications(world, ann) == [("mention", bob.id, 1)]
    ann.follow(bob)
    bob.say("@ann psst", visibility="direct")
    assert notifications(world, ann)[-1] == ("mention", bob.id, 0)


def test_favourites_of_one_post_form_a_group_for_twelve_hours(world, ann, bob, eve):
    status = ann.say("popular")["id"]
    people = [bob, eve, world.person("carl")]
    for person, hours in zip(people, (0, 11, 3), strict=True):
        world.clock.advance(hours=hours)
        person.post(f"/api/v1/statuses/{status}/favourite")
    keys = world.store.column("SELECT group_key FROM notifications ORDER BY id")
    assert keys[0] == keys[1] != keys[2]
    assert keys[0].startswith(f"favourite-{status}-")
    bob.say("@ann hi")
    last = world.store.row("SELECT * FROM notifications ORDER BY id DESC")
    assert last["group_key"] == f"ungrouped-{last['id']}"
