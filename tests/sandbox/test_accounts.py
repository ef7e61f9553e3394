"""Accounts: reading, changing, relations, sign-up."""

import base64
import html
import io
import re

import pytest
from PIL import Image
from tests.sandbox.conftest import ALL_SCOPES


def relation(viewer, other):
    return viewer.get(f"/api/v1/accounts/relationships?id[]={other.id}")[0]


def picture(size=(20, 10), form="PNG"):
    buffer = io.BytesIO()
    Image.new("RGB", size, "red").save(buffer, form)
    return buffer.getvalue()


# -- reading ------------------------------------------------------------------------------------------------------


def test_accounts_by_id(world, ann, bob):
    assert world.get(f"/api/v1/accounts/{ann.id}")["acct"] == "ann"
    found = world.get(f"/api/v1/accounts?id[]={bob.id}&id[]=1&id[]={ann.id}")
    assert [one["username"] for one in found] == ["ann", "bob"], "the oldest first"
    assert world.get(f"/api/v1/accounts?id={bob.id}") == []
    many = "&".join(f"id[]={number}" for number in range(41))
    assert world.get(f"/api/v1/accounts?{many}", 422) == {"error": "Mastodon::ValidationError"}
    assert world.get(f"/api/v1/accounts/{ann.id}abc")["acct"] == "ann", "the number counts"
    for unknown in ("1", "abc", "99999999999999999999999", "-1"):
        assert world.get(f"/api/v1/accounts/{unknown}", 404) == {"error": "Record not found"}


def test_lookup_knows_local_and_remote_handles(world, ann):
    far = world.remote_account("Zoe", "far.example")
    for handle in ("ann", "@ann", "ANN", "ann@mastodon.test"):
        assert world.get("/api/v1/accounts/lookup", params={"acct": handle})["id"] == str(ann.id)
    shown = world.get("/api/v1/accounts/lookup?acct=zoe@FAR.example")
    assert (shown["id"], shown["acct"], shown["url"]) == (str(far), "Zoe@far.example", "https://far.example/@Zoe")
    assert "roles" not in shown, "only accounts of this server have roles"
    for unknown in ("?acct=zoe", "?acct=", ""):
        assert world.get(f"/api/v1/accounts/lookup{unknown}", 404) == {"error": "Record not found"}


def test_search_by_handle_name_and_following(world, ann, bob):
    world.store.update("accounts", bob.id, {"display_name": "Robert Annan"})
    far = world.remote_account("annika", "far.example")
    ids = [one["id"] for one in bob.get("/api/v1/accounts/search?q=ann")]
    assert ids == [str(ann.id), str(bob.id), str(far)]
    assert [one["id"] for one in bob.get("/api/v1/accounts/search?q=ann&limit=1&offset=1")] == [str(bob.id)]
    assert [one["id"] for one in bob.get("/api/v1/accounts/search?q=@annika@far")] == [str(far)]
    assert bob.get("/api/v1/accounts/search?q=ann&following=true")[0]["id"] == str(bob.id)
    bob.follow(ann)
    assert bob.get("/api/v1/accounts/search?q=ann&following=true")[0]["id"] == str(ann.id)
    assert bob.get("/api/v1/accounts/search?q=100%25") == []
    world.get("/api/v1/accounts/search?q=ann", 401)


def test_hidden_follows_are_hidden_from_others(world, ann, bob):
    bob.follow(ann)
    assert len(world.get(f"/api/v1/accounts/{ann.id}/followers")) == 1
    ann.patch("/api/v1/accounts/update_credentials", json={"hide_collections": True})
    assert world.get(f"/api/v1/accounts/{ann.id}/followers") == []
    assert world.get(f"/api/v1/accounts/{ann.id}/following") == []
    assert len(ann.get(f"/api/v1/accounts/{ann.id}/followers")) == 1


def test_familiar_followers(world, ann, bob, eve):
    carl = world.person("carl")
    bob.follow(ann)
    eve.follow(bob)
    carl.follow(ann)
    shown = eve.get(f"/api/v1/accounts/familiar_followers?id[]={ann.id}&id[]={bob.id}")
    assert [(one["id"], [other["username"] for other in one["accounts"]]) for one in shown] == [
        (str(ann.id), ["bob"]),
        (str(bob.id), []),
    ]


