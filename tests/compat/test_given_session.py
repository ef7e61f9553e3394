"""A session of ``requests`` carries the requests of a client, with all that was set up in it."""

from __future__ import annotations

import asyncio
import io
import pickle
import socket
import ssl
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from mastodon import AsyncMastodon, Mastodon, MastodonNetworkError, MastodonNotFoundError, MastodonReadTimeout
from trunkline.protocol.ratelimit import RateLimiter
from trunkline.protocol.retries import RetryPolicy
from trunkline.transport.connections import Connections, connections_over

requests: Any = pytest.importorskip("requests")


class Server(ThreadingHTTPServer):
    """Answers everything with an object, and keeps what came."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.came: list[tuple[str, str, dict[str, str], bytes]] = []

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    """One request to a `Server`."""

    server: Server

    def answer(self) -> None:
        """Answer."""
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        self.server.came.append((self.command, self.path, dict(self.headers), body))
        self.send_response(404 if "missing" in self.path else 200, "As it is")
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(b'{"id": "1", "url": "https://files.example/1", "error": "Record not found"}')

    do_GET = do_POST = answer  # noqa: N815  (the names that the base class calls)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def server() -> Iterator[Server]:
    """A server on this machine."""
    with Server() as running:
        Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield running
        running.shutdown()


def client(address: str, session: Any, **settings: Any) -> Mastodon:
    """A client over a session, which gives up at the first failure."""
    return Mastodon(
        access_token="a-secret-token",
        api_base_url=address,
        session=session,
        rate_limiter=RateLimiter(),
        retry=RetryPolicy(attempts=1),
        **settings,
    )


def test_what_is_set_up_in_the_session_counts(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    seen: list[Any] = []

    class Adapter(requests.adapters.HTTPAdapter):  # type: ignore[misc]
        def send(self, request: Any, **settings: Any) -> Any:
            seen.append((request.method, settings["timeout"], settings["verify"], settings["proxies"].get("ftp")))
            return super().send(request, **settings)

    session = requests.Session()
    session.headers["X-Mine"] = "yes"
    session.params = {"via": "session"}
    session.cookies.set("key", "value")
    session.verify, session.proxies = "/the/bundle.pem", {"ftp": "http://proxy.example"}
    session.mount("http://", Adapter())
    mastodon = client(server.url, session, request_timeout=7)
    assert mastodon.session is session
    assert mastodon.status("1").id == "1"
    _, path, headers, _ = server.came[0]
    assert path == "/api/v1/statuses/1?via=session"
    assert (headers["X-Mine"], headers["Cookie"]) == ("yes", "key=value")
    assert headers["Authorization"] == "Bearer a-secret-token"
    assert seen == [("GET", (7, 7), "/the/bundle.pem", "http://proxy.example")]


def test_a_session_that_is_read_carries_the_requests(server: Server) -> None:
    mastodon = client(server.url, None)
    mastodon.status("1")
    session = mastodon.session
    assert isinstance(session, requests.Session)
    assert mastodon.session is session
    seen: list[str] = []

    class Adapter(requests.adapters.HTTPAdapter):  # type: ignore[misc]
        def send(self, request: Any, **settings: Any) -> Any:
            seen.append(request.method)
            return super().send(request, **settings)

    session.mount("http://", Adapter())
    session.headers.update({"X-Mine": "yes"})
    mastodon.status("1")
    assert seen == ["GET"]
    assert ["X-Mine" in headers for _, _, headers, _ in server.came] == [False, True]
    assert server.came[-1][2]["Authorization"] == "Bearer a-secret-token"


def test_a_session_that_is_read_has_the_settings_of_the_client(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    session = client("https://m.example", None, proxy="http://proxy.example:3128", verify=False).session
    assert (session.proxies["https"], session.verify) == ("http://proxy.example:3128", False)
    assert client("https://m.example", None).session.verify is True
    monkeypatch.setenv("SSL_CERT_FILE", "/own.pem")
    assert client("https://m.example", None).session.verify == "/own.pem"
    context = ssl.create_default_context()
    adapter = client("https://m.example", None, verify=context).session.get_adapter("https://m.example/")
    assert adapter.poolmanager.connection_pool_kw["ssl_context"] is context


def test_forms_and_files_go_through(server: Server) -> None:
    mastodon = client(server.url, requests.Session())
    mastodon.status_post("hä", media_ids=[1, 2])
    assert server.came[-1][3] == b"status=h%C3%A4&media_ids%5B%5D=1&media_ids%5B%5D=2&sensitive=0"
    mastodon.media_post(io.BytesIO(b"x" * 100_000), "image/png", description="many x")
    method, path, headers, body = server.came[-1]
    assert (method, path, int(headers["Content-Length"])) == ("POST", "/api/v2/media", len(body))
    assert b"x" * 100_000 in body
    assert b"many x" in body


def test_errors_are_those_of_the_package(server: Server) -> None:
    with pytest.raises(MastodonNotFoundError, match="Record not found") as caught:
        client(server.url, requests.Session()).status("missing")
    assert caught.value.args[1:] == (404, "As it is", "Record not found")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(MastodonReadTimeout):
            client(address, requests.Session(), request_timeout=0.05).me()


def test_no_error_holds_the_token() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        address = f"http://127.0.0.1:{closed.getsockname()[1]}"
    with pytest.raises(MastodonNetworkError) as caught:
        client(address, requests.Session()).me()
    assert not caught.value.sent
    error: BaseException | None = caught.value
    while error is not None:
        assert not hasattr(error, "request") or "a-secret-token" not in str(getattr(error, "request", None))
        assert type(error).__module__.partition(".")[0] != "requests"
        error = error.__cause__ or error.__context__


def test_registering_and_pickling(server: Server) -> None:
    session = requests.Session()
    session.headers["X-Mine"] = "yes"
    again = pickle.loads(pickle.dumps(client(server.url, session)))
    assert again.status("1").id == "1"
    assert server.came[-1][2]["X-Mine"] == "yes"


def test_the_asynchronous_client_takes_it_too(server: Server) -> None:
    async def read() -> str:
        async with AsyncMastodon(api_base_url=server.url, session=requests.Session()) as mastodon:
            return (await mastodon.status("1")).id

    assert asyncio.run(read()) == "1"


def test_it_can_be_changed(server: Server) -> None:
    mastodon = client(server.url, None)
    assert mastodon.session.headers
    session = requests.Session()
    session.headers["X-Mine"] = "later"
    mastodon.session = session
    mastodon.status("1")
    assert server.came[-1][2]["X-Mine"] == "later"


def test_streams_take_its_proxy_and_certificates() -> None:
    session = requests.Session()
    session.proxies, session.verify = {"https": "http://proxy.example"}, False
    connections = connections_over(session, Connections())
    assert (connections.proxy, connections.verify, connections.given) == ("http://proxy.example", False, None)
    assert connections_over(session, Connections(proxy="http://mine.example")).proxy == "http://mine.example"
