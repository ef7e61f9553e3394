"""Statuses: posting, editing, deleting, and actions on them."""

import json

import pytest

from trunkline.sandbox.rules.drafts import draft_of_scheduled


def test_a_post_has_the_html_of_mastodon(world, ann, bob):
    far = world.remote_account("zoe", "far.example")
    status = ann.say("Hi @bob, @zoe@far.example & @nobody!\n\n#Ünicode\nhttps://www.example.org/a?b=1&c=" + "x" * 30)
    assert status["content"] == (
        '<p>Hi <span class="h-card" translate="no"><a href="http://mastodon.test/@bob" class="u-url mention">'
        '@<span>bob</span></a></span>, <span class="h-card" translate="no">'
        '<a href="https://far.example/@zoe" class="u-url mention">@<span>zoe</span></a></span>'
        " &amp; @nobody!</p>"
        '<p><a href="http://mastodon.test/tags/%C3%9Cnicode" class="mention hashtag" rel="tag">'
        "#<span>Ünicode</span></a>"
        '<br /><a href="https://www.example.org/a?b=1&amp;c=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" target="_blank" '
        'rel="nofollow noopener" translate="no"><span class="invisible">https://www.</span>'
        '<span class="ellipsis">example.org/a?b=1&amp;c=xxxxxxxxxx</span>'
        '<span class="invisible">xxxxxxxxxxxxxxxxxxxx</span></a></p>'
    )
    assert [one["id"] for one in status["mentions"]] == [str(bob.id), str(far)]
    assert status["mentions"][1]["acct"] == "zoe@far.example"
    assert status["tags"] == [{"name": "unicode", "url": "http://mastodon.test/tags/unicode"}]


def test_a_post_takes_defaults_from_its_author(world, ann):
    world.store.execute(
        "UPDATE users SET default_privacy = 'unlisted', default_sensitive = 1, default_language = 'de',"
        " default_quote_policy = 'nobody' WHERE account_id = ?",
        (ann.id,),
    )
    status = ann.say("hi")
    assert (status["visibility"], status["sensitive"], status["language"]) == ("unlisted", True, "de")
    assert status["quote_approval"]["automatic"] == []
    status = ann.say("hi", visibility="public", sensitive=False, language="en", quote_approval_policy="followers")
    assert (status["visibility"], status["sensitive"], status["language"]) == ("public", False, "en")
    assert status["quote_approval"] == {"automatic": ["followers"], "manual": [], "current_user": "automatic"}


def test_a_warning_makes_a_post_sensitive(ann):
    status = ann.say("hi", spoiler_text="careful")
    assert status["sensitive"] is True
    assert status["spoiler_text"] == "careful"


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"status": ""}, "Validation failed: Text can't be blank"),
        ({"status": "x" * 501}, "Validation failed: Text character limit of 500 exceeded"),
        ({"status": "e\u0301" * 501}, "Validation failed: Text character limit of 500 exceeded"),
        ({"status": "x", "spoiler_text": "y" * 500}, "Validation failed: Text character limit of 500 exceeded"),
        ({"status": "x", "visibility": "secret"}, "Validation failed: Visibility is not included in the list"),
        ({"status": "x", "media_ids": ["17"]}, "Media 17 not found or already attached to another post"),
        ({"status": "x", "media_ids": ["1", "2", "3", "4", "5"]}, "Cannot attach more than 4 files"),
        (
            {"status": "x", "poll": {"options": ["a"], "expires_in": 300}},
            "Validation failed: Choices must have more than one item",
        ),
        (
            {"status": "x", "poll": {"options": ["a", "a"], "expires_in": 60}},
            "Validation failed: Choices contain duplicate items, Deadline is too soon",
        ),
        ({"status": "x", "scheduled_at": "soon"}, "Record invalid"),
    ],
)
def test_what_is_wrong_is_said_in_the_words_of_mastodon(ann, params, message):
    assert ann.post("/api/v1/statuses", 422, json=params) == {"error": message}


def test_addresses_and_servers_of_mentions_count_less(ann):
    ann.say("https://example.org/" + "x" * 600 + " " + "y" * 476)
    ann.post("/api/v1/statuses", 422, json={"status": "https://example.org/ " + "y" * 477})


