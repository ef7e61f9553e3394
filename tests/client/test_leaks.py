"""Errors of every kind hold no token, password, code or key: neither in their texts nor in any frame."""

from __future__ import annotations

import asyncio
import socket
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import httpx2
import pytest

from tests.client.conftest import Connect
from tests.client.leaks import SECRETS, leaks_of
from tests.client.test_drivers import ONCE, raw_server, reply
from tests.recorder import Recorder, Says
from trunkline import AsyncMastodon, Mastodon, MastodonError
from trunkline.protocol.ratelimit import RateLimiter
from trunkline.protocol.request import Request
from trunkline.sandbox.certificates import ServerTls
from trunkline.streaming.recovery.reconnect import ReconnectPolicy
from trunkline.streaming.wires.names import WireName

Call = Callable[[Any], object]
KEYS = {
    "client_id": "id",
    "client_secret": SECRETS["client_secret"],
    "access_token": SECRETS["access_token"],
    "refresh_token": SECRETS["refresh_token"],
}
PROXY = f"http://me:{SECRETS['proxy']}@127.0.0.1:9"
WIRES: tuple[WireName, ...] = ("sse", "websocket")


def settings(**changes: Any) -> dict[str, Any]:
    return {**KEYS, "rate_limiter": RateLimiter(), "retry": ONCE, **changes}


def log_in_with_code(client: Any) -> object:
    return client.log_in(code=SECRETS["code"], code_verifier=SECRETS["code_verifier"])


def log_in_with_password(client: Any) -> object:
    return client.log_in("me@example.com", SECRETS["password"])


CALLS: dict[str, Call] = {
    "read": lambda client: client.me(),
    "post": lambda client: client.status_post("hello"),
    "upload": lambda client: client.media_post(b"bytes", mime_type="image/png"),
    "page": lambda client: client.fetch_page("not a cursor"),
    "code": log_in_with_code,
    "password": log_in_with_password,
    "refresh": lambda client: client.log_in(refresh_token=SECRETS["refresh_token"]),
    "as app": lambda client: client.log_in_as_app(),
    "revoke": lambda client: client.revoke_access_token(),
    "sign up": lambda client: client.create_account("me", SECRETS["password"], "me@example.com", agreement=True),
    "own request": lambda client: client.call(
        Request(
            "POST",
            "/oauth/token",
            dict,
            form={"password": SECRETS["password"]},
            headers={"X-Key": KEYS["access_token"]},
        )
    ),
}


def raised_by(call: Call, client: Any) -> MastodonError:
    with pytest.raises(MastodonError) as caught:
        call(client)
    return caught.value


@pytest.fixture(scope="module")
def tls() -> Iterator[ServerTls]:
    with closing(ServerTls(())) as made:
        yield made


ANSWERS: dict[str, Says] = {
    "401": Says({"error": "The access token is invalid"}, 401),
    "403": Says({"error": "no"}, 403),
    "422": Says({"error": "invalid_grant", "error_description": "no"}, 422),
    "429": Says({"error": "Too many requests"}, 429, {"Retry-After": "100000"}),
    "503": Says({"error": "later"}, 503),
    "another shape": Says(["a", 1]),
    "redirect": Says(None, 302, {"Location": "https://elsewhere.example/"}),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=list(CALLS))
@pytest.mark.parametrize("says", ANSWERS.values(), ids=list(ANSWERS))
def test_answers(connect: Connect, says: Says, call: Call) -> None:
    with Recorder() as server:
        server.answers = dict.fromkeys(
            (
                "/oauth/token",
                "/oauth/revoke",
                "/api/v1/accounts",
                "/api/v1/accounts/verify_credentials",
                "/api/v1/statuses",
                "/api/v1/media",
                "/api/v2/media",
            ),
            says,
        )
        client = connect(api_base_url=server.url, **settings(ratelimit_method="throw"))
        found: list[str] = []
        try:
            call(client)
        except MastodonError as error:
            found = leaks_of(error)
        assert found == []
        client.close()


