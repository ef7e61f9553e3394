"""Hosts that the server answers to, and what pages of other origins may read."""

import socket

import httpx2
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from trunkline.sandbox import Sandbox

PREFLIGHT = {"Origin": "https://app.example", "Access-Control-Request-Method": "POST"}
METHODS = "POST, PUT, DELETE, GET, PATCH, OPTIONS"


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(size=20) as running:
        yield running


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:1", "LOCALHOST", "[::1]:3000", "app.localhost"])
def test_own_hosts(sandbox, host):
    assert httpx2.get(f"{sandbox.url}/api/v2/instance", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example:3000", "localhost@evil.example", "evil-localhost", "", "[::1"]
)
def test_other_hosts_are_refused(sandbox, host):
    for path in ("/auth/sign_in", "/api/v2/instance", "/nothing"):
        refused = httpx2.get(f"{sandbox.url}{path}", headers={"Host": host, "X-Forwarded-Host": "localhost"})
        assert (refused.status_code, "Blocked host" in refused.text) == (403, True)
    assert httpx2.get(f"{sandbox.url}/health", headers={"Host": host}).status_code == 200


def test_the_name_of_a_refused_host_is_no_markup(sandbox):
    refused = httpx2.get(sandbox.url, headers={"Host": "<script>"})
    assert "<script>" not in refused.text


def test_streams_have_hosts_too(sandbox):
    address = f"ws://evil.example/api/v1/streaming?access_token={sandbox.token_for('alice')}"
    with (
        socket.create_connection(("127.0.0.1", int(sandbox.domain.partition(":")[2]))) as connection,
        pytest.raises(InvalidStatus) as caught,
    ):
        connect(address, sock=connection)
    assert caught.value.response.status_code == 403


def test_a_proxy_is_not_believed(sandbox):
    headers = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}
    instance = httpx2.get(f"{sandbox.url}/api/v2/instance", headers=headers).json()
    assert instance["thumbnail"]["url"].startswith(f"{sandbox.url}/")


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/api/v1/instance", METHODS),
        ("//api/v1/instance", METHODS),
        ("/api/v1/nothing", METHODS),
        ("/.well-known/oauth-authorization-server", "GET"),
        ("/nodeinfo/2.0", "GET"),
        ("/@alice", "GET"),
        ("/users/alice", "GET"),
        ("/oauth/token", "POST"),
        ("/oauth/revoke", "POST"),
        ("/oauth/userinfo", "GET, POST"),
    ],
)
def test_pages_of_other_origins_may_read_the_api(sandbox, path, methods):
    answer = httpx2.get(f"{sandbox.url}{path}", headers={"Origin": "https://app.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["access-control-allow-methods"] == methods
    assert answer.headers["access-control-max-age"] == "7200"
    assert "access-control-allow-credentials" not in answer.headers
    assert "origin" in answer.headers["vary"].lower()
    assert ("Link" in answer.headers["access-control-expose-headers"]) == ("/api/" in path)
    without = httpx2.get(f"{sandbox.url}{path}").headers
    assert ("access-control-allow-origin" in without, "origin" in without["vary"].lower()) == (False, True)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/auth/sign_in",
        "/oauth/authorize",
        "/oauth/authorize/native?code=x",
        "/avatars/original/missing.png",
        "/@alice/1",
        "/users/alice/statuses/1",
        "/health",
        "/api/../auth/sign_in",
    ],
)
def test_other_paths_are_read_by_own_pages_alone(sandbox, path):
    with httpx2.Client(base_url=sandbox.url) as browser:
        answer = browser.get(path, headers={"Origin": "https://app.example"})
        assert not [name for name in answer.headers if name.startswith("access-control")]
        asked = browser.request("OPTIONS", path, headers=PREFLIGHT)
        assert not [name for name in asked.headers if name.startswith("access-control")]


def test_preflight(sandbox):
    asked = {**PREFLIGHT, "Access-Control-Request-Headers": "authorization"}
    answer = httpx2.request("OPTIONS", f"{sandbox.url}/api/v1/statuses", headers=asked)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["access-control-allow-headers"] == "authorization"
    assert answer.headers["access-control-allow-methods"] == METHODS
    denied = httpx2.request("OPTIONS", f"{sandbox.url}/nodeinfo/2.0", headers=PREFLIGHT)
    assert (denied.status_code, "access-control-allow-origin" in denied.headers) == (200, False)
