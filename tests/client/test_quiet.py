"""At level INFO requests leave nothing in the log unless a client asks for it; other users of the library do."""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
from typing import Any

import httpx2
import pytest

from tests.client.test_netrc import ASK, GET
from tests.client.test_who_gets_the_token import listen
from tests.recorder import Recorder, Says
from trunkline import AsyncMastodon, Mastodon, MastodonError
from trunkline.streaming.wires.names import WireName


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Any:
    caplog.set_level(logging.INFO)
    return lambda: [record.name for record in caplog.records if not record.name.startswith("trunkline")]


@pytest.mark.parametrize("ask", ASK)
def test_requests(lines: Any, ask: Any) -> None:
    with Recorder() as server:
        ask(server.url, GET)
    assert lines() == []


@pytest.mark.parametrize("wire", ["sse", "websocket"])
@pytest.mark.parametrize("given", [True, False])
def test_streams(lines: Any, wire: WireName, given: bool) -> None:
    with Recorder() as server, httpx2.Client() as session:
        for path in ("/api/v1/streaming", "/api/v1/streaming/user"):
            server.answers[path] = Says({"error": "no"}, 403)
        with (
            Mastodon(api_base_url=server.url, session=session if given else None) as client,
            pytest.raises(MastodonError),
        ):
            listen(client, wire)
    assert lines() == []


def test_a_client_that_asks_for_it(lines: Any) -> None:
    with Recorder() as server:
        with Mastodon(api_base_url=server.url, debug_requests=True) as client:
            client.call(GET)
            client.debug_requests = False
            client.call(GET)
        assert len(server.came) == 2

        async def ask() -> None:
            async with AsyncMastodon(api_base_url=server.url, debug_requests=True) as made:
                await made.call(GET)

        asyncio.run(ask())
    assert lines() == ["httpx2", "httpx2"]


def test_other_users_of_the_library(lines: Any) -> None:
    with Recorder() as server, Mastodon(api_base_url=server.url) as client, httpx2.Client() as other:
        client.call(GET)
        other.get(server.url)

        async def both() -> None:
            async with AsyncMastodon(api_base_url=server.url) as made, httpx2.AsyncClient() as another:
                await asyncio.gather(made.call(GET), another.get(server.url), made.call(GET))

        asyncio.run(both())
    assert lines() == ["httpx2", "httpx2"]


PROGRAM = """
import logging
logging.basicConfig(level=logging.INFO, format="LOGGED %(name)s %(message)s")
from trunkline import Mastodon
from trunkline.sandbox import Sandbox
with Sandbox(size=20, seed=1) as sandbox:
    client = Mastodon(access_token=sandbox.token_for("alice"), api_base_url=sandbox.url)
    with client, client.stream("user") as stream:
        stream.connected()
        client.status_post("hello")
        print(next(stream).status.content)
"""


def test_a_whole_program() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=120, check=True)
    assert "hello" in done.stdout
    assert done.stderr == ""