def test_a_moved_account_shows_where(world, ann, bob):
    world.store.update("accounts", ann.id, {"moved_to_id": bob.id})
    shown = world.get(f"/api/v1/accounts/{ann.id}")
    assert shown["moved"]["username"] == "bob"
    assert bob.post(f"/api/v1/accounts/{ann.id}/follow", 403) == {"error": "This action is not allowed"}


def test_filters_of_an_account_s_statuses(world, ann, bob):
    plain = ann.say("plain #tag")["id"]
    media = ann.say("look", media_ids=[str(world.media(ann))])["id"]
    answer = ann.say("@bob hi", in_reply_to_id=bob.say("x")["id"])["id"]
    thread = ann.say("more", in_reply_to_id=plain)["id"]
    boost = ann.post(f"/api/v1/statuses/{bob.say('y')['id']}/reblog")["id"]
    path = f"/api/v1/accounts/{ann.id}/statuses"

    def ids(query):
        return [post["id"] for post in world.get(f"{path}{query}")]

    assert ids("") == [boost, thread, answer, media, plain]
    assert ids("?exclude_replies=true") == [boost, thread, media, plain]
    assert ids("?exclude_reblogs=1") == [thread, answer, media, plain]
    assert ids("?only_media=true") == [media]
    assert ids("?tagged=TAG") == ids("?tagged=%23tag") == [plain]
    assert ids("?exclude_replies=false&exclude_reblogs=0") == ids("")
    letter = ann.say("@bob psst", visibility="direct")["id"]
    assert [post["id"] for post in bob.get(path)][:2] == [letter, boost]
    assert bob.get(f"{path}?exclude_direct=true")[0]["id"] == boost


def test_a_locked_account_posts_for_followers_by_default(ann, bob):
    ann.patch("/api/v1/accounts/update_credentials", json={"locked": True})
    assert ann.get("/api/v1/accounts/verify_credentials")["source"]["privacy"] == "private"
    assert ann.get("/api/v1/preferences")["posting:default:visibility"] == "private"
    assert ann.say("hello")["visibility"] == "private"
    ann.patch("/api/v1/accounts/update_credentials", json={"source": {"privacy": "unlisted"}})
    assert ann.say("hello")["visibility"] == "unlisted", "what one has chosen holds"


# -- relations ----------------------------------------------------------------------------------------------------


def test_following_and_its_settings(world, ann, bob):
    shown = bob.follow(ann)
    assert (shown["following"], shown["showing_reblogs"], shown["notifying"]) == (True, True, False)
    shown = bob.follow(ann, notify=True, reblogs=False, languages=["en"])
    assert (shown["showing_reblogs"], shown["notifying"], shown["languages"]) == (False, True, ["en"])
    assert bob.follow(ann)["notifying"] is True, "what is not sent stays"
    unknown = bob.post(f"/api/v1/accounts/{ann.id}/follow", 422, json={"languages": ["en", "xx"]})
    assert unknown == {"error": "Validation failed: Languages is invalid"}
    assert bob.follow(ann, languages=None)["languages"] == ["en"]
    assert bob.follow(ann, languages=[])["languages"] == []
    ann.say("guten Tag", language="de")
    assert len(bob.get("/api/v1/timelines/home")) == 1, "no languages are all languages"
    assert relation(ann, bob)["followed_by"] is True
    assert world.get(f"/api/v1/accounts/{ann.id}")["followers_count"] == 1
    assert world.get(f"/api/v1/accounts/{bob.id}")["following_count"] == 1
    assert bob.post(f"/api/v1/accounts/{ann.id}/unfollow")["following"] is False
    assert world.get(f"/api/v1/accounts/{ann.id}")["followers_count"] == 0


def test_nobody_follows_themself_or_a_blocker(ann, bob):
    own = bob.post(f"/api/v1/accounts/{bob.id}/follow", 403)
    assert own == {"error": "Following your own account is not allowed"}
    ann.post(f"/api/v1/accounts/{bob.id}/block")
    bob.post(f"/api/v1/accounts/{ann.id}/follow", 403)


