"""Moderation of accounts: permissions, filters and actions."""

import pytest

from trunkline import Mastodon
from trunkline.errors import MastodonForbiddenError
from trunkline.sandbox import Sandbox
from trunkline.sandbox.rules.user_ips import note_ip

ACCOUNTS = "/api/v1/admin/accounts"
V2 = "/api/v2/admin/accounts"


def names(accounts):
    return [account["username"] for account in accounts]


def contents(person, path):
    return [status["content"] for status in person.get(path)]


@pytest.fixture
def act(chief):
    def act(person, kind, **params):
        return chief.post(f"{ACCOUNTS}/{person.id}/action", json={"type": kind, **params})

    return act


def set_role(world, person, role_id):
    world.store.execute("UPDATE users SET role_id = ? WHERE account_id = ?", (role_id, person.id))


# -- who may ---------------------------------------------------------------------------------------------------------


def test_needs_a_role(world, chief, ann):
    refused = {"error": "This action is not allowed"}
    plain = world.person("plain", "admin:read admin:write")
    for path in (ACCOUNTS, V2, f"{ACCOUNTS}/{ann.id}"):
        assert plain.get(path, 403) == world.get(path, 403) == refused
    assert plain.post(f"{ACCOUNTS}/{ann.id}/action", 403, json={"type": "none"}) == refused
    set_role(world, plain, 1)
    assert names(plain.get(ACCOUNTS)) == ["plain", "ann", "chief"]
    assert plain.delete(f"{ACCOUNTS}/{ann.id}", 403) == refused


def test_needs_the_scope(world, chief, ann):
    token = world.token(chief.id, "read write admin:read:accounts")
    headers = {"Authorization": f"Bearer {token}"}
    world.request("GET", ACCOUNTS, headers=headers)
    world.request("POST", f"{ACCOUNTS}/{ann.id}/action", 403, headers=headers, json={"type": "none"})
    chief.token = world.token(chief.id, "read write")
    assert chief.get(ACCOUNTS, 403) == {"error": "This action is outside the authorized scopes"}


def test_nobody_acts_against_their_equals(world, chief, ann, bob):
    set_role(world, ann, 1)
    set_role(world, bob, 1)
    ann.token = world.token(ann.id, "admin:write")
    for other in (bob, chief):
        ann.post(f"{ACCOUNTS}/{other.id}/action", 403, json={"type": "silence"})
    chief.post(f"{ACCOUNTS}/{ann.id}/action", json={"type": "silence"})


# -- finding them ----------------------------------------------------------------------------------------------------


def test_one_account(world, chief, ann):
    shown = chief.get(f"{ACCOUNTS}/{ann.id}")
    role = shown.pop("role")
    assert (role["id"], role["name"]) == ("-99", "")
    assert shown == {
        "id": str(ann.id),
        "username": "ann",
        "domain": None,
        "created_at": shown["created_at"],
        "email": "ann@mail.example",
        "ip": None,
        "ips": [],
        "confirmed": True,
        "approved": True,
        "disabled": False,
        "sensitized": False,
        "silenced": False,
        "suspended": False,
        "locale": "en",
        "invite_request": None,
        "account": chief.get(f"/api/v1/accounts/{ann.id}"),
    }
    remote = chief.get(f"{ACCOUNTS}/{world.remote_account('zed', 'far.example')}")
    of_user = ("email", "role", "confirmed", "approved", "disabled", "locale")
    assert {remote[name] for name in of_user} == {None}
    assert (remote["domain"], remote["suspended"]) == ("far.example", False)
    chief.get(f"{ACCOUNTS}/5", 404)


def test_addresses(world, chief, ann):
    for account_id, ip in ((ann.id, "192.0.2.9"), (ann.id, "198.51.100.1"), (chief.id, "2001:db8::1")):
        note_ip(world.store, account_id, ip)
    shown = chief.get(f"{ACCOUNTS}/{ann.id}")
    assert (shown["ip"], [one["ip"] for one in shown["ips"]]) == ("198.51.100.1", ["198.51.100.1", "192.0.2.9"])
    note_ip(world.store, ann.id, "192.0.2.9")
    assert chief.get(f"{ACCOUNTS}/{ann.id}")["ip"] == "192.0.2.9"
    found = {ip: names(chief.get(f"{ACCOUNTS}?ip={ip}")) for ip in ("192.0.2.9", "192.0.2.0/24", "2001:db8::/32", "x")}
    assert list(found.values()) == [["ann"], ["ann"], ["chief"], []]