def test_forms_and_json_mean_the_same(ann):
    form = {
        "status": "vote",
        "poll[options][]": ["yes", "no"],
        "poll[expires_in]": "300",
        "poll[multiple]": "true",
        "poll[hide_totals]": "1",
    }
    poll = ann.post("/api/v1/statuses", data=form)["poll"]
    assert poll["multiple"] is True
    assert [option["title"] for option in poll["options"]] == ["yes", "no"]
    body = {"status": "vote", "poll": {"options": ["yes", "no"], "expires_in": 300, "multiple": True}}
    assert ann.post("/api/v1/statuses", json=body)["poll"]["multiple"] is True


def test_broken_json_is_a_bad_request(ann):
    headers = {"Content-Type": "application/json"}
    assert ann.post("/api/v1/statuses", 400, content=b"{", headers=headers) == {"status": 400, "error": "Bad Request"}


def test_an_idempotency_key_posts_once(world, ann, bob):
    headers = {"Idempotency-Key": "abc"}
    first = ann.post("/api/v1/statuses", json={"status": "once"}, headers=headers)
    again = ann.post("/api/v1/statuses", json={"status": "once"}, headers=headers)
    assert again["id"] == first["id"]
    assert world.store.value("SELECT count(*) FROM statuses") == 1
    assert bob.post("/api/v1/statuses", json={"status": "once"}, headers=headers)["id"] != first["id"]
    world.clock.advance(hours=2)
    assert ann.post("/api/v1/statuses", json={"status": "once"}, headers=headers)["id"] != first["id"]


def test_a_scheduled_status_is_kept_and_has_its_media(world, ann):
    media = world.media(ann)
    params = {
        "status": "later",
        "scheduled_at": "2026-03-02T12:00:00.000Z",
        "media_ids": [str(media)],
        "sensitive": "0",
        "visibility": "unlisted",
    }
    scheduled = ann.post("/api/v1/statuses", json=params, headers={"Idempotency-Key": "k"})
    assert scheduled["scheduled_at"] == "2026-03-02T12:00:00.000Z"
    assert scheduled["params"]["text"] == "later"
    assert scheduled["params"]["sensitive"] == "0"
    assert scheduled["params"]["application_id"] == world.app_id
    assert [one["id"] for one in scheduled["media_attachments"]] == [str(media)]
    assert world.store.value("SELECT count(*) FROM statuses") == 0
    again = ann.post("/api/v1/statuses", json=params, headers={"Idempotency-Key": "k"})
    assert again["id"] == scheduled["id"]
    kept = json.loads(world.store.value("SELECT params FROM scheduled_statuses"))
    draft = draft_of_scheduled(kept)
    assert (draft.text, draft.visibility, draft.sensitive, draft.media_ids) == ("later", "unlisted", False, (media,))


def test_a_time_in_the_past_posts_at_once_and_one_too_near_is_refused(ann):
    assert "content" in ann.say("now", scheduled_at="2026-03-01T11:00:00Z")
    message = ann.post("/api/v1/statuses", 422, json={"status": "x", "scheduled_at": "2026-03-01T12:04:00Z"})
    assert message["error"].startswith("Validation failed: Scheduled at")


def test_media_belong_to_one_post_of_their_owner(world, ann, bob):
    first, second = world.media(ann, description="a cat"), world.media(ann)
    status = ann.say("", media_ids=[str(second), str(first)])
    assert [one["id"] for one in status["media_attachments"]] == [str(second), str(first)]
    assert status["media_attachments"][1]["description"] == "a cat"
    assert status["media_attachments"][0]["url"] == f"http://mastodon.test/system/media/{second}.png"
    for person, media in ((ann, first), (bob, world.media(ann))):
        person.post("/api/v1/statuses", 422, json={"status": "x", "media_ids": [str(media)]})
    busy = world.media(ann, processing="in_progress")
    error = ann.post("/api/v1/statuses", 422, json={"status": "x", "media_ids": [str(busy)]})["error"]
    assert error.startswith("Cannot attach files that have not finished processing")


