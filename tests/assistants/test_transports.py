"""The command `trunkline mcp` as a process of its own: standard input and output, and HTTP on this machine."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import anyio
import httpx2
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp.types import ElicitRequestParams, ElicitResult

from tests.assistants.conftest import inside, text_of
from trunkline.assistants.running import token_in
from trunkline.oauth.credentials import write_secrets
from trunkline.sandbox import Sandbox

HELLO = {"jsonrpc": "2.0", "id": 1, "method": "ping", "params": {}}


@pytest.fixture(scope="module")
def environment(server: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of somebody who is logged in."""
    home = tmp_path_factory.mktemp("home")
    write_secrets(home / "sandbox.secret", server.token_for("alice"), server.url)
    return {**os.environ, "TRUNKLINE_HOME": str(home), "DLT_DATA_DIR": str(home / "dlt"), "HOME": str(home)}


def stdio(environment: dict[str, str], folder: Path, *options: str) -> StdioServerParameters:
    """Return the command that an assistant starts."""
    arguments = ["-m", "trunkline", "mcp", *options]
    return StdioServerParameters(command=sys.executable, args=arguments, env=environment, cwd=str(folder))


@pytest.mark.parametrize("mode", ["auto", pytest.param("legacy", marks=pytest.mark.soak)])
def test_standard_input_and_output(environment: dict[str, str], tmp_path: Path, mode: str) -> None:
    asked: list[str] = []

    async def decline(context: Any, params: ElicitRequestParams) -> ElicitResult:
        asked.append(params.message)
        return ElicitResult(action="decline")

    async def run() -> tuple[str, str]:
        command = stdio(environment, tmp_path, "--write")
        async with Client(command, mode=mode, elicitation_callback=decline) as client:
            account = await client.call_tool("get_account")
            refused = await client.call_tool("post_status", {"text": "No"})
            return text_of(account), text_of(refused)

    account, refused = anyio.run(run)
    assert inside(account)["acct"] == "alice"
    assert len(asked) == 1
    assert "did not agree" in refused


@pytest.mark.soak
def test_what_a_load_prints_does_not_disturb_the_protocol(environment: dict[str, str], tmp_path: Path) -> None:
    async def run() -> bool:
        async with Client(stdio(environment, tmp_path)) as client:
            loaded = await client.call_tool("load_data", {"resources": ["timelines_public"], "limit": 5})
            return loaded.is_error

    assert not anyio.run(run)
    assert (tmp_path / "mastodon.duckdb").exists()


class Served(NamedTuple):
    """A server over HTTP, and the token of its clients."""

    url: str
    token: str

    @property
    def authorization(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", "Accept": "application/json, text/event-stream"}

    @property
    def port(self) -> str:
        return self.url.rsplit(":", 1)[1].partition("/")[0]


@pytest.fixture(scope="module")
def served(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    command = [sys.executable, "-u", "-m", "trunkline", "mcp", "--http", "--port", "0"]
    process = subprocess.Popen(
        command, env=environment, cwd=tmp_path_factory.mktemp("served"), stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    try:
        url = process.stdout.readline().strip()
        said = process.stdout.readline()
        file = Path(environment["TRUNKLINE_HOME"]) / "mcp.token"
        token = token_in(file)
        assert str(file) in said
        assert token not in said
        assert file.stat().st_mode & 0o077 == 0
        yield Served(url, token)
    finally:
        process.terminate()
        process.wait(timeout=30)
        process.stdout.close()


def test_http(served: Served) -> None:
    async def run() -> str:
        async with (
            httpx2.AsyncClient(headers=served.authorization, timeout=60) as http,
            Client(streamable_http_client(served.url, http_client=http)) as client,
        ):
            return text_of(await client.call_tool("get_account"))

    assert inside(anyio.run(run))["acct"] == "alice"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Authorization": ""}, 401),
        ({"Authorization": "Bearer wrong"}, 401),
        ({"Authorization": "Bearer \u00e9"}, 401),
        ({"Host": "evil.example"}, 421),
        ({"Host": "evil.example:{port}"}, 421),
        ({"Host": "127.0.0.1.evil.example:{port}"}, 421),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
    ],
    ids=str,
)
def test_strangers_and_web_pages_are_refused(served: Served, headers: dict[str, str], status: int) -> None:
    sent = {**served.authorization, **{name: value.replace("{port}", served.port) for name, value in headers.items()}}
    encoded = {name.encode(): value.encode("latin-1") for name, value in sent.items()}
    answer = httpx2.post(served.url, json=HELLO, headers=encoded)
    assert answer.status_code == status
    assert served.token not in answer.text


def test_the_same_request_with_nothing_wrong_is_served(served: Served) -> None:
    assert httpx2.post(served.url, json=HELLO, headers=served.authorization).status_code not in {401, 403, 421}


def test_a_token_in_the_address_is_none(served: Served) -> None:
    """Addresses are kept in logs and histories."""
    assert "token" not in served.url
    for parameter in ("token", "access_token", "authorization"):
        assert httpx2.post(f"{served.url}?{parameter}={served.token}", json=HELLO).status_code == 401


def test_only_this_machine_is_listened_to(served: Served) -> None:
    assert served.url.startswith("http://127.0.0.1:")
    with pytest.raises(httpx2.ConnectError):
        httpx2.post(f"http://127.0.0.2:{served.port}/mcp", json=HELLO)


def test_a_token_is_made_once(tmp_path: Path) -> None:
    first = token_in(tmp_path / "new" / "mcp.token")
    assert len(first) >= 32
    assert token_in(tmp_path / "new" / "mcp.token") == first