def test_a_record_that_does_not_exist_is_missing_for_everybody(world, chief, ann):
    ann.token = world.token(ann.id, "admin:read admin:write")
    for path in ("accounts", "reports", "tags", "domain_blocks", "ip_blocks"):
        assert ann.get(f"/api/v1/admin/{path}/5", 404) == world.get(f"/api/v1/admin/{path}/5", 404)
    ann.post(f"{ACCOUNTS}/5/approve", 404)
    ann.post(f"{ACCOUNTS}/5/action", 404)
    ann.post("/api/v1/admin/trends/tags/5/approve", 403)


def test_a_suspended_person_shows_nothing_and_learns_nothing(world, ann, bob, act):
    world.store.update("accounts", bob.id, {"locked": 1, "bot": 1, "discoverable": 1, "indexable": 1})
    bob.follow(ann)
    act(bob, "suspend", text="Gone")
    hidden = ("locked", "bot", "discoverable", "indexable")
    assert {world.get(f"/api/v1/accounts/{bob.id}")[name] for name in hidden} == {False}
    assert names(ann.get(f"/api/v1/accounts/{ann.id}/followers")) == ["bob"]
    assert ann.get(f"/api/v1/accounts/{bob.id}/following") == []
    assert world.store.value("SELECT count(*) FROM notifications WHERE account_id = ?", (bob.id,)) == 0


@pytest.fixture
def crowd(world, chief):
    """One account of every kind, named after it."""
    for name, table, column, value in (
        ("silenced", "accounts", "limited", 1),
        ("suspended", "accounts", "suspended", 1),
        ("sensitized", "accounts", "sensitized", 1),
        ("pending", "users", "approved", 0),
        ("disabled", "users", "disabled", 1),
    ):
        made = world.person(name)
        key = "id" if table == "accounts" else "account_id"
        world.store.execute(f"UPDATE {table} SET {column} = ? WHERE {key} = ?", (value, made.id))
    far = world.remote_account("zed", "far.example")
    world.store.update("accounts", far, {"display_name": "Zed's dead"})


LOCAL = "disabled pending sensitized silenced chief"


@pytest.mark.parametrize(
    ("path", "found"),
    [
        (ACCOUNTS, LOCAL),
        (f"{ACCOUNTS}?local=true&active=true", LOCAL),
        (f"{ACCOUNTS}?remote=true", "zed"),
        (f"{ACCOUNTS}?pending=true", "pending"),
        (f"{ACCOUNTS}?disabled=true", "disabled"),
        (f"{ACCOUNTS}?silenced=true", "silenced"),
        (f"{ACCOUNTS}?suspended=true", "suspended"),
        (f"{ACCOUNTS}?sensitized=true", "sensitized"),
        (f"{ACCOUNTS}?staff=true", "chief"),
        (f"{ACCOUNTS}?username=S", "sensitized silenced"),
        (f"{ACCOUNTS}?email=chief@", "chief"),
        (f"{ACCOUNTS}?ip=10.0.0.1", ""),
        (V2, "zed disabled pending sensitized suspended silenced chief"),
        (f"{V2}?origin=local", "disabled pending sensitized suspended silenced chief"),
        (f"{V2}?origin=remote", "zed"),
        (f"{V2}?status=active", f"zed {LOCAL}"),
        (f"{V2}?status=pending", "pending"),
        (f"{V2}?status=suspended", "suspended"),
        (f"{V2}?permissions=staff", "chief"),
        (f"{V2}?role_ids[]=3&role_ids[]=2", "chief"),
        (f"{V2}?invited_by=1", ""),
        (f"{V2}?by_domain=far.example", "zed"),
        (f"{V2}?display_name=zed's", "zed"),
    ],
)
@pytest.mark.usefixtures("crowd")
def test_filters(chief, path, found):
    assert names(chief.get(path)) == found.split()


def test_unknown_filters(chief):
    assert chief.get(f"{V2}?status=sleepy", 400) == {"error": "Unknown status: sleepy"}
    assert chief.get(f"{V2}?origin=mars", 400) == {"error": "Unknown origin: mars"}