RAW: dict[str, bytes] = {
    "nothing": b"",
    "no HTTP": b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
    "cut off": b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"id"',
    "no gzip": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nxyz",
    "no JSON": b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5\r\n\r\n{"a":',
    "too large": b"HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n" + b"x" * 90_000,
}


@pytest.mark.parametrize("call", [CALLS["read"], CALLS["code"]])
@pytest.mark.parametrize("answer", RAW.values(), ids=list(RAW))
def test_broken_answers(connect: Connect, answer: bytes, call: Call) -> None:
    with raw_server(reply(answer)) as (url, _):
        client = connect(api_base_url=url, **settings())
        client._connections.answer_size = 10_000
        assert leaks_of(raised_by(call, client)) == []
        client.close()


@pytest.mark.parametrize("call", [CALLS["read"], CALLS["code"], CALLS["revoke"]])
def test_no_connection(connect: Connect, tls: ServerTls, call: Call) -> None:
    with Recorder(tls.context) as server:
        untrusted = connect(api_base_url=server.url, **settings())
        assert leaks_of(raised_by(call, untrusted)) == []
    with raw_server(lambda connection: connection.recv(1) and None) as (url, _):
        slow = connect(api_base_url=url, **settings(request_timeout=0.05))
        assert leaks_of(raised_by(call, slow)) == []
    with socket.create_server(("127.0.0.1", 0)) as taken:
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    assert leaks_of(raised_by(call, connect(api_base_url=url, **settings()))) == []
    for proxy in (PROXY, PROXY.replace("http:", "foo:"), PROXY + "\n", PROXY.replace(":9", ":99999"), PROXY[:-6]):
        behind = connect(api_base_url="https://m.example", **settings(proxy=proxy))
        assert leaks_of(raised_by(call, behind)) == [], proxy


BAD: dict[str, Callable[[Any], object]] = {
    "address": lambda kind: kind(api_base_url="foo://bar", **settings()),
    "no address": lambda kind: kind(**settings()),
    "setting": lambda kind: kind(api_base_url="m.example", ratelimit_method="never", **settings()),
    "token with a line break": lambda kind: kind(
        api_base_url="m.example", **settings(access_token=f"{SECRETS['access_token']}\nx")
    ),
    "secret with a mark": lambda kind: kind(
        api_base_url="m.example", **settings(client_secret=f"\ufeff{SECRETS['client_secret']}")
    ),
}


@pytest.mark.parametrize("kind", [Mastodon, AsyncMastodon])
@pytest.mark.parametrize("make", BAD.values(), ids=list(BAD))
def test_construction(kind: type, make: Callable[[Any], object]) -> None:
    with pytest.raises(MastodonError) as caught:
        make(kind)
    assert leaks_of(caught.value) == []


@pytest.mark.parametrize("text", ["\n", "\r", "\ufeff", "\x00", "ä", " "])
@pytest.mark.parametrize("name", ["code", "code_verifier", "refresh_token"])
def test_grants_with_odd_characters(connect: Connect, name: str, text: str) -> None:
    with Recorder() as server:
        client = connect(api_base_url=server.url, **settings())
        given = {"code": SECRETS["code"], name: f"{SECRETS[name]}{text}x"}
        if name == "refresh_token":
            del given["code"]
        assert leaks_of(raised_by(lambda client: client.log_in(**given), client)) == []
        assert server.came == []


@pytest.mark.parametrize("text", ["\n", "\r", "\ufeff", "\x00"])
def test_passwords_with_line_breaks(connect: Connect, text: str) -> None:
    with Recorder() as server:
        client = connect(api_base_url=server.url, **settings())
        error = raised_by(lambda client: client.log_in("me", SECRETS["password"] + text), client)
        assert leaks_of(error) == []
        assert "password" in str(error)
        assert server.came == []


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n", b"SSH-2.0\r\n\r\n"])
def test_streams(wire: WireName, answer: bytes) -> None:
    with raw_server(reply(answer)) as (url, _):
        options: dict[str, Any] = {"wire": wire, "gap_fill": None, "reconnect": ReconnectPolicy(attempts=0)}

        def listen(client: Mastodon) -> object:
            client.state.streaming_url = url
            with client.stream("user", **options) as stream:
                return next(stream)

        assert leaks_of(raised_by(listen, Mastodon(api_base_url=url, **settings()))) == []

        async def listen_in_loop() -> object:
            async with AsyncMastodon(api_base_url=url, **settings()) as client:
                client.state.streaming_url = url
                async with client.stream("user", **options) as stream:
                    return await anext(stream)

        assert leaks_of(raised_by(lambda _: asyncio.run(listen_in_loop()), None)) == []


def test_given_clients_and_sessions() -> None:
    requests: Any = pytest.importorskip("requests")
    with Recorder() as server, socket.create_server(("127.0.0.1", 0)) as silent:
        server.answers["/api/v1/accounts/verify_credentials"] = Says({"error": "no"}, 401)
        for address in (server.url, f"http://127.0.0.1:{silent.getsockname()[1]}"):
            for given in (httpx2.Client(timeout=0.1), requests.Session()):
                client = Mastodon(api_base_url=address, session=given, **settings(request_timeout=0.1))
                assert leaks_of(raised_by(CALLS["read"], client)) == []
                given.close()


def test_the_errors_of_the_program_stay_as_they_are(connect: Connect) -> None:
    client = connect(api_base_url="http://127.0.0.1:9", **settings())

    def fail() -> None:
        number = 7
        raise LookupError(number)

    with pytest.raises(LookupError) as own:
        fail()
    try:
        raise own.value
    except LookupError:
        assert leaks_of(raised_by(CALLS["read"], client)) == []
        assert leaks_of(raised_by(CALLS["page"], client)) == []
    frames = [frame for frame, _ in traceback.walk_tb(own.value.__traceback__)]
    assert frames[-1].f_locals == {"number": 7}


def test_lines_and_names_of_frames_stay(connect: Connect) -> None:
    error = raised_by(CALLS["read"], connect(api_base_url="http://127.0.0.1:9", **settings()))
    assert "_send" in [frame.name for frame in traceback.extract_tb(error.__traceback__)]
