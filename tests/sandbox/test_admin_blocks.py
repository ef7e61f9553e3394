"""Blocks of servers, e-mail addresses and IP addresses: endpoints and effects."""

import hashlib

import pytest
from tests.sandbox.direct import client_of

from trunkline import Mastodon
from trunkline.errors import MastodonAPIError
from trunkline.sandbox import Sandbox
from trunkline.sandbox.http.site import ServerSite
from trunkline.sandbox.store.settings import change_setting

ADMIN = "/api/v1/admin"
SIGN_UP = {"username": "newcomer", "password": "long enough", "agreement": True}
# How to make a row of each table, and another one.
TABLES = {
    "domain_allows": ({"domain": "a.example"}, {"domain": "b.example"}),
    "domain_blocks": ({"domain": "a.example"}, {"domain": "b.example"}),
    "email_domain_blocks": ({"domain": "a.example"}, {"domain": "b.example"}),
    "canonical_email_blocks": ({"email": "ann@a.example"}, {"email": "bob@a.example"}),
    "ip_blocks": (
        {"ip": "192.0.2.1", "severity": "no_access"},
        {"ip": "192.0.2.2", "severity": "no_access"},
    ),
}


def sign_up(world, email, status=200, ip="testclient"):
    client = client_of(world.app, "http://mastodon.test", peer=(ip, 1))
    headers = {"Authorization": f"Bearer {world.token(None)}"}
    name = f"n{world.store.value('SELECT count(*) FROM users')}"
    form = {**SIGN_UP, "username": name, "email": email}
    response = client.post("/api/v1/accounts", headers=headers, json=form)
    assert response.status_code == status, response.text
    return response.json(), world.store.value("SELECT approved FROM users WHERE email = ?", (email,))


# -- what all tables have in common ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TABLES)
def test_index_show_delete(chief, name):
    path = f"{ADMIN}/{name}"
    first, second = (chief.post(path, json=data) for data in TABLES[name])
    assert chief.get(path) == [second, first]
    assert chief.get(f"{path}/{first['id']}") == first
    page = chief.request("GET", f"{path}?limit=1")
    assert page.json() == [second]
    assert f"max_id={second['id']}>" in page.headers["link"]
    assert f"min_id={second['id']}>" in page.headers["link"]
    assert chief.get(f"{path}?max_id={second['id']}") == [first]
    assert chief.get(f"{path}?min_id={first['id']}&limit=1") == [second]
    assert chief.delete(f"{path}/{first['id']}") == {}
    chief.get(f"{path}/{first['id']}", 404)
    chief.delete(f"{path}/{first['id']}", 404)


@pytest.mark.parametrize("name", TABLES)
def test_needs_a_role_and_the_scope(world, chief, ann, name):
    path = f"{ADMIN}/{name}"
    world.get(path, 403)
    ann.token = world.token(ann.id, "admin:read admin:write")
    assert ann.get(path, 403) == {"error": "This action is not allowed"}
    ann.post(path, 403, json=TABLES[name][0])
    chief.token = world.token(chief.id, f"admin:read:{name}")
    assert chief.get(path) == []
    chief.post(path, 403, json=TABLES[name][0])
    chief.token = world.token(chief.id, f"admin:write:{name}")
    chief.post(path, json=TABLES[name][0])


OF_DOMAINS = ["domain_allows", "domain_blocks", "email_domain_blocks"]
INVALID = "Validation failed: Domain is invalid"


@pytest.mark.parametrize("name", OF_DOMAINS)
@pytest.mark.parametrize(
    ("domain", "error"),
    [
        (None, "Validation failed: Domain can't be blank"),
        (" ", "Validation failed: Domain can't be blank"),
        ("a b", f"{INVALID}, Domain is invalid"),
        ("https://a.example/x", f"{INVALID}, Domain is invalid"),
        ("@a.example", f"{INVALID}, Domain is invalid"),
        ("a.example:8080", INVALID),
        ("a..example", INVALID),
        ("a_b.example", INVALID),
        (f"{'a' * 64}.example", INVALID),
        (".".join(["a" * 63] * 5), INVALID),
    ],
)
def test_bad_domains(chief, name, domain, error):
    assert chief.post(f"{ADMIN}/{name}", 422, json={"domain": domain}) == {"error": error}


