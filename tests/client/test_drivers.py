"""The two loops against real sockets: failures of the network, threads, tasks, event loops, limits."""

from __future__ import annotations

import asyncio
import socket
import ssl
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest

from tests.client.conftest import Connect
from trunkline import (
    AsyncMastodon,
    Mastodon,
    MastodonError,
    MastodonIllegalArgumentError,
    MastodonMalformedResponseError,
    MastodonNetworkError,
    MastodonRatelimitError,
    MastodonReadTimeout,
)
from trunkline.protocol.ratelimit import RateLimiter
from trunkline.protocol.retries import RetryPolicy
from trunkline.sandbox import Sandbox

TOKEN = "secret-token-that-nobody-may-see"
ONCE = RetryPolicy(attempts=1)


@contextmanager
def raw_server(
    answer: Callable[[socket.socket], object], tls: ssl.SSLContext | None = None
) -> Iterator[tuple[str, list[bytes]]]:
    """Run a server that reads one request a connection and then calls *answer*; yield its URL and the requests."""
    listener = socket.create_server(("127.0.0.1", 0))
    requests: list[bytes] = []

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
                connection = connection if tls is None else tls.wrap_socket(connection, server_side=True)
            except OSError:
                return
            with connection:
                requests.append(connection.recv(65536))
                answer(connection)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"{'https' if tls else 'http'}://127.0.0.1:{listener.getsockname()[1]}", requests
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def reply(text: bytes) -> Callable[[socket.socket], None]:
    return lambda connection: connection.sendall(text)


def test_refused(connect: Connect) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    client = connect(api_base_url=url, retry=RetryPolicy(attempts=3, base=0.001))
    with pytest.raises(MastodonNetworkError, match=r"Could not talk to 127\.0\.0\.1.*Check the address") as caught:
        client.instance_health()
    assert not caught.value.sent
    assert (caught.value.method, caught.value.path) == ("GET", "/health")


def test_no_answer_in_time(connect: Connect) -> None:
    given_up = threading.Event()
    with raw_server(lambda _: given_up.wait(10) and None) as (url, _):
        client = connect(api_base_url=url, access_token=TOKEN, request_timeout=0.2, retry=ONCE)
        with pytest.raises(MastodonReadTimeout, match="did not answer in time") as caught:
            client.me()
        given_up.set()
        assert caught.value.sent
        client.close()


@pytest.mark.parametrize(
    "cut", [b"", b"HTTP/1.1 200 OK\r\nContent-Le", b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"id"']
)
def test_cut_off(connect: Connect, cut: bytes) -> None:
    with raw_server(reply(cut)) as (url, requests):
        client = connect(api_base_url=url, access_token=TOKEN, retry=RetryPolicy(attempts=2, base=0.001))
        with pytest.raises(MastodonNetworkError) as caught:
            client.me()
        assert len(requests) == 2
        assert f"Bearer {TOKEN}".encode() in requests[0]
        assert TOKEN not in str(caught.value) + repr(caught.value)


def test_a_post_that_is_cut_off_is_not_repeated(connect: Connect) -> None:
    with raw_server(reply(b"")) as (url, requests):
        client = connect(api_base_url=url, access_token=TOKEN, retry=RetryPolicy(attempts=3, base=0.001))
        with pytest.raises(MastodonNetworkError):
            client.status_post("hello")
        assert [one.split()[0] for one in requests].count(b"POST") == 1


def test_not_a_mastodon_server(connect: Connect) -> None:
    page = b"<html>hello</html>"
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(page)
    wanted = r"got HTML.*really the address of a Mastodon server"
    with raw_server(reply(head + page)) as (url, _), pytest.raises(MastodonMalformedResponseError, match=wanted):
        connect(api_base_url=url).instance_v2()


def test_many_threads_share_a_client(sandbox: Sandbox) -> None:
    client = Mastodon(access_token=sandbox.token_for("alice"), api_base_url=sandbox.url)
    with client, ThreadPoolExecutor(16) as pool:
        names = list(pool.map(lambda _: client.me().username, range(100)))
    assert names == ["alice"] * 100


def test_many_tasks_share_a_client(sandbox: Sandbox) -> None:
    async def main() -> list[str]:
        async with AsyncMastodon(access_token=sandbox.token_for("alice"), api_base_url=sandbox.url) as client:
            return [me.username for me in await asyncio.gather(*(client.me() for _ in range(100)))]

    assert asyncio.run(main()) == ["alice"] * 100


def test_an_async_client_works_in_one_event_loop_after_another(sandbox: Sandbox) -> None:
    client = AsyncMastodon(access_token=sandbox.token_for("alice"), api_base_url=sandbox.url)

    async def ask() -> str:
        return (await client.me()).username

    assert [asyncio.run(ask()) for _ in range(3)] == ["alice"] * 3


def test_cancelling_a_task_ends_its_request(sandbox: Sandbox) -> None:
    async def main() -> None:
        async with AsyncMastodon(access_token=sandbox.token_for("alice"), api_base_url=sandbox.url) as client:
            task = asyncio.create_task(client.me())
            await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert (await client.me()).username == "alice"

    asyncio.run(main())


@pytest.fixture(scope="module")
def strict() -> Iterator[Sandbox]:
    """Return a server with Mastodon's limits."""
    with Sandbox(size=30, seed=3, rate_limits=1.0) as running:
        yield running


def outcomes_of_threads(server: Sandbox, limiter: RateLimiter) -> list[MastodonError | None]:
    client = Mastodon(
        access_token=server.token_for("alice"),
        api_base_url=server.url,
        ratelimit_method="throw",
        rate_limiter=limiter,
    )

    def ask(_: int) -> MastodonError | None:
        try:
            client.me()
        except MastodonError as error:
            return error
        return None

    with client, ThreadPoolExecutor(8) as pool:
        return list(pool.map(ask, range(700)))


def test_threads_that_share_a_limit_are_stopped_before_the_server_has_to(strict: Sandbox) -> None:
    errors = [e for e in outcomes_of_threads(strict, RateLimiter()) if e is not None]
    assert 700 - len(errors) >= 290
    assert errors
    assert {type(e) for e in errors} == {MastodonRatelimitError}
    assert {e.status for e in errors if isinstance(e, MastodonRatelimitError)} == {None}


def test_two_clients_of_one_token_share_its_budget(strict: Sandbox) -> None:
    token, limiter = strict.token_for("bob"), RateLimiter()
    settings: dict[str, Any] = {"access_token": token, "api_base_url": strict.url, "rate_limiter": limiter}
    settings["ratelimit_method"] = "throw"
    with Mastodon(**settings) as one, Mastodon(**settings) as two:
        one.me()
        two.me()
        assert two.state.last_limit is not None
        assert two.state.last_limit.remaining == two.state.last_limit.limit - 2


def test_a_proxy_of_the_environment_is_not_asked_for_servers_on_this_machine(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert connect("alice").me().username == "alice"


@pytest.mark.parametrize("proxy", ["foo://user:PASSWORD@proxy.example:1", "socks5://user:PASSWORD@proxy.example:1"])
def test_a_proxy_that_cannot_be_used_is_refused_without_its_password(
    proxy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "socksio", None)
    for client in (Mastodon(api_base_url="https://m.example", proxy=proxy), _by_environment(proxy, monkeypatch)):
        with pytest.raises(MastodonIllegalArgumentError, match="address of the proxy") as caught:
            client.instance()
        assert "PASSWORD" not in "".join(traceback.format_exception(caught.value))


def _by_environment(proxy: str, monkeypatch: pytest.MonkeyPatch) -> Mastodon:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    return Mastodon(api_base_url="https://m.example")
