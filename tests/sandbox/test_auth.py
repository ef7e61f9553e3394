"""Tokens, scopes, and errors of authentication."""

import pytest

HOME = "/api/v1/timelines/home"


def with_token(token):
    return {"headers": {"Authorization": f"Bearer {token}"}}


def test_without_a_token(world):
    response = world.request("GET", HOME, 401)
    assert response.json() == {"error": "The access token is invalid"}
    assert response.headers["www-authenticate"].startswith('Bearer realm="Doorkeeper", error="invalid_token"')


def test_with_a_wrong_token(world):
    assert world.get(HOME, 401, **with_token("nonsense")) == {"error": "The access token is invalid"}
    assert world.get("/api/v1/timelines/public", **with_token("nonsense")) == [], "where none is needed it is ignored"


def test_with_a_revoked_or_old_token(world, ann):
    revoked = world.token(ann.id, revoked_at=1)
    assert world.get(HOME, 401, **with_token(revoked)) == {"error": "The access token was revoked"}
    assert world.get("/api/v1/timelines/public", 401, **with_token(revoked))
    assert world.get(HOME, 401, **with_token(world.token(ann.id, expires_at=1))) == {
        "error": "The access token expired"
    }


def test_a_token_is_read_from_header_query_and_body(world, ann):
    own = "/api/v1/accounts/verify_credentials"
    for name in ("access_token", "bearer_token"):
        assert world.get(f"{own}?{name}={ann.token}")["username"] == "ann"
        world.request("POST", "/api/v1/statuses", data={"status": "by form", name: ann.token})
        world.request("POST", "/api/v1/statuses", json={"status": "by JSON", name: ann.token})
    assert world.get(own, headers={"Authorization": f"BEARER {ann.token}"})["username"] == "ann"
    world.get(own, 401, headers={"Authorization": f"Bearer  {ann.token}"})
    world.get(f"{own}?access_token={ann.token}", 401, **with_token("the header comes first"))


def test_where_no_scope_is_asked_for_a_token_is_not_looked_at(world, ann):
    revoked = world.token(ann.id, revoked_at=1)
    assert world.get("/api/v1/trends/tags", **with_token(revoked)) == []
    assert world.get(f"/api/v1/accounts/{ann.id}/identity_proofs", **with_token(revoked)) == []
    error = world.get(f"/api/v1/accounts/{ann.id}/identity_proofs", 422)
    assert error == {"error": "This method requires an authenticated user"}


def test_an_app_is_no_user(world):
    error = world.get(HOME, 422, **with_token(world.token(None, "read")))
    assert error == {"error": "This method requires an authenticated user"}


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ("users SET confirmed = 0, approved = 0", "Your login is missing a confirmed e-mail address"),
        ("users SET approved = 0, disabled = 1", "Your login is currently pending approval"),
        ("users SET disabled = 1", "Your login is currently disabled"),
        ("accounts SET memorial = 1", "Your login is currently disabled"),
        ("accounts SET moved_to_id = id", "Your login is currently disabled"),
    ],
)
def test_who_may_not_sign_in_may_do_what_needs_no_user(world, ann, change, error):
    world.store.execute(f"UPDATE {change}")
    assert ann.get(HOME, 403) == {"error": error}
    assert ann.get("/api/v1/timelines/public") == []


def test_suspended_people_may_do_nothing(world, ann):
    world.store.execute("UPDATE accounts SET suspended = 1")
    for path in (HOME, "/api/v1/timelines/public", "/api/v1/trends/tags"):
        assert ann.get(path, 403) == {"error": "Your login is currently disabled"}


@pytest.mark.parametrize(
    ("scopes", "status"),
    [
        ("read", 200),
        ("read:statuses", 200),
        ("write read:statuses", 200),
        ("read:accounts", 403),
        ("write", 403),
        ("follow", 403),
        ("", 403),
    ],
)
def test_home_needs_read_statuses_or_its_parent(world, ann, scopes, status):
    answer = world.get(HOME, status, **with_token(world.token(ann.id, scopes)))
    if status == 403:
        assert answer == {"error": "This action is outside the authorized scopes"}


@pytest.mark.parametrize(
    ("path", "scopes"),
    [
        (HOME, "read read:statuses"),
        ("/api/v1/accounts/verify_credentials", "profile read read:accounts"),
        ("/api/v1/blocks", "follow read read:blocks"),
        ("/api/v1/accounts/relationships", "read read:follows"),
        ("/api/v1/admin/accounts", "admin:read admin:read:accounts"),
        ("/api/v1/admin/tags", "admin:read"),
    ],
)
def test_a_refusal_names_the_scopes_that_would_do(world, ann, path, scopes):
    response = world.request("GET", path, 403, **with_token(world.token(ann.id, "push")))
    assert response.headers["www-authenticate"] == (
        'Bearer realm="Doorkeeper", error="insufficient_scope",'
        f' error_description="Access to this resource requires scope _{scopes}_."'
    )


def test_the_scope_follow_stands_for_relations(world, ann, bob):
    token = with_token(world.token(ann.id, "follow"))
    for path in (f"accounts/{bob.id}/follow", f"accounts/{bob.id}/mute", f"accounts/{bob.id}/block"):
        world.request("POST", f"/api/v1/{path}", **token)
    for path in ("blocks", "mutes", "follow_requests", "domain_blocks"):
        world.get(f"/api/v1/{path}", **token)
    for path in ("relationships", "familiar_followers"):
        world.get(f"/api/v1/accounts/{path}", 403, **token)
    world.request("POST", f"/api/v1/accounts/{bob.id}/note", 403, **token)


def test_profile_scope_reads_the_own_profile_and_nothing_else(world, ann):
    token = with_token(world.token(ann.id, "profile"))
    world.get("/api/v1/accounts/verify_credentials", **token)
    world.get(HOME, 403, **token)


def test_a_token_without_the_scope_is_refused_where_none_would_do(world, ann):
    world.get("/api/v1/timelines/public", 403, **with_token(world.token(ann.id, "write")))


def test_unknown_paths_and_methods(world):
    json = {"Accept": "application/json"}
    assert world.get("/api/v1/nothing", 404, headers=json) == {"error": "Not Found"}
    assert world.request("DELETE", HOME, 404, headers=json).json() == {"error": "Not Found"}


def test_browsers_of_other_origins_may_ask(world, ann):
    response = ann.request("GET", HOME, headers={"Origin": "https://app.example"})
    assert response.headers["access-control-allow-origin"] == "*"
    assert "Link" in response.headers["access-control-expose-headers"]


def test_people_who_have_moved_only_read_what_needs_no_user(world):
    old, new = world.person("old"), world.person("new")
    status = old.say("hello")
    world.store.update("accounts", old.id, {"moved_to_id": new.id})
    disabled = {"error": "Your login is currently disabled"}
    assert old.get("/api/v1/timelines/home", 403) == disabled
    assert old.post("/api/v1/statuses", 403, json={"status": "hello"}) == disabled
    assert old.post(f"/api/v1/accounts/{new.id}/follow", 403) == disabled
    assert old.get("/api/v1/accounts/verify_credentials", 403) == disabled
    assert old.get(f"/api/v1/statuses/{status['id']}")["favourited"] is False
    assert old.get("/api/v1/timelines/public")[0]["id"] == status["id"]
    assert old.get(f"/api/v1/accounts/{old.id}")["moved"]["id"] == str(new.id)