@pytest.mark.parametrize("name", OF_DOMAINS)
@pytest.mark.parametrize(
    ("domain", "stored"),
    [
        (" A.Example ", "a.example"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("BÜCHER.example", "xn--bcher-kva.example"),
        ("localhost", "localhost"),
        ("mastodon.test", "mastodon.test"),
    ],
)
def test_domains_are_normalised(chief, name, domain, stored):
    assert chief.post(f"{ADMIN}/{name}", json={"domain": domain})["domain"] == stored


def test_own_domain_may_have_a_port(world, chief):
    world.app.state.site = ServerSite("http://127.0.0.1:3000", "127.0.0.1:3000")
    answered = chief.post(f"{ADMIN}/domain_allows", json={"domain": "127.0.0.1:3000"})
    assert answered["domain"] == "127.0.0.1:3000"


# -- servers ---------------------------------------------------------------------------------------------------------


def test_allow_twice(chief):
    first = chief.post(f"{ADMIN}/domain_allows", json={"domain": "A.example"})
    assert first == {"id": "1", "domain": "a.example", "created_at": first["created_at"]}
    assert chief.post(f"{ADMIN}/domain_allows", json={"domain": "a.example"}) == first


def test_domain_block(world, chief):
    settings = {
        "severity": "suspend",
        "reject_media": True,
        "reject_reports": False,
        "private_comment": "spam, spam",
        "public_comment": "spam",
        "obfuscate": True,
    }
    made = chief.post(f"{ADMIN}/domain_blocks", json={"domain": "spammers.example", **settings})
    digest = hashlib.sha256(b"spammers.example").hexdigest()
    kept = {"id": made["id"], "created_at": made["created_at"], "domain": "spammers.example", "digest": digest}
    assert made == {**kept, **settings}
    change_setting(world.store, "show_domain_blocks", "all")
    (public,) = world.get("/api/v1/instance/domain_blocks")
    assert public == {"domain": "spamm***.***mple", "digest": digest, "severity": "suspend", "comment": "spam"}
    changed = chief.put(f"{ADMIN}/domain_blocks/{made['id']}", json={"obfuscate": False, "severity": "noop"})
    assert changed == {**kept, **settings, "obfuscate": False, "severity": "noop"}
    assert world.get("/api/v1/instance/domain_blocks") == []


def test_laxer_blocks_are_refused(chief):
    path = f"{ADMIN}/domain_blocks"
    known = chief.post(path, json={"domain": "a.example"})
    assert known["severity"] == "silence"
    refused = {"error": "You have already imposed stricter limits on a.example.", "existing_domain_block": known}
    assert chief.post(path, 422, json={"domain": "a.example", "severity": "suspend"}) == refused
    assert chief.post(path, 422, json={"domain": "sub.a.example", "severity": "noop"}) == refused
    chief.post(path, json={"domain": "sub.a.example", "severity": "suspend"})


@pytest.mark.parametrize("severity", ["loud", "", None])
def test_bad_severities(chief, severity):
    path, error = f"{ADMIN}/domain_blocks", {"error": "Validation failed: Severity is not included in the list"}
    assert chief.post(path, 422, json={"domain": "c.example", "severity": severity}) == error
    made = chief.post(path, json={"domain": "c.example"})
    assert chief.put(f"{path}/{made['id']}", 422, json={"severity": severity}) == error


def test_flags_are_not_null(chief):
    path = f"{ADMIN}/domain_blocks"
    chief.post(path, 422, json={"domain": "c.example", "obfuscate": None})
    made = chief.post(path, json={"domain": "c.example", "obfuscate": True})
    chief.put(f"{path}/{made['id']}", 422, json={"obfuscate": None, "severity": "noop"})
    assert chief.get(f"{path}/{made['id']}") == made


def test_domain_blocks_reach_accounts(world, chief):
    here, below = world.remote_account("zed", "far.example"), world.remote_account("zoe", "sub.far.example")
    world.remote_status(below, "hello")
    other = world.remote_account("zac", "notfar.example")

    def states():
        rows = world.store.rows("SELECT suspended, limited FROM accounts WHERE domain IS NOT NULL ORDER BY id")
        return [tuple(row) for row in rows]

    made = chief.post(f"{ADMIN}/domain_blocks", json={"domain": "far.example", "severity": "silence"})
    assert states() == [(0, 1), (0, 1), (0, 0)]
    assert world.get("/api/v1/timelines/public") == []
    chief.put(f"{ADMIN}/domain_blocks/{made['id']}", json={"severity": "suspend"})
    assert states() == [(1, 0), (1, 0), (0, 0)]
    assert world.get(f"/api/v1/accounts/{here}")["suspended"] is True
    chief.post(f"{ADMIN}/accounts/{other}/action", json={"type": "silence"})
    chief.delete(f"{ADMIN}/domain_blocks/{made['id']}")
    assert states() == [(0, 0), (0, 0), (0, 1)]
    assert len(world.get("/api/v1/timelines/public")) == 1


# -- e-mail addresses ------------------------------------------------------------------------------------------------


def test_email_domain_block(world, chief):
    path = f"{ADMIN}/email_domain_blocks"
    made = chief.post(path, json={"domain": "Bad.example"})
    assert (made["domain"], made["allow_with_approval"], len(made["history"])) == ("bad.example", False, 7)
    assert chief.post(path, 422, json={"domain": "bad.example"}) == {
        "error": "Validation failed: Domain has already been taken"
    }
    for address in ("x@bad.example", "x@sub.BAD.example"):
        error, _ = sign_up(world, address, 422)
        assert error["details"]["email"][0]["error"] == "ERR_BLOCKED"
    sign_up(world, "x@notbad.example")


def test_email_domain_block_with_approval(world, chief):
    chief.post(f"{ADMIN}/email_domain_blocks", json={"domain": "odd.example", "allow_with_approval": True})
    token, approved = sign_up(world, "x@odd.example")
    assert approved == 0
    world.store.execute("UPDATE users SET confirmed = 1")
    headers = {"Authorization": f"Bearer {token['access_token']}"}
    waiting = world.request("GET", "/api/v1/preferences", 403, headers=headers).json()
    assert waiting == {"error": "Your login is currently pending approval"}
    (pending,) = chief.get(f"{ADMIN}/accounts?pending=true")
    chief.post(f"{ADMIN}/accounts/{pending['id']}/approve")
    world.request("GET", "/api/v1/preferences", headers=headers)


def test_canonical_email_block(world, chief):
    path = f"{ADMIN}/canonical_email_blocks"
    made = chief.post(path, json={"email": "Bad.Guy+spam@mail.example"})
    digest = hashlib.sha256(b"badguy@mail.example").hexdigest()
    assert made == {"id": "1", "canonical_email_hash": digest}
    assert chief.post(f"{path}/test", json={"email": "b.adguy@mail.example"}) == [made]
    assert chief.post(f"{path}/test", json={"email": "goodguy@mail.example"}) == []
    missing = {"error": "param is missing or the value is empty or invalid: email"}
    for body in ({}, {"email": ""}, {"email": ["x"]}):
        assert chief.post(f"{path}/test", 400, json=body) == missing
    chief.post(path, json={"email": ""})
    taken = {"error": "Validation failed: Canonical email hash has already been taken"}
    assert chief.post(path, 422, json={"canonical_email_hash": digest}) == taken
    assert chief.post(path, 422) == {"error": "Validation failed: Canonical email hash can't be blank"}
    error, _ = sign_up(world, "badguy@mail.example", 422)
    assert error["details"]["email"][0]["error"] == "ERR_TAKEN"


# -- IP addresses ----------------------------------------------------------------------------------------------------


def test_ip_block(chief):
    path = f"{ADMIN}/ip_blocks"
    made = chief.post(path, json={"ip": "192.0.2.77/24", "severity": "no_access", "comment": "bots", "expires_in": 60})
    assert (made["ip"], made["severity"], made["comment"]) == ("192.0.2.0/24", "no_access", "bots")
    assert made["expires_at"] > made["created_at"]
    changed = chief.put(f"{path}/{made['id']}", json={"severity": "sign_up_block", "expires_in": None})
    assert changed == {**made, "severity": "sign_up_block", "expires_at": None}
    assert chief.post(path, json={"ip": "2001:db8::1", "severity": "no_access"})["ip"] == "2001:db8::1/128"
    endless = chief.post(path, json={"ip": "192.0.2.1", "severity": "no_access", "expires_in": 10**40})
    assert endless["expires_at"] > made["expires_at"]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({}, "Validation failed: Ip can't be blank, Severity can't be blank"),
        ({"ip": "far", "severity": "no_access"}, "Validation failed: Ip can't be blank"),
        ({"ip": "192.0.2.1", "severity": "loud"}, "Validation failed: Severity is not included in the list"),
        ({"ip": "192.0.2.0/24", "severity": "no_access"}, "Validation failed: Ip has already been taken"),
    ],
)
def test_bad_ip_blocks(chief, data, error):
    chief.post(f"{ADMIN}/ip_blocks", json={"ip": "192.0.2.0/24", "severity": "no_access"})
    assert chief.post(f"{ADMIN}/ip_blocks", 422, json=data) == {"error": error}


