"""A ``.netrc`` plays no part in any request, and the proxies of the environment do."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.client.test_who_gets_the_token import in_crawl, in_loop, in_thread, listen
from tests.recorder import Recorder, Says
from trunkline import AsyncMastodon, Mastodon, MastodonError
from trunkline.protocol.ratelimit import RateLimiter
from trunkline.protocol.request import Request
from trunkline.protocol.retries import RetryPolicy
from trunkline.streaming.recovery.reconnect import ReconnectPolicy
from trunkline.streaming.wires.names import WireName

TOKEN = "secret-token-that-nobody-may-see"
WIRES: tuple[WireName, ...] = ("sse", "websocket")
ASK: tuple[Callable[..., Any], ...] = (in_thread, in_loop, in_crawl)
GET: Request[Any] = Request("GET", "/api/v1/instance", dict)
ELSEWHERE = "http://server.test"
ONCE = RetryPolicy(attempts=1)
VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "WS_PROXY", "WSS_PROXY")


@pytest.fixture(autouse=True)
def netrc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file with a password for this machine, and one for all others; no proxies."""
    file = tmp_path / "netrc"
    file.write_text("machine 127.0.0.1 login me password secret\ndefault login anybody password secret\n")
    monkeypatch.setenv("NETRC", str(file))
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".netrc").write_text(file.read_text())
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def server() -> Iterator[Recorder]:
    with Recorder() as running:
        yield running


@pytest.mark.parametrize("token", [None, TOKEN])
@pytest.mark.parametrize("nearby", [True, False])
@pytest.mark.parametrize("ask", ASK)
def test_requests(
    server: Recorder, monkeypatch: pytest.MonkeyPatch, ask: Callable[..., Any], nearby: bool, token: str | None
) -> None:
    if not nearby:  # then the settings of the environment count
        monkeypatch.setattr("trunkline.clients.core.is_loopback", lambda _: False)
    ask(server.url, GET, access_token=token, rate_limiter=RateLimiter())
    assert server.authorizations == [token and f"Bearer {token}"]


@pytest.mark.parametrize("token", [None, TOKEN])
@pytest.mark.parametrize("wire", WIRES)
def test_streams(server: Recorder, monkeypatch: pytest.MonkeyPatch, wire: WireName, token: str | None) -> None:
    monkeypatch.setattr("trunkline.clients.core.is_loopback", lambda _: False)
    for path in ("/api/v1/streaming", "/api/v1/streaming/user"):
        server.answers[path] = Says({"error": "no"}, 403)
    with Mastodon(api_base_url=server.url, access_token=token) as client, pytest.raises(MastodonError):
        listen(client, wire)
    assert set(server.authorizations) == {token and f"Bearer {token}"}