def test_answers_carry_the_conversation_on(world, ann, bob):
    root = ann.say("root")
    answer = bob.say("@ann yes", in_reply_to_id=root["id"])
    further = bob.say("and", in_reply_to_id=answer["id"])
    assert (answer["in_reply_to_id"], answer["in_reply_to_account_id"]) == (root["id"], str(ann.id))
    assert further["in_reply_to_account_id"] == str(ann.id), "still for whom bob answered"
    assert world.get(f"/api/v1/statuses/{root['id']}")["replies_count"] == 1
    context = world.get(f"/api/v1/statuses/{answer['id']}/context")
    assert [one["id"] for one in context["ancestors"]] == [root["id"]]
    assert [one["id"] for one in context["descendants"]] == [further["id"]]
    assert world.store.column("SELECT DISTINCT conversation_id FROM statuses") == [int(root["id"])]


def test_descendants_come_in_the_order_of_the_thread(world, ann, bob):
    root = ann.say("root")["id"]
    one = bob.say("1", in_reply_to_id=root)["id"]
    two = bob.say("2", in_reply_to_id=root)["id"]
    one_a = ann.say("1a", in_reply_to_id=one)["id"]
    ids = [post["id"] for post in world.get(f"/api/v1/statuses/{root}/context")["descendants"]]
    assert ids == [one, one_a, two]
    more = ann.say("more", in_reply_to_id=root)["id"]
    ids = [post["id"] for post in world.get(f"/api/v1/statuses/{root}/context")["descendants"]]
    assert ids == [more, one, one_a, two], "what authors answer to themselves comes first"


def test_an_edit_is_remembered(world, ann, bob):
    status = ann.say("one #first")
    assert world.get(f"/api/v1/statuses/{status['id']}/history")[0]["content"] == status["content"]
    world.clock.advance(minutes=1)
    edited = ann.put(
        f"/api/v1/statuses/{status['id']}",
        json={"status": "two #second @bob", "spoiler_text": "psst", "language": "fr"},
    )
    assert edited["edited_at"] == "2026-03-01T12:01:00" + edited["edited_at"][19:]
    assert [tag["name"] for tag in edited["tags"]] == ["second"]
    assert (edited["spoiler_text"], edited["sensitive"], edited["language"]) == ("psst", True, "fr")
    history = world.get(f"/api/v1/statuses/{status['id']}/history")
    assert [version["spoiler_text"] for version in history] == ["", "psst"]
    assert history[0]["content"] == status["content"]
    assert history[0]["created_at"] == status["created_at"]
    assert history[1]["content"] == edited["content"]
    assert history[1]["created_at"] == edited["edited_at"]
    assert world.store.column("SELECT type FROM notifications WHERE account_id = ?", (bob.id,)) == ["mention"]
    source = ann.get(f"/api/v1/statuses/{status['id']}/source")
    assert source == {"id": status["id"], "text": "two #second @bob", "spoiler_text": "psst"}


def test_an_edit_that_changes_nothing_is_none(world, ann):
    status = ann.say("same")
    assert ann.put(f"/api/v1/statuses/{status['id']}", json={"status": "same"})["edited_at"] is None
    assert len(world.get(f"/api/v1/statuses/{status['id']}/history")) == 1
    assert world.store.value("SELECT count(*) FROM status_edits") == 0


def test_an_edit_changes_media_and_their_descriptions(world, ann):
    first, second = world.media(ann, description="old"), world.media(ann)
    status = ann.say("pictures", media_ids=[str(first), str(second)])
    change = {
        "status": "pictures",
        "media_ids": [str(first)],
        "media_attributes": [{"id": str(first), "description": "new"}],
    }
    edited = ann.put(f"/api/v1/statuses/{status['id']}", json=change)
    assert [(one["id"], one["description"]) for one in edited["media_attachments"]] == [(str(first), "new")]
    history = world.get(f"/api/v1/statuses/{status['id']}/history")
    assert [[one["description"] for one in version["media_attachments"]] for version in history] == [
        ["old", None],
        ["new"],
    ]