def test_a_locked_account_is_asked(world, ann, bob, eve):
    ann.patch("/api/v1/accounts/update_credentials", data={"locked": "true"})
    assert (bob.follow(ann)["requested"], relation(ann, bob)["requested_by"]) == (True, True)
    eve.follow(ann)
    assert [one["username"] for one in ann.get("/api/v1/follow_requests")] == ["eve", "bob"]
    assert ann.get("/api/v1/accounts/verify_credentials")["source"]["follow_requests_count"] == 2
    assert ann.post(f"/api/v1/follow_requests/{bob.id}/authorize")["followed_by"] is True
    assert ann.post(f"/api/v1/follow_requests/{eve.id}/reject")["followed_by"] is False
    ann.post(f"/api/v1/follow_requests/{eve.id}/authorize", 404)
    assert relation(bob, ann)["following"] is True
    assert relation(eve, ann)["requested"] is False
    kinds = world.store.column("SELECT type FROM notifications WHERE account_id = ?", (ann.id,))
    assert kinds == ["follow"]


def test_opening_an_account_lets_the_waiting_in(ann, bob):
    ann.patch("/api/v1/accounts/update_credentials", json={"locked": True})
    bob.follow(ann)
    ann.patch("/api/v1/accounts/update_credentials", json={"locked": False})
    assert relation(bob, ann)["following"] is True


def test_blocking_ends_follows_in_both_directions(ann, bob):
    bob.follow(ann)
    ann.follow(bob)
    shown = ann.post(f"/api/v1/accounts/{bob.id}/block")
    assert (shown["blocking"], shown["following"], shown["followed_by"]) == (True, False, False)
    assert relation(bob, ann)["blocked_by"] is True
    assert [one["username"] for one in ann.get("/api/v1/blocks")] == ["bob"]
    assert ann.post(f"/api/v1/accounts/{bob.id}/unblock")["blocking"] is False
    assert ann.get("/api/v1/blocks") == []


def test_muting(ann, bob):
    shown = ann.post(f"/api/v1/accounts/{bob.id}/mute", json={"notifications": False, "duration": 3600})
    assert (shown["muting"], shown["muting_notifications"]) == (True, False)
    muted = ann.get("/api/v1/mutes")
    assert muted[0]["username"] == "bob"
    assert shown["muting_expires_at"] == "2026-03-01T13:00:00Z"
    assert muted[0]["mute_expires_at"].startswith("2026-03-01T13:00:00.")
    assert ann.post(f"/api/v1/accounts/{bob.id}/mute")["muting_notifications"] is True
    assert ann.post(f"/api/v1/accounts/{bob.id}/unmute")["muting"] is False


@pytest.mark.parametrize("verb", ["endorse", "pin"])
def test_endorsing_needs_a_follow(world, ann, bob, verb):
    ann.post(f"/api/v1/accounts/{bob.id}/{verb}", 422)
    ann.follow(bob)
    assert ann.post(f"/api/v1/accounts/{bob.id}/{verb}")["endorsed"] is True
    response = ann.request("GET", "/api/v1/endorsements")
    assert [one["username"] for one in response.json()] == ["bob"]
    assert response.headers["link"].endswith(f'/api/v1/endorsements?since_id={bob.id}>; rel="prev"')
    everybody = ann.request("GET", "/api/v1/endorsements?limit=0")
    assert ([one["username"] for one in everybody.json()], "link" in everybody.headers) == (["bob"], False)
    assert [one["username"] for one in world.get(f"/api/v1/accounts/{ann.id}/endorsements")] == ["bob"]
    assert ann.post(f"/api/v1/accounts/{bob.id}/un{verb}")["endorsed"] is False


def test_notes_on_accounts(ann, bob):
    assert ann.post(f"/api/v1/accounts/{bob.id}/note", json={"comment": "met in May"})["note"] == "met in May"
    assert relation(bob, ann)["note"] == ""
    assert ann.post(f"/api/v1/accounts/{bob.id}/note", json={"comment": "  "})["note"] == ""
    ann.post(f"/api/v1/accounts/{bob.id}/note", 422, json={"comment": "x" * 2001})


def test_blocking_a_server_ends_follows(world, ann):
    far = world.remote_account("zoe", "far.example")
    ann.post(f"/api/v1/accounts/{far}/follow")
    assert ann.get("/api/v1/domain_blocks/preview?domain=far.example") == {"following_count": 1, "followers_count": 0}
    assert ann.post("/api/v1/domain_blocks", data={"domain": "far.example"}) == {}
    shown = ann.get(f"/api/v1/accounts/relationships?id[]={far}")[0]
    assert (shown["domain_blocking"], shown["following"]) == (True, False)
    ann.post("/api/v1/domain_blocks", 422, json={"domain": ""})
    ann.post("/api/v1/domain_blocks", 422, json={"domain": "https://far.example/"})


