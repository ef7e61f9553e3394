"""Everything has one address and one domain, whatever host a request names."""

import json
import re
from collections.abc import Iterator

import httpx2
import pytest
from starlette.routing import Route
from tests.sandbox.direct import client_of

from trunkline.sandbox import Sandbox, oauth, web
from trunkline.sandbox.api.app import create_app
from trunkline.sandbox.http.site import ServerSite
from trunkline.sandbox.live import streaming
from trunkline.sandbox.oauth.login import SIGN_IN
from trunkline.sandbox.seed.populating import populate
from trunkline.sandbox.store.database import Store

from .conftest import RecordingHub

SITE = ServerSite("https://web.example:8443", "people.example")
ASKED = "localhost:4321"
WRONG = (ASKED, "@web.example", "%40web.example", "://people.example")
SCOPES = "read write follow push profile admin:read admin:write"
FORMATS = ("application/json", "text/html", "application/activity+json", "application/rss+xml")
TABLES = (
    "statuses",
    "accounts",
    "media_attachments",
    "polls",
    "lists",
    "notifications",
    "reports",
    "account_conversations",
)


@pytest.fixture(scope="module")
def answers() -> Iterator[dict[tuple[str, str], httpx2.Response]]:
    """Answers to a GET of everything that has a path, as the owner of the server, by path and format."""
    store = Store()
    populate(store, size=80, now=store.clock())
    admin = store.value("SELECT id FROM accounts WHERE username = 'admin'")
    store.insert("access_tokens", {"token": "t", "app_id": 1, "account_id": admin, "scopes": SCOPES, "created_at": 1})
    ids = [store.value(f"SELECT id FROM {table} LIMIT 1") for table in TABLES]
    local = store.value("SELECT id FROM statuses WHERE local AND visibility = 'public' AND reblog_of_id IS NULL")
    segments = [str(one) for one in (*ids, local) if one is not None] + ["alice", "garden", "rss"]
    app = create_app(store, RecordingHub(), SITE, routes=[*streaming.routes(), *oauth.routes, *web.routes])
    client = client_of(app, f"http://{ASKED}", headers={"Authorization": "Bearer t"}, follow_redirects=False)
    got: dict[tuple[str, str], httpx2.Response] = {}
    for route in app.routes:
        if isinstance(route, Route) and "GET" in (route.methods or ()) and "/streaming" not in route.path:
            for path in dict.fromkeys(re.sub(r"\{[^}]*\}", one, route.path) for one in segments):
                formats = FORMATS[:1] if path.startswith("/api/") else FORMATS
                got |= {(path, kind): client.get(path, headers={"Accept": kind}) for kind in formats}
    queries = {"resource": "acct:alice@people.example", "q": "@alice@people.example", "acct": "alice@people.example"}
    for path in ("/.well-known/webfinger", "/api/v2/search", "/api/v1/accounts/lookup", "/api/v1/timelines/public"):
        got[path, "query"] = client.get(path, params={**queries, "resolve": "true", "limit": "1"})
    yield got
    store.close()


@pytest.mark.soak
def test_no_answer_has_another(answers):
    named = 0
    for (path, kind), answer in answers.items():
        if answer.headers.get("location", "").endswith(SIGN_IN):
            continue  # of the session, which belongs to the host that the browser asked
        said = f"{answer.text}\n{answer.headers}"
        assert not [wrong for wrong in WRONG if wrong in said], (path, kind)
        named += SITE.url in said
    assert named > 200


@pytest.mark.soak
def test_the_domain_is_that_of_handles(answers):
    assert answers["/api/v2/instance", "application/json"].json()["domain"] == SITE.domain
    assert answers["/api/v1/instance", "application/json"].json()["uri"] == SITE.domain
    assert answers["/api/v2/instance", "application/json"].json()["configuration"]["urls"]["streaming"] == (
        "wss://web.example:8443"
    )
    assert answers["/.well-known/webfinger", "query"].json()["subject"] == "acct:alice@people.example"
    assert answers["/api/v2/search", "query"].json()["accounts"][0]["url"] == f"{SITE.url}/@alice"
    assert answers["/api/v1/accounts/lookup", "query"].json()["acct"] == "alice"
    assert f"<{SITE.url}/api/v1/timelines/public?" in answers["/api/v1/timelines/public", "query"].headers["link"]
    assert "@alice@people.example" in answers["/@alice", "text/html"].text
    assert "@alice@people.example" in answers["/@alice", "application/rss+xml"].text
    assert answers["/users/alice", "application/activity+json"].json()["webfinger"] == "alice@people.example"