def test_an_edit_that_changes_the_poll_drops_the_votes(world, ann, bob):
    poll = {"options": ["a", "b"], "expires_in": 300, "multiple": False}
    path = f"/api/v1/statuses/{ann.say('vote', poll=poll)['id']}"
    first = ann.get(path)["poll"]
    bob.post(f"/api/v1/polls/{first['id']}/votes", json={"choices": [0]})
    longer = ann.put(path, json={"status": "vote!", "poll": poll | {"expires_in": 600}})["poll"]
    assert longer["options"][0]["votes_count"] == longer["voters_count"] == 1
    assert longer["expires_at"] > first["expires_at"]
    other = ann.put(path, json={"status": "vote!", "poll": poll | {"options": ["a", "c"]}})["poll"]
    assert (other["id"], other["voters_count"]) == (first["id"], 0)
    assert [option["votes_count"] for option in other["options"]] == [0, 0]
    bob.post(f"/api/v1/polls/{first['id']}/votes", json={"choices": [1]})
    del poll["multiple"]  # absent is another value than false
    assert ann.put(path, json={"status": "vote!", "poll": poll | {"options": ["a", "c"]}})["poll"]["voters_count"] == 0
    refused = ann.put(path, 422, json={"status": "vote!", "poll": {"options": ["a", "c"]}})
    assert refused["error"] == "Validation failed: Deadline can't be blank"
    versions = world.get(f"{path}/history")
    assert [option["title"] for option in versions[0]["poll"]["options"]] == ["a", "b"]
    assert [option["title"] for option in versions[-1]["poll"]["options"]] == ["a", "c"]


def test_only_the_author_edits_and_deletes(ann, bob):
    status = ann.say("mine")
    bob.put(f"/api/v1/statuses/{status['id']}", 404, json={"status": "yours"})
    bob.delete(f"/api/v1/statuses/{status['id']}", 404)
    bob.put(f"/api/v1/statuses/{status['id']}/interaction_policy", 403, json={"quote_approval_policy": "nobody"})


def test_deleting_gives_the_source_and_frees_the_media(world, ann, bob):
    media = world.media(ann)
    root = ann.say("root")
    status = ann.say("a *b*", media_ids=[str(media)], in_reply_to_id=root["id"])
    bob.post(f"/api/v1/statuses/{status['id']}/reblog")
    gone = ann.delete(f"/api/v1/statuses/{status['id']}")
    assert gone["text"] == "a *b*"
    assert "content" not in gone
    assert [one["id"] for one in gone["media_attachments"]] == [str(media)]
    ann.get(f"/api/v1/statuses/{status['id']}", 404)
    assert ann.get(f"/api/v1/statuses/{root['id']}")["replies_count"] == 0
    assert ann.get("/api/v1/accounts/verify_credentials")["statuses_count"] == 1
    assert bob.get(f"/api/v1/accounts/{bob.id}")["statuses_count"] == 0, "the boost went as well"
    assert ann.say("again", media_ids=[str(media)])["media_attachments"]


def test_deleting_with_delete_media_removes_it(world, ann):
    media = world.media(ann)
    status = ann.say("x", media_ids=[str(media)])
    ann.delete(f"/api/v1/statuses/{status['id']}?delete_media=true")
    assert world.store.value("SELECT count(*) FROM media_attachments") == 0


def test_favourites(world, ann, bob):
    status = ann.say("like me")
    for _ in range(2):
        liked = bob.post(f"/api/v1/statuses/{status['id']}/favourite")
    assert (liked["favourited"], liked["favourites_count"]) == (True, 1)
    assert [one["username"] for one in world.get(f"/api/v1/statuses/{status['id']}/favourited_by")] == ["bob"]
    assert world.store.column("SELECT type FROM notifications WHERE account_id = ?", (ann.id,)) == ["favourite"]
    assert "favourited" not in world.get(f"/api/v1/statuses/{status['id']}")
    unliked = bob.post(f"/api/v1/statuses/{status['id']}/unfavourite")
    assert (unliked["favourited"], unliked["favourites_count"]) == (False, 0)
    assert world.store.value("SELECT count(*) FROM notifications") == 0