def test_featured_hashtags(world, ann):
    ann.say("my #Ringtones")
    assert [tag["name"] for tag in ann.get("/api/v1/featured_tags/suggestions")] == ["Ringtones"]
    made = ann.post("/api/v1/featured_tags", json={"name": "Ringtones"})
    assert (made["statuses_count"], made["last_status_at"]) == ("1", "2026-03-01")
    assert made["url"] == "http://mastodon.test/@ann/tagged/ringtones"
    assert world.get(f"/api/v1/accounts/{ann.id}/featured_tags") == [made] == ann.get("/api/v1/featured_tags")
    assert ann.get("/api/v1/featured_tags/suggestions") == []
    assert ann.delete(f"/api/v1/featured_tags/{made['id']}") == {}
    ann.delete(f"/api/v1/featured_tags/{made['id']}", 404)
    ann.post("/api/v1/featured_tags", 422, json={"name": "no tag!"})


# -- the own profile ----------------------------------------------------------------------------------------------


def test_changing_the_profile(ann):
    form = {
        "display_name": "Ann",
        "note": "I #walk\nfunny",
        "bot": "true",
        "discoverable": "true",
        "fields_attributes[0][name]": "web",
        "fields_attributes[0][value]": "https://ann.example.org",
        "fields_attributes[1][name]": "",
        "fields_attributes[1][value]": "",
        "source[privacy]": "unlisted",
        "source[sensitive]": "true",
        "source[language]": "de",
        "source[quote_policy]": "followers",
        "attribution_domains[]": ["a.example", "b.example"],
    }
    shown = ann.patch("/api/v1/accounts/update_credentials", data=form)
    assert shown["display_name"] == "Ann"
    assert shown["note"] == (
        '<p>I <a href="http://mastodon.test/tags/walk" class="mention hashtag" rel="tag">#<span>walk</span></a>'
        "<br />funny</p>"
    )
    assert (shown["bot"], shown["discoverable"], shown["locked"]) == (True, True, False)
    assert shown["feature_approval"] == {"automatic": ["public"], "manual": [], "current_user": "automatic"}
    assert shown["fields"][0]["value"].startswith('<a href="https://ann.example.org" target="_blank" rel="nofollow')
    source = shown["source"]
    assert source["note"] == "I #walk\nfunny"
    assert source["fields"] == [{"name": "web", "value": "https://ann.example.org", "verified_at": None}]
    assert (source["privacy"], source["sensitive"], source["language"]) == ("unlisted", True, "de")
    assert source["quote_policy"] == "followers"
    assert source["attribution_domains"] == ["a.example", "b.example"]
    again = ann.patch("/api/v1/accounts/update_credentials", json={"display_name": "A."})
    assert again["source"]["note"] == "I #walk\nfunny", "what is not sent stays"


def test_fields_as_json_list_or_hash(ann):
    field = {"name": "a", "value": "b"}
    for sent in ([field], {"0": field}):
        shown = ann.patch("/api/v1/accounts/update_credentials", json={"fields_attributes": sent})
        assert shown["source"]["fields"] == [{**field, "verified_at": None}]


def test_what_is_wrong_with_a_profile_is_listed(ann):
    fields = [{"name": str(number), "value": "x"} for number in range(5)]
    error = ann.patch("/api/v1/accounts/update_credentials", 422, json={"fields_attributes": fields})
    assert error == {
        "error": "Validation failed: Fields is too long (maximum is 4 characters)",
        "details": {"fields": [{"error": "ERR_TOO_LONG", "description": "is too long (maximum is 4 characters)"}]},
    }
    error = ann.patch("/api/v1/accounts/update_credentials", 422, json={"display_name": "x" * 41, "note": "y" * 501})
    assert set(error["details"]) == {"display_name", "note"}