def test_bad_changes_of_ip_blocks(chief):
    path = f"{ADMIN}/ip_blocks"
    made = chief.post(path, json={"ip": "192.0.2.0/24", "severity": "no_access"})
    assert chief.put(f"{path}/{made['id']}", 422, json={"ip": "x"}) == {"error": "Validation failed: Ip can't be blank"}
    chief.put(f"{path}/{made['id']}", 422, json={"severity": None})
    assert chief.get(f"{path}/{made['id']}") == made


def test_ip_blocks_reach_sign_ups(world, chief):
    path = f"{ADMIN}/ip_blocks"
    chief.post(path, json={"ip": "192.0.2.0/24", "severity": "sign_up_block", "expires_in": 60})
    chief.post(path, json={"ip": "198.51.100.1", "severity": "sign_up_requires_approval"})
    assert sign_up(world, "a@mail.example", 403, "192.0.2.9") == ({"error": "This action is not allowed"}, None)
    assert sign_up(world, "b@mail.example", 200, "198.51.100.1")[1] == 0
    assert sign_up(world, "c@mail.example", 200, "198.51.100.2")[1] == 1
    world.clock.advance(minutes=2)
    sign_up(world, "a@mail.example", 200, "192.0.2.9")


# -- the client ------------------------------------------------------------------------------------------------------


def test_with_the_client():
    with Sandbox(size=20) as server:
        admin = Mastodon(access_token=server.admin_token, api_base_url=server.url)
        assert {block.domain for block in admin.admin_domain_blocks()} >= {"spam.example"}
        block = admin.admin_create_domain_block("a.example", severity="suspend", public_comment="spam")
        assert admin.admin_update_domain_block(block, severity="silence").severity == "silence"
        with pytest.raises(MastodonAPIError, match="stricter limits"):
            admin.admin_create_domain_block("a.example")
        admin.admin_delete_domain_block(block)
        allow = admin.admin_create_domain_allow("b.example")
        assert admin.admin_domain_allow(allow) == allow
        mail = admin.admin_create_email_domain_block("c.example")
        assert list(admin.admin_email_domain_blocks()) == [mail]
        address = admin.admin_create_canonical_email_block(email="x@c.example")
        assert admin.admin_test_canonical_email_block("x+y@c.example") == [address]
        ip = admin.admin_create_ip_block("192.0.2.0/24", "no_access", expires_in=60)
        assert admin.admin_update_ip_block(ip, comment="bots").comment == "bots"
        admin.admin_delete_ip_block(ip)
        assert list(admin.admin_ip_blocks()) == []