def test_uploads(server: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trunkline.clients.core.is_loopback", lambda _: False)
    server.answers["/api/v2/media"] = Says({"id": "1", "type": "image", "url": "https://files.example/1"})
    with Mastodon(api_base_url=server.url, access_token=TOKEN) as client:
        client.media_post(b"bytes", mime_type="image/png")

    async def upload() -> None:
        async with AsyncMastodon(api_base_url=server.url, access_token=TOKEN) as made:
            await made.media_post(b"bytes", mime_type="image/png")

    asyncio.run(upload())
    assert server.authorizations == [f"Bearer {TOKEN}"] * 2


@pytest.mark.parametrize("token", [None, TOKEN])
def test_given_sessions(server: Recorder, token: str | None) -> None:
    requests: Any = pytest.importorskip("requests")
    in_thread(server.url, GET, session=requests.Session(), access_token=token)
    in_thread(server.url, GET, session=httpx2.Client(), access_token=token)
    in_loop(server.url, GET, session=requests.Session(), access_token=token)
    assert server.authorizations == [token and f"Bearer {token}"] * 3


def test_a_given_session_with_a_way_of_its_own(server: Recorder) -> None:
    session: Any = pytest.importorskip("requests").Session()
    session.auth = ("me", "secret")
    in_thread(server.url, GET, session=session)
    assert server.authorizations == [f"Basic {b64encode(b'me:secret').decode()}"]


# -- proxies


@pytest.mark.parametrize("ask", ASK)
@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy"])
def test_a_proxy_of_the_environment(
    server: Recorder, monkeypatch: pytest.MonkeyPatch, ask: Callable[..., Any], name: str
) -> None:
    monkeypatch.setenv(name, server.url)
    ask(ELSEWHERE, GET, access_token=TOKEN, allow_http=True)
    assert server.paths == [f"{ELSEWHERE}/api/v1/instance"]
    assert server.authorizations == [f"Bearer {TOKEN}"]
    assert "Proxy-Authorization" not in server.came[0].headers


@pytest.mark.parametrize("ask", ASK)
def test_a_proxy_with_a_password(server: Recorder, monkeypatch: pytest.MonkeyPatch, ask: Callable[..., Any]) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://me:proxy-word@{server.host}")
    ask(ELSEWHERE, GET, access_token=TOKEN, allow_http=True)
    assert server.came[0].headers["Proxy-Authorization"] == f"Basic {b64encode(b'me:proxy-word').decode()}"
    assert server.authorizations == [f"Bearer {TOKEN}"]


@pytest.mark.parametrize("ask", ASK)
def test_a_proxy_without_a_scheme(server: Recorder, monkeypatch: pytest.MonkeyPatch, ask: Callable[..., Any]) -> None:
    monkeypatch.setenv("HTTP_PROXY", server.host)
    ask(ELSEWHERE, GET, allow_http=True)
    assert server.paths == [f"{ELSEWHERE}/api/v1/instance"]


@pytest.mark.parametrize("ask", ASK)
def test_an_encrypted_server_behind_a_proxy(
    server: Recorder, monkeypatch: pytest.MonkeyPatch, ask: Callable[..., Any]
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", server.url)
    server.answers["server.test:443"] = Says(None, 502)
    with pytest.raises(MastodonError, match="Could not talk"):
        ask("https://server.test", GET, access_token=TOKEN, retry=ONCE)
    assert [(came.method, came.path) for came in server.came] == [("CONNECT", "server.test:443")]
    assert server.authorizations == [None]


@pytest.mark.parametrize("ask", ASK)
@pytest.mark.parametrize("exception", ["127.0.0.1", "*", "other.example, 127.0.0.1"])
def test_no_proxy(server: Recorder, monkeypatch: pytest.MonkeyPatch, ask: Callable[..., Any], exception: str) -> None:
    monkeypatch.setattr("trunkline.clients.core.is_loopback", lambda _: False)
    monkeypatch.setenv("NO_PROXY", exception)
    with Recorder() as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        ask(server.url, GET)
        assert proxy.came == []
    assert server.paths == ["/api/v1/instance"]


@pytest.mark.parametrize("ask", ASK)
def test_a_given_proxy(server: Recorder, ask: Callable[..., Any]) -> None:
    ask(ELSEWHERE, GET, allow_http=True, proxy=server.url)
    assert server.paths == [f"{ELSEWHERE}/api/v1/instance"]


@pytest.mark.parametrize("wire", WIRES)
def test_streams_go_through_the_proxy(server: Recorder, monkeypatch: pytest.MonkeyPatch, wire: WireName) -> None:
    monkeypatch.setenv("HTTP_PROXY", server.url)
    server.answers["server.test:80"] = Says(None, 502)
    server.answers[f"{ELSEWHERE}/api/v1/streaming/user"] = Says({"error": "no"}, 403)
    client = Mastodon(api_base_url=ELSEWHERE, access_token=TOKEN, allow_http=True, retry=ONCE)
    client.state.streaming_url = ELSEWHERE
    stream = client.stream("user", wire=wire, gap_fill=None, reconnect=ReconnectPolicy(attempts=0))
    with stream, pytest.raises(MastodonError):
        next(stream)
    sse = ("GET", f"{ELSEWHERE}/api/v1/streaming/user")
    assert (server.came[0].method, server.came[0].path) == (sse if wire == "sse" else ("CONNECT", "server.test:80"))
    assert server.authorizations[0] == (f"Bearer {TOKEN}" if wire == "sse" else None)