@pytest.fixture
def elsewhere(world):
    """The server of `world` with another address, asked by another name."""
    world.app.state.site = SITE
    world.client = client_of(world.app, f"http://{ASKED}", follow_redirects=False)
    return world


def test_a_handle_with_the_domain_is_local(elsewhere, ann):
    said = ann.say("hello @ann@people.example and @ann@web.example:8443")
    assert [one["acct"] for one in said["mentions"]] == ["ann"]
    assert f'<a href="{SITE.url}/@ann" class="u-url mention">@<span>ann</span></a>' in said["content"]
    assert said["url"] == f"{SITE.url}/@ann/{said['id']}"
    changed = ann.put(f"/api/v1/statuses/{said['id']}", json={"status": "no longer @ann@people.example"})
    assert [one["acct"] for one in changed["mentions"]] == ["ann"]
    first = ann.get(f"/api/v1/statuses/{said['id']}/history")[0]
    assert f'<a href="{SITE.url}/@ann" class="u-url mention">' in first["content"]


@pytest.mark.parametrize(
    "resource", ["acct:ann@people.example", "acct:ann@web.example:8443", f"{SITE.url}/@ann", f"{SITE.url}/users/ann"]
)
def test_webfinger_knows_both_names(elsewhere, ann, resource):
    found = elsewhere.get(f"/.well-known/webfinger?resource={resource}")
    assert found["subject"] == "acct:ann@people.example"
    assert found["aliases"][0] == f"{SITE.url}/@ann"


def test_webfinger_knows_no_other(elsewhere, ann):
    for resource in (f"acct:ann@{ASKED}", f"http://{ASKED}/@ann", "https://people.example/@ann"):
        elsewhere.request("GET", f"/.well-known/webfinger?resource={resource}", 404)


def test_a_quoted_status_that_the_text_names_is_named_once(elsewhere, ann):
    quoted = ann.say("quote me", quote_approval_policy="public")
    for text, line in ((f"see {quoted['url']}", False), ("see", True)):
        quoting = ann.say(text, quoted_status_id=quoted["id"])
        assert ("quote-inline" in quoting["content"]) is line


def test_addresses_of_the_server_are_found(elsewhere, ann):
    said = ann.say("find me")
    found = ann.get("/api/v2/search", params={"q": said["url"], "resolve": "true"})
    assert [one["id"] for one in found["statuses"]] == [said["id"]]
    assert elsewhere.get("/api/oembed", params={"url": said["url"]})["provider_name"] == "people.example"
    elsewhere.request("GET", f"/api/oembed?url=http://{ASKED}/@ann/{said['id']}", 404)


def test_a_sign_in_stays_at_the_host_of_its_cookie(elsewhere):
    for path in ("/settings/profile", "/auth/edit"):
        assert elsewhere.request("GET", path, 302).headers["location"] == f"http://{ASKED}/auth/sign_in"


def test_events_have_it_too():
    with Sandbox(size=0) as sandbox:
        headers = {"Authorization": f"Bearer {sandbox.token_for('alice')}"}
        with (
            httpx2.Client(base_url=sandbox.url, headers=headers, timeout=20) as client,
            client.stream("GET", "/api/v1/streaming/user", headers={"Host": ASKED}) as events,
        ):
            chunks = events.iter_bytes()
            assert next(chunks) == b":)\n"
            said = client.post("/api/v1/statuses", data={"status": "#address"}, headers={"Host": ASKED}).json()
            text = b""
            while b"\n\n" not in text:
                text += next(chunks)
        told = json.loads(text.partition(b"data: ")[2].partition(b"\n\n")[0])
        assert (told["uri"], told["url"]) == (said["uri"], f"{sandbox.url}/@alice/{said['id']}")
        assert ASKED.encode() not in text
