"""The instance endpoints."""

import json

import pytest
from tests.recorded import CORPORA, exchanges
from tests.sandbox.direct import client_of

from trunkline.sandbox import oauth
from trunkline.sandbox.api.app import create_app
from trunkline.sandbox.live.hub import Hub
from trunkline.sandbox.media.files import process
from trunkline.sandbox.store.database import Store
from trunkline.sandbox.store.settings import change_setting

from .conftest import SITE

# Recorded with the picture that comes with Mastodon, ours is as if the owner had chosen one; nothing else differs.
CHOSEN_PICTURE = {"thumbnail.blurhash", "thumbnail.versions"}


def paths(value, prefix=""):
    """Return all keys of nested objects, joined by dots, with those of the first item of lists."""
    if isinstance(value, list):
        return paths(value[0], f"{prefix}[].") if value else set()
    if not isinstance(value, dict):
        return set()
    found = {f"{prefix}{key}" for key in value}
    return found.union(*(paths(inner, f"{prefix}{key}.") for key, inner in value.items()))


def recorded(path):
    """Return the answers of servers of version 4.7, one for each corpus."""
    named = [{x["path"].rstrip("/"): x["body"] for x in exchanges(c) if "4.7" in x["server"]} for c in CORPORA]
    return [bodies[path] for bodies in named if path in bodies]


@pytest.mark.parametrize(
    ("path", "real"),
    [
        (path, real)
        for path in ("/api/v2/instance", "/nodeinfo/2.0", "/.well-known/oauth-authorization-server")
        for real in recorded(path)
    ],
)
def test_keys_are_those_of_a_real_server(path, real):
    client = client_of(create_app(Store(), Hub(), SITE, routes=oauth.routes))
    ours = client.get(path).json()
    assert {key for key in paths(ours) ^ paths(real) if not key.startswith(tuple(CHOSEN_PICTURE))} == set()
    if "configuration" in real:
        for part in ("accounts", "statuses", "media_attachments", "polls", "timelines_access"):
            assert ours["configuration"][part] == real["configuration"][part]


def test_version_1(world):
    response = world.request("GET", "/api/v1/instance")
    assert response.headers["deprecation"] == "@1668384000"
    body = response.json()
    assert body["urls"] == {"streaming_api": "ws://mastodon.test"}
    assert body["uri"] == "mastodon.test"
    assert body["configuration"]["statuses"]["max_characters"] == 500
    assert body["stats"] == {"user_count": 0, "status_count": 0, "domain_count": 0}


def test_contact_and_numbers(world, ann):
    admin = world.person("admin")
    ann.say("one")
    body = world.get("/api/v2/instance")
    assert body["contact"]["account"]["id"] == str(admin.id)
    assert body["usage"]["users"]["active_month"] == 2
    assert world.get("/api/v1/instance")["stats"]["status_count"] == 1


def test_rules_in_order(world):
    translated = json.dumps({"de": {"text": "Sei nett", "hint": ""}})
    world.store.insert("rules", {"text": "Second", "position": 2})
    world.store.insert("rules", {"text": "First", "hint": "really", "position": 1, "translations": translated})
    rules = world.get("/api/v1/instance/rules")
    assert [rule["text"] for rule in rules] == ["First", "Second"]
    assert rules[0]["translations"]["de"]["text"] == "Sei nett"
    assert world.get("/api/v2/instance")["rules"] == rules


def test_peers(world):
    for domain in ("far.example", "farther.example", "near.example"):
        world.store.insert("peers", {"domain": domain})
    assert world.get("/api/v1/instance/peers") == ["far.example", "farther.example", "near.example"]
    assert world.get("/api/v1/peers/search?q=FAR") == ["far.example", "farther.example"]
    assert world.get("/api/v1/peers/search?q=%25") == world.get("/api/v1/peers/search?q=") == []
    assert world.get("/api/v1/peers/search") is None
    world.store.insert("server_domain_blocks", {"domain": "near.example", "created_at": 1})
    assert world.get("/api/v1/instance/peers") == ["far.example", "farther.example"]


def test_domain_blocks(world, ann):
    for domain, severity in (("quiet.example", "silence"), ("bad.example", "suspend"), ("fine.example", "noop")):
        world.store.insert("server_domain_blocks", {"domain": domain, "severity": severity, "created_at": 1})
    hidden = world.request("GET", "/api/v1/instance/domain_blocks", 404)
    assert (hidden.content, hidden.headers["content-type"].partition(";")[0]) == (b"", "text/html")
    change_setting(world.store, "show_domain_blocks", "users")
    world.request("GET", "/api/v1/instance/domain_blocks", 404)
    blocks = ann.get("/api/v1/instance/domain_blocks")
    assert [(block["domain"], block["severity"]) for block in blocks] == [
        ("bad.example", "suspend"),
        ("quiet.example", "silence"),
    ]
    assert len(blocks[0]["digest"]) == 64
    change_setting(world.store, "show_domain_blocks", "all")
    assert world.get("/api/v1/instance/domain_blocks") == blocks


def test_activity(world, ann, bob):
    ann.say("one")
    world.clock.advance(days=7)
    ann.say("two")
    bob.say("three")
    weeks = world.get("/api/v1/instance/activity")
    assert len(weeks) == 12
    assert weeks[0] == {"week": weeks[0]["week"], "statuses": "2", "logins": "2", "registrations": "0"}
    assert weeks[1] == {"week": weeks[1]["week"], "statuses": "1", "logins": "1", "registrations": "2"}


def test_weeks_begin_now(world):
    now = world.store.now()
    weeks = [int(week["week"]) for week in world.get("/api/v1/instance/activity")]
    assert weeks == [now // 1000 - number * 7 * 86_400 for number in range(12)]


def test_texts_of_an_owner_who_wrote_none(world):
    assert world.get("/api/v1/instance/extended_description") == {"updated_at": None, "content": ""}
    assert world.get("/api/v1/instance/privacy_policy")["updated_at"] == "2022-10-07T00:00:00+00:00"
    for path in ("terms_of_service", "terms_of_service/2026-03-01"):
        assert world.get(f"/api/v1/instance/{path}", 404) == {"error": "Record not found"}


@pytest.mark.usefixtures("ann")
def test_texts(world):
    for name in ("extended_description", "privacy_policy", "terms_of_service"):
        change_setting(world.store, name, f"<p>{name}</p>")
    text = {"updated_at": "2026-03-01T12:00:00.002Z", "content": "<p>privacy_policy</p>"}
    assert world.get("/api/v1/instance/privacy_policy") == text
    assert world.get("/api/v1/instance/extended_description") == {**text, "content": "<p>extended_description</p>"}
    terms = world.get("/api/v1/instance/terms_of_service")
    assert (terms["effective"], terms["effective_date"]) == (True, "2026-03-01")
    assert world.get(f"/api/v1/instance/terms_of_service/{terms['effective_date']}") == terms
    world.get("/api/v1/instance/terms_of_service/1999-01-01", 404)


def test_languages(world):
    languages = world.get("/api/v1/instance/languages")
    assert {"code": "de", "name": "German"} in languages
    assert len(languages) > 200


def test_blurhash_is_that_of_the_picture(world):
    thumbnail = world.get("/api/v2/instance")["thumbnail"]
    picture = world.client.get(thumbnail["url"]).content
    preview = process(picture, "image/png").preview
    assert preview is not None
    assert preview.blurhash == thumbnail["blurhash"]