def test_boosts(world, ann, bob):
    status = ann.say("boost me")
    boost = bob.post(f"/api/v1/statuses/{status['id']}/reblog", json={"visibility": "unlisted"})
    assert boost["reblog"]["id"] == status["id"]
    assert (boost["application"], boost["reblog"]["application"]["name"]) == (None, "Test app")
    assert (boost["content"], boost["visibility"], boost["reblogged"]) == ("", "unlisted", True)
    assert boost["uri"].endswith(f"/statuses/{boost['id']}/activity")
    assert boost["reblog"]["reblogs_count"] == 1
    assert bob.post(f"/api/v1/statuses/{status['id']}/reblog")["id"] == boost["id"]
    bob.post(f"/api/v1/statuses/{boost['id']}/unreblog")
    assert bob.get(f"/api/v1/statuses/{status['id']}")["reblogged"], "a boost is taken back by the id of the original"
    undone = bob.post(f"/api/v1/statuses/{status['id']}/unreblog")
    assert (undone["id"], undone["reblogged"], undone["reblogs_count"]) == (status["id"], False, 0)
    bob.get(f"/api/v1/statuses/{boost['id']}", 404)


@pytest.mark.parametrize(("action", "mark"), [("favourite", "favourited"), ("bookmark", "bookmarked")])
def test_marks_of_a_boost_belong_to_the_original(ann, bob, action, mark):
    status = ann.say("boost me")
    boost = bob.post(f"/api/v1/statuses/{status['id']}/reblog")
    marked = bob.post(f"/api/v1/statuses/{boost['id']}/{action}")
    assert (marked["id"], marked[mark], marked["reblog"][mark]) == (boost["id"], True, True)
    assert bob.get(f"/api/v1/statuses/{boost['id']}")[mark] is True
    listed = bob.get(f"/api/v1/accounts/{bob.id}/statuses")[0]
    assert (listed["id"], listed[mark], listed["reblog"][mark]) == (boost["id"], False, True)
    undone = bob.post(f"/api/v1/statuses/{boost['id']}/un{action}")
    assert (undone["id"], undone[mark], undone["reblog"][mark]) == (boost["id"], False, True), "it was not marked"
    undone = bob.post(f"/api/v1/statuses/{status['id']}/un{action}")
    assert (undone["id"], undone[mark]) == (status["id"], False)
    assert bob.get(f"/api/v1/statuses/{boost['id']}")[mark] is False


def test_taking_back_a_boost_that_there_is_not_shows_no_marks(ann, bob):
    status = ann.say("hello")
    for action in ("favourite", "bookmark", "mute"):
        bob.post(f"/api/v1/statuses/{status['id']}/{action}")
    shown = bob.post(f"/api/v1/statuses/{status['id']}/unreblog")
    assert [shown[mark] for mark in ("favourited", "bookmarked", "muted")] == [False, False, False]
    assert bob.get(f"/api/v1/statuses/{status['id']}")["favourited"] is True


def test_the_visibility_of_boosts(ann, bob):
    status = ann.say("boost me")
    path = f"/api/v1/statuses/{status['id']}/reblog"
    reserved = {"error": "Validation failed: Visibility is reserved"}
    assert bob.post(path, 422, json={"visibility": "direct"}) == reserved
    odd = {"error": "Validation failed: Visibility is not included in the list"}
    assert bob.post(path, 422, json={"visibility": "odd"}) == odd
    bob.patch("/api/v1/accounts/update_credentials", json={"locked": True})
    assert bob.post(path)["visibility"] == "private", "as the posts of a locked account"


def test_no_favourites_and_boosts_of_people_one_blocks(ann, bob):
    status = ann.say("hello")
    bob.post(f"/api/v1/accounts/{ann.id}/block")
    for action in ("favourite", "reblog"):
        assert bob.post(f"/api/v1/statuses/{status['id']}/{action}", 403) == {"error": "This action is not allowed"}


def test_private_posts_are_boosted_only_by_their_author_and_stay_private(ann, bob):
    bob.follow(ann)
    private = ann.say("ours", visibility="private")
    assert bob.post(f"/api/v1/statuses/{private['id']}/reblog", 403) == {"error": "This action is not allowed"}
    assert ann.post(f"/api/v1/statuses/{private['id']}/reblog")["visibility"] == "private"
    direct = ann.say("@bob you", visibility="direct")
    bob.post(f"/api/v1/statuses/{direct['id']}/reblog", 403)


def test_bookmarks_and_thread_mutes(ann, bob):
    status = ann.say("keep")
    assert bob.post(f"/api/v1/statuses/{status['id']}/bookmark")["bookmarked"] is True
    assert [one["id"] for one in bob.get("/api/v1/bookmarks")] == [status["id"]]
    assert bob.post(f"/api/v1/statuses/{status['id']}/unbookmark")["bookmarked"] is False
    assert ann.post(f"/api/v1/statuses/{status['id']}/mute")["muted"] is True
    assert ann.post(f"/api/v1/statuses/{status['id']}/unmute")["muted"] is False