def test_pictures_are_scaled_and_can_be_deleted(world, ann):
    upload = {"avatar": ("me.png", picture(), "image/png")}
    shown = ann.patch("/api/v1/accounts/update_credentials", files=upload, data={"avatar_description": "me"})
    assert shown["avatar"].startswith("http://mastodon.test/system/accounts/avatars/")
    assert shown["avatar_description"] == "me"
    with Image.open(io.BytesIO(world.client.get(shown["avatar"]).content)) as image:
        assert image.size == (400, 400)
    data_url = "data:image/jpeg;base64," + base64.b64encode(picture(form="JPEG")).decode()
    shown = ann.patch("/api/v1/profile", json={"header": data_url})
    assert shown["header"].startswith("http://mastodon.test/system/accounts/headers/")
    gone = ann.delete("/api/v1/profile/avatar")
    assert gone["avatar"] == "http://mastodon.test/avatars/original/missing.png"
    assert ann.delete("/api/v1/profile/header")["header"].endswith("/headers/original/missing.png")
    assert ann.get("/api/v1/profile")["avatar"] is None
    ann.patch("/api/v1/accounts/update_credentials", 422, files={"avatar": ("x.png", b"no picture", "image/png")})


# -- sign-up ------------------------------------------------------------------------------------------------------

FORM = {
    "username": "newbie",
    "email": "newbie@mail.example",
    "password": "correct horse",
    "agreement": True,
    "locale": "en",
}


def sign_up(world, status=200, token=None, **changes):
    world.store.execute("UPDATE apps SET redirect_uris = ?", ('["https://app.example/done"]',))
    token = token or world.token(None, "read write")
    headers = {"Authorization": f"Bearer {token}"}
    return world.request("POST", "/api/v1/accounts", status, json={**FORM, **changes}, headers=headers).json()


def test_an_app_signs_somebody_up(world):
    token = sign_up(world)
    assert token["token_type"] == "Bearer"
    assert token["scope"] == ALL_SCOPES, "those of the app, not those of its token"
    headers = {"Authorization": f"Bearer {token['access_token']}"}
    own = "/api/v1/accounts/verify_credentials"
    assert world.get(own, 403, headers=headers) == {"error": "Your login is missing a confirmed e-mail address"}
    assert world.get("/api/v1/emails/check_confirmation", headers=headers) is False
    assert confirm(world).headers["location"] == "https://app.example/done"
    assert world.get(own, headers=headers)["username"] == "newbie"
    assert world.get("/api/v1/emails/check_confirmation", headers=headers) is True


def confirm(world, status=302, mail=0):
    """Open the link in one of the mails, counted from the newest."""
    links = re.findall(r'<a href="([^"]*)"', world.request("GET", "/letter_opener").text)
    return world.request("GET", html.unescape(links[mail]), status, follow_redirects=False)


def test_a_confirmation_link_works_once_and_for_two_days(world):
    world.get("/api/v1/emails/check_confirmation", 401)
    assert "There are none." in world.request("GET", "/letter_opener").text
    assert "Confirmation token is invalid" in world.request("GET", "/auth/confirmation?confirmation_token=x", 422).text
    sign_up(world)
    world.clock.advance(days=3)
    confirm(world, 422)
    world.store.execute("UPDATE users SET confirmation_sent_at = ?", (world.store.now(),))
    confirm(world)
    confirm(world, 422)


def test_the_confirmation_can_be_asked_for_again(world, ann):
    token = sign_up(world)["access_token"]
    headers = {"Authorization": f"Bearer {token}"}

    def ask(status=200, **params):
        return world.request("POST", "/api/v1/emails/confirmations", status, json=params, headers=headers).json()

    assert ask() == {}
    assert ask(422, email="nope")["error"] == "Validation failed: E-mail address is invalid, E-mail address is invalid"
    assert ask(422, email="ann@mail.example")["error"] == "Validation failed: E-mail address has already been taken"
    assert ask(email="New@mail.example") == {}
    confirm(world, 422, mail=2)
    shown = world.request("GET", "/letter_opener").text
    assert re.findall("To <strong>(.*?)</strong>", shown) == ["new@mail.example", *["newbie@mail.example"] * 2]
    confirm(world)
    assert world.store.value("SELECT email FROM users WHERE created_by_app_id IS NOT NULL") == "new@mail.example"
    assert ask(403) == {"error": "This method is only available while the e-mail is awaiting confirmation"}
    error = ann.post("/api/v1/emails/confirmations", 403)
    assert error == {"error": "This method is only available to the application the user originally signed-up with"}


def test_the_staff_hears_of_new_people(world, chief):
    sign_up(world)
    assert chief.get("/api/v1/notifications") == []
    confirm(world)
    (told,) = chief.get("/api/v1/notifications")
    assert (told["type"], told["account"]["username"]) == ("admin.sign_up", "newbie")
    shown = chief.get(f"/api/v1/admin/accounts/{told['account']['id']}")
    assert (shown["confirmed"], shown["created_by_application_id"]) == (True, str(world.app_id))
    assert "created_by_application_id" not in chief.get(f"/api/v1/admin/accounts/{chief.id}")