def test_pages(chief, ann, bob):
    page = chief.request("GET", f"{V2}?limit=2&origin=local")
    assert names(page.json()) == ["bob", "ann"]
    assert f"limit=2&max_id={ann.id}&origin=local" in page.headers["link"]
    assert f"limit=2&min_id={bob.id}&origin=local" in page.headers["link"]
    assert names(chief.get(f"{V2}?max_id={ann.id}")) == ["chief"]
    assert names(chief.get(f"{V2}?min_id={chief.id}&limit=1")) == ["ann"]


# -- letting in ------------------------------------------------------------------------------------------------------


def test_approve(world, chief, ann):
    world.store.execute("UPDATE users SET approved = 0, reason = 'please' WHERE account_id = ?", (ann.id,))
    ann.get("/api/v1/preferences", 403)
    assert chief.get(f"{ACCOUNTS}/{ann.id}")["invite_request"] == "please"
    assert chief.post(f"{ACCOUNTS}/{ann.id}/approve")["approved"] is True
    ann.get("/api/v1/preferences")
    chief.post(f"{ACCOUNTS}/{ann.id}/approve", 403)


def test_reject(world, chief, ann):
    chief.post(f"{ACCOUNTS}/{ann.id}/reject", 403)
    world.store.execute("UPDATE users SET approved = 0 WHERE account_id = ?", (ann.id,))
    assert chief.post(f"{ACCOUNTS}/{ann.id}/reject") == {}
    chief.get(f"{ACCOUNTS}/{ann.id}", 404)
    ann.get("/api/v1/preferences", 401)
    assert world.person("ann").id != ann.id
    chief.post(f"{ACCOUNTS}/{world.remote_account('zed', 'far.example')}/reject", 403)


# -- measures --------------------------------------------------------------------------------------------------------


def test_disable(world, chief, ann, act):
    ann.say("hello")
    assert act(ann, "disable") == {}
    assert ann.get("/api/v1/preferences", 403) == {"error": "Your login is currently disabled"}
    assert len(world.get(f"/api/v1/accounts/{ann.id}/statuses")) == 1
    assert chief.post(f"{ACCOUNTS}/{ann.id}/enable")["disabled"] is False
    ann.get("/api/v1/preferences")
    stranger = world.remote_account("zed", "far.example")
    chief.post(f"{ACCOUNTS}/{stranger}/action", 403, json={"type": "disable"})
    chief.post(f"{ACCOUNTS}/{stranger}/enable", 403)


def test_measures_end_streams(world, ann, act):
    act(ann, "disable")
    token = world.store.value("SELECT id FROM access_tokens WHERE account_id = ?", (ann.id,))
    assert world.hub.channels("kill") == {f"access_token:{token}"}


def test_sensitive(chief, ann, bob, act):
    post = ann.say("hello")
    address = f"/api/v1/statuses/{post['id']}"
    act(ann, "sensitive")
    assert (bob.get(address)["sensitive"], ann.get(address)["sensitive"]) == (True, False)
    assert chief.post(f"{ACCOUNTS}/{ann.id}/unsensitive")["sensitized"] is False
    assert bob.get(address)["sensitive"] is False


def test_silence(world, chief, ann, act):
    ann.say("hello #tea")
    timelines = ("/api/v1/timelines/public", "/api/v1/timelines/tag/tea")
    act(ann, "silence")
    assert [world.get(path) for path in timelines] == [[], []]
    assert world.get(f"/api/v1/accounts/{ann.id}")["limited"] is True
    assert ann.say("again")["visibility"] == "unlisted"
    assert chief.post(f"{ACCOUNTS}/{ann.id}/unsilence")["silenced"] is False
    assert [len(world.get(path)) for path in timelines] == [1, 1]


def test_suspend(world, chief, ann, bob, eve, act):
    bob.follow(ann)
    bob.follow(eve)
    ann.follow(bob)
    post = ann.say("hello #tea")
    eve.post(f"/api/v1/statuses/{post['id']}/reblog")
    listed = bob.post("/api/v1/lists", json={"title": "x"})["id"]
    bob.post(f"/api/v1/lists/{listed}/accounts", json={"account_ids": [ann.id]})
    paths = (
        "/api/v1/timelines/home", "/api/v1/timelines/public", "/api/v1/timelines/tag/tea",
        f"/api/v1/timelines/list/{listed}", f"/api/v1/accounts/{ann.id}/statuses", "/api/v1/notifications",
    )  # fmt: skip
    before = [bob.get(path) for path in paths]
    assert all(before)

    act(ann, "suspend")
    assert ann.post("/api/v1/statuses", 403, json={"status": "x"}) == {"error": "Your login is currently disabled"}
    assert [bob.get(path) for path in paths] == [[]] * len(paths)
    bob.get(f"/api/v1/statuses/{post['id']}", 404)
    assert bob.get(f"/api/v1/accounts/{ann.id}")["suspended"] is True
    bob.post(f"/api/v1/accounts/{ann.id}/follow", 404)

    assert chief.post(f"{ACCOUNTS}/{ann.id}/unsuspend")["suspended"] is False
    assert [bob.get(path) for path in paths] == before
    chief.post(f"{ACCOUNTS}/{ann.id}/unsuspend", 403)
    ann.say("back")