def test_pins(world, ann, bob):
    ids = [ann.say(str(number))["id"] for number in range(6)]
    for status_id in ids[:5]:
        assert ann.post(f"/api/v1/statuses/{status_id}/pin")["pinned"] is True
    path = f"/api/v1/accounts/{ann.id}/statuses?pinned=true"
    assert [one["id"] for one in world.get(path)] == ids[4::-1]
    full = ann.post(f"/api/v1/statuses/{ids[5]}/pin", 422)
    assert full["error"] == "Validation failed: You have already pinned the maximum number of posts"
    foreign = bob.post(f"/api/v1/statuses/{ids[0]}/pin", 422)
    assert foreign["error"] == "Validation failed: Someone else's post cannot be pinned"
    assert ann.post(f"/api/v1/statuses/{ids[0]}/unpin")["pinned"] is False
    letter = bob.say(f"@{ann.username} hello", visibility="direct")
    assert ann.post(f"/api/v1/statuses/{letter['id']}/pin", 422)["error"] == (
        "Validation failed: Someone else's post cannot be pinned, "
        "Posts that are only visible to mentioned users cannot be pinned"
    )
    assert ann.post(f"/api/v1/statuses/{ids[4]}/pin", 422) == {"error": "Duplicate record"}
    ann.post(f"/api/v1/statuses/{ids[0]}/pin")
    assert [one["id"] for one in world.get(path)] == [ids[0], *ids[4:0:-1]], "the latest pin comes first"
    direct = ann.say("psst", visibility="direct")
    assert "pinned" not in direct
    ann.post(f"/api/v1/statuses/{direct['id']}/pin", 422)


def test_quotes(world, ann, bob):
    status = ann.say("original")
    quoting = bob.say("look", quoted_status_id=status["id"])
    assert quoting["content"].startswith('<p class="quote-inline">RE: <a href="http://mastodon.test/@ann/')
    assert quoting["quote"]["quoted_status"]["quotes_count"] == 1
    deeper = ann.say("look at the look", quoted_status_id=quoting["id"])
    assert deeper["quote"]["quoted_status"]["quote"] == {"state": "accepted", "quoted_status_id": status["id"]}
    assert [one["id"] for one in ann.get(f"/api/v1/statuses/{status['id']}/quotes")] == [quoting["id"]]
    revoked = ann.post(f"/api/v1/statuses/{status['id']}/quotes/{quoting['id']}/revoke")
    assert revoked["quote"] == {"state": "revoked", "quoted_status": None}
    assert ann.get(f"/api/v1/statuses/{status['id']}/quotes") == []
    assert ann.get(f"/api/v1/statuses/{status['id']}")["quotes_count"] == 0


def test_the_author_decides_who_may_quote(world, ann, bob):
    status = ann.say("for followers", quote_approval_policy="followers")
    assert bob.get(f"/api/v1/statuses/{status['id']}")["quote_approval"]["current_user"] == "denied"
    bob.post("/api/v1/statuses", 404, json={"status": "x", "quoted_status_id": status["id"]})
    bob.follow(ann)
    assert bob.say("x", quoted_status_id=status["id"])["quote"]["state"] == "accepted"
    path = f"/api/v1/statuses/{status['id']}/interaction_policy"
    closed = ann.put(path, json={"quote_approval_policy": "nobody"})
    assert closed["quote_approval"] == {"automatic": [], "manual": [], "current_user": "automatic"}
    assert closed["edited_at"] is None
    ann.put(path, 422, json={"quote_approval_policy": "friends"})
    assert ann.say("x", visibility="private")["quote_approval"]["automatic"] == []