def test_the_staff_hears_of_whom_it_approves(world, chief, ann):
    world.store.execute("UPDATE users SET approved = 0 WHERE account_id = ?", (ann.id,))
    chief.post(f"/api/v1/admin/accounts/{ann.id}/approve")
    assert [told["type"] for told in chief.get("/api/v1/notifications")] == ["admin.sign_up"]


@pytest.mark.parametrize("name", ["root", "Administrator", "m0d", "my_MAST0DON"])
def test_reserved_names(world, name):
    details = sign_up(world, 422, username=name)["details"]
    assert details["username"] == [{"error": "ERR_RESERVED", "description": "is reserved"}]


def test_complaints_about_a_sign_up_stand_in_mastodon_s_order(world):
    wrong = {"username": "a b", "email": "x", "password": "x", "agreement": False, "reason": "r" * 421}
    assert sign_up(world, 422, **wrong)["error"] == (
        "Validation failed: Reason is too long (maximum is 420 characters), E-mail address is invalid,"
        " Password is too short (minimum is 8 characters), Username must contain only letters, numbers and underscores,"
        " E-mail address is invalid, Service agreement must be accepted"
    )


def test_sign_up_says_all_that_is_wrong(world, ann):
    assert sign_up(world, 422, password="", agreement=False) == {
        "error": "Validation failed: Password can't be blank, Service agreement must be accepted",
        "details": {
            "password": [{"error": "ERR_BLANK", "description": "can't be blank"}],
            "agreement": [{"error": "ERR_ACCEPTED", "description": "must be accepted"}],
        },
    }
    cases = {
        "username": {"ANN": "ERR_TAKEN", "a b": "ERR_INVALID", "x" * 31: "ERR_TOO_LONG", "": "ERR_BLANK"},
        "email": {"ANN@mail.example": "ERR_TAKEN", "a%b@mail.example": "ERR_INVALID"},
        "password": {"short": "ERR_TOO_SHORT"},
    }
    for attribute, values in cases.items():
        for value, code in values.items():
            details = sign_up(world, 422, **{attribute: value})["details"]
            assert [problem["error"] for problem in details[attribute]] == [code], value
    for email, codes in {"nobody": ["ERR_INVALID", "ERR_INVALID"], "": ["ERR_BLANK", "ERR_INVALID"]}.items():
        details = sign_up(world, 422, email=email)["details"]
        assert [problem["error"] for problem in details["email"]] == codes


def test_only_an_app_signs_people_up(world, ann):
    assert sign_up(world, 403, token=ann.token)["error"].startswith("This method requires an client credentials")
    assert sign_up(world, 403, token=world.token(None, "read"))["error"] == (
        "This action is outside the authorized scopes"
    )
    world.request("POST", "/api/v1/accounts", 401, json=FORM)


@pytest.mark.parametrize("column", ["confirmed", "approved"])
def test_who_waits_for_confirmation_or_approval_is_invisible(world, ann, bob, column):
    world.store.execute("UPDATE accounts SET discoverable = 1, statuses_count = 1")
    world.store.execute(f"UPDATE users SET {column} = 0 WHERE account_id = ?", (bob.id,))
    assert ann.get(f"/api/v1/accounts/{bob.id}", 404) == {"error": "Record not found"}
    for action in ("follow", "unfollow", "block", "unblock", "mute", "unmute", "remove_from_followers"):
        ann.post(f"/api/v1/accounts/{bob.id}/{action}", 404)
    assert ann.get(f"/api/v1/accounts?id[]={bob.id}") == []
    assert ann.get("/api/v1/accounts/search?q=bob") == []
    assert [one["id"] for one in ann.get("/api/v1/directory")] == [str(ann.id)]
    assert ann.get("/api/v2/suggestions") == []
    # Mastodon does not check these.
    assert ann.get("/api/v1/accounts/lookup?acct=bob")["id"] == str(bob.id)
    assert ann.get(f"/api/v1/accounts/{bob.id}/statuses") == []
    assert ann.post(f"/api/v1/accounts/{bob.id}/note", json={"comment": "who?"})["note"] == "who?"