def test_suspended_stay_off_timelines_that_are_made_again(ann, bob, act):
    bob.follow(ann)
    ann.say("hello")
    act(ann, "suspend")
    made = bob.post("/api/v1/lists", json={"title": "x", "exclusive": True})
    bob.delete(f"/api/v1/lists/{made['id']}")
    assert contents(bob, "/api/v1/timelines/home") == []


def test_delete(world, chief, ann, bob, act):
    bob.follow(ann)
    post, other = ann.say("hello"), bob.say("hi")
    ann.post(f"/api/v1/statuses/{other['id']}/favourite")
    chief.delete(f"{ACCOUNTS}/{ann.id}", 403)
    act(ann, "suspend")
    assert chief.delete(f"{ACCOUNTS}/{ann.id}") == {}
    chief.delete(f"{ACCOUNTS}/{ann.id}", 403)
    assert world.store.row("SELECT 1 FROM statuses WHERE id = ?", (int(post["id"]),)) is None
    assert bob.get(f"/api/v1/statuses/{other['id']}")["favourites_count"] == 0
    assert bob.get(f"/api/v1/accounts/{bob.id}")["following_count"] == 0
    assert chief.get(f"{ACCOUNTS}/{ann.id}")["disabled"] is True
    chief.post(f"{ACCOUNTS}/{ann.id}/unsuspend")
    for path in (f"/api/v1/accounts/{ann.id}", "/api/v1/accounts/lookup?acct=ann"):
        bob.get(path, 404)
    assert bob.get(f"/api/v1/accounts/relationships?id[]={ann.id}&with_suspended=true") == []
    act(ann, "suspend")
    chief.delete(f"{ACCOUNTS}/{ann.id}")


def test_warning(chief, ann, act):
    act(ann, "none", text="Be kind.")
    (told,) = ann.get("/api/v1/notifications")
    warning = told["moderation_warning"]
    assert (told["type"], warning["action"], warning["text"]) == ("moderation_warning", "none", "Be kind.")
    assert (warning["status_ids"], warning["appeal"], warning["target_account"]["id"]) == (None, None, str(ann.id))
    act(ann, "none", send_email_notification=False)
    assert len(ann.get("/api/v1/notifications")) == 1


def test_measures_settle_reports(world, chief, ann, bob, act):
    made = [bob.post("/api/v1/reports", json={"account_id": ann.id})["id"] for _ in range(2)]
    act(ann, "none", report_id=made[0])
    still_open = "SELECT id FROM reports WHERE action_taken_at IS NULL"
    assert world.store.column(still_open) == [int(made[1])]
    act(ann, "silence", report_id=made[1])
    assert world.store.column(still_open) == []


@pytest.mark.parametrize(
    ("data", "status", "error"),
    [
        ({}, 422, "Validation failed: Type can't be blank, Type is not included in the list"),
        ({"type": "shout"}, 422, "Validation failed: Type is not included in the list"),
        ({"type": "none", "report_id": 5}, 404, "Record not found"),
    ],
)
def test_bad_actions(chief, ann, data, status, error):
    assert chief.post(f"{ACCOUNTS}/{ann.id}/action", status, json=data) == {"error": error}


def test_with_the_client():
    with Sandbox(size=20, process=False) as server:
        admin = Mastodon(access_token=server.admin_token, api_base_url=server.url)
        bob = Mastodon(access_token=server.token_for("bob"), api_base_url=server.url)
        (found,) = admin.admin_accounts_v2(username="bob", origin="local")
        assert (found.email, found.suspended) == ("bob@sandbox.example", False)
        admin.admin_account_moderate(found, "suspend")
        with pytest.raises(MastodonForbiddenError):
            bob.status_post("hello")
        assert admin.admin_account_unsuspend(found).suspended is False
        bob.status_post("hello")
