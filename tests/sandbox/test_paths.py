"""Formats, odd paths and odd queries."""

import asyncio

import pytest
from starlette.datastructures import Headers

from trunkline.sandbox.http.formats import formats_of
from trunkline.sandbox.http.paths import CleanPath

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "formats"),
    [
        ("", ["html"]),
        (BROWSER, ["html"]),
        ("*/*", ["*/*"]),
        ("application/json", ["json"]),
        ('application/ld+json; profile="https://www.w3.org/ns/activitystreams"', ["json"]),
        ("text/html;q=0.1, application/activity+json", ["json", "html"]),
        ("application/rss+xml, text/html;q=0", ["rss"]),
        ("image/webp", []),
        (";;;q=,", []),
    ],
)
def test_formats(accept, formats):
    assert formats_of(Headers({"accept": accept})) == formats


@pytest.mark.parametrize(
    "path",
    ["/api/v2/instance/", "//api/v2/instance", "/api//v2/instance", "/api/v2/instance?", "/api/v2/instance?a[b=1"],
)
def test_paths_that_are_cleaned(world, path):
    assert world.request("GET", f"http://mastodon.test{path}").json()["version"]


@pytest.mark.parametrize(
    "path",
    [
        "/api/v2/%69nstance",
        "/api/v2/instance.json",
        "/api/v2/instance%20",
        "/api/v2/INSTANCE",
        "/api/v3/instance",
        "/api/v1/statuses/1.json",
    ],
)
def test_paths_that_are_not_there(world, path):
    assert world.get(path, 404, headers={"Accept": "application/json"}) == {"error": "Not Found"}


def test_a_value_in_a_path_may_be_escaped_without_need(world, ann):
    ann.post("/api/v1/statuses", json={"status": "#abc"})
    assert world.get("/api/v1/tags/%61bc")["name"] == "abc"


def test_what_follows_a_number_sign_is_dropped():
    seen = []

    async def app(scope, _receive, _send):
        seen.append(scope["path"])

    async def nothing(*_):
        pass

    raw = "/api/v1/instance#x"
    asyncio.run(CleanPath(app, [])({"type": "http", "path": raw, "raw_path": raw.encode()}, nothing, nothing))
    assert seen == ["/api/v1/instance"]


@pytest.mark.parametrize("path", ["%00", "%", "%zz", "a%00b"])
def test_the_proxy_refuses_paths(ann, path):
    refused = ann.request("GET", f"/api/v1/accounts/{path}", 400)
    assert (refused.headers["content-type"], "400 Bad Request" in refused.text) == ("text/html", True)


@pytest.mark.parametrize("target", ["/api/v1/accounts/%ff", "/api/v2/instance?a=%zz", "/api/v2/instance?%", "/x?a=%ff"])
def test_the_server_refuses_what_it_cannot_decode(world, target):
    refused = world.get(target, 400, headers={"Accept": "application/json"})
    assert refused == {"status": 400, "error": "Bad Request"}
    assert world.request("GET", target, 400, headers={"Accept": "text/html"}).text == ""


def test_an_id_with_a_dot_leads_nowhere(world, ann):
    path = f"/api/v1/accounts/{ann.id}.json"
    assert world.get(path, 404, headers={"Accept": "application/json"}) == {"error": "Not Found"}
    assert "<title>" in world.request("GET", path, 404, headers={"Accept": "text/html"}).text


def test_patch_beside_put(ann):
    made = ann.post("/api/v1/lists", json={"title": "a"})
    assert ann.patch(f"/api/v1/lists/{made['id']}", json={"title": "b"})["title"] == "b"
    assert ann.request("PUT", "/api/v1/accounts/update_credentials", 404)