def test_polls_hide_their_totals_until_they_end(world, ann, bob):
    status = ann.say("vote", poll={"options": ["a", "b"], "expires_in": 300, "hide_totals": True})
    poll = bob.get(f"/api/v1/statuses/{status['id']}")["poll"]
    assert poll["options"] == [{"title": "a", "votes_count": None}, {"title": "b", "votes_count": None}]
    assert (poll["voted"], poll["own_votes"], poll["expired"]) == (False, [], False)
    assert "voted" not in world.get(f"/api/v1/statuses/{status['id']}")["poll"]
    world.clock.advance(minutes=6)
    poll = bob.get(f"/api/v1/statuses/{status['id']}")["poll"]
    assert poll["expired"] is True
    assert poll["options"][0]["votes_count"] == 0


def test_custom_emojis_of_a_post_and_its_author(world, ann):
    world.store.insert(
        "custom_emojis", {"shortcode": "blobcat", "path": "/system/b.png", "static_path": "/system/bs.png"}
    )
    status = ann.say("a :blobcat: and :nothing:")
    assert status["emojis"] == [
        {
            "shortcode": "blobcat",
            "url": "http://mastodon.test/system/b.png",
            "static_url": "http://mastodon.test/system/bs.png",
            "visible_in_picker": True,
        }
    ]


@pytest.mark.parametrize(
    ("sent", "language"),
    [
        ("de-AT", "de"),
        ("pt_BR", "pt"),
        ("zh-CN", "zh-CN"),
        ("xx", "fr"),
        ("EN", "fr"),
        ("not a language", "fr"),
        ("", "fr"),
    ],
)
def test_languages_are_those_that_mastodon_knows(world, ann, sent, language):
    world.store.execute("UPDATE users SET default_language = 'fr-CA' WHERE account_id = ?", (ann.id,))
    assert ann.say("x", language=sent)["language"] == language


def test_blanks_around_a_text_are_removed(ann):
    status = ann.say("  a  b \n", spoiler_text=" ")
    assert (status["content"], status["spoiler_text"], status["sensitive"]) == ("<p>a  b</p>", "", False)
    windows = ann.say("a\r\n\r\nb")
    assert windows["content"] == "<p>a</p><p>b</p>"
    assert ann.get(f"/api/v1/statuses/{windows['id']}/source")["text"] == "a\r\n\r\nb"


def test_nobody_else_gets_what_is_limited_to_the_mentioned(ann, bob, eve):
    for reader in (bob, eve):
        reader.follow(ann)
    status = ann.say("@bob psst", visibility="limited")
    assert (status["visibility"], "pinned" in status) == ("private", False)
    assert bob.get(f"/api/v1/statuses/{status['id']}")["visibility"] == "private"
    assert [one["id"] for one in bob.get("/api/v1/timelines/home")] == [status["id"]]
    eve.get(f"/api/v1/statuses/{status['id']}", 404)
    assert eve.get("/api/v1/timelines/home") == []


def test_a_blank_visibility_is_not_the_default_of_the_author(world, ann):
    world.store.execute("UPDATE users SET default_privacy = 'unlisted' WHERE account_id = ?", (ann.id,))
    assert ann.say("x", visibility="")["visibility"] == "public"
    world.store.update("accounts", ann.id, {"locked": True})
    assert ann.say("x", visibility="")["visibility"] == "private"


def test_allowed_mentions_are_the_only_ones(world, ann, bob, eve):
    params = {"status": "@bob @eve hm", "allowed_mentions": [str(bob.id)]}
    refused = ann.post("/api/v1/statuses", 422, json=params)
    assert refused["error"] == "Post would be sent to unexpected accounts"
    assert [one["id"] for one in refused["unexpected_accounts"]] == [str(eve.id)]
    assert world.store.value("SELECT count(*) FROM statuses") == 0
    ann.post("/api/v1/statuses", json=params | {"allowed_mentions": [str(bob.id), str(eve.id)]})


def test_the_own_continuation_of_a_thread_comes_first(world, ann, bob):
    root = ann.say("root")["id"]
    answer = bob.say("an answer", in_reply_to_id=root)["id"]
    further = ann.say("further", in_reply_to_id=root)["id"]
    ids = [one["id"] for one in world.get(f"/api/v1/statuses/{root}/context")["descendants"]]
    assert ids == [further, answer]


def test_a_note_to_oneself_is_a_conversation_with_oneself(ann):
    ann.say("remember", visibility="direct")
    assert [one["id"] for one in ann.get("/api/v1/conversations")[0]["accounts"]] == [str(ann.id)]
