"""The server for assistants, asked by the client of the SDK against a sandbox."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import anyio
import pytest

pytest.importorskip("mcp")

from mcp import Client
from mcp.types import CallToolResult, TextContent

from trunkline import AsyncMastodon
from trunkline.assistants.reach import Reach
from trunkline.assistants.server import AssistantServer
from trunkline.sandbox import Sandbox

T = TypeVar("T")

MARKED = re.compile(r"\A.*\n<data-([0-9a-f]{16})>\n(.*)\n</data-\1>\Z", re.DOTALL)


def text_of(result: CallToolResult) -> str:
    """Return the text of an answer."""
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


def inside(text: str) -> Any:
    """Return the JSON between the marks of an answer."""
    found = MARKED.match(text)
    assert found, text
    return json.loads(found[2])


class Assistant:
    """An assistant of alice, who is logged in to a sandbox."""

    def __init__(self, sandbox: Sandbox, folder: Path) -> None:
        self.sandbox = sandbox
        self.token = sandbox.token_for("alice")
        self.database = folder / "mastodon.duckdb"

    def talk(
        self,
        conversation: Callable[[Client], Awaitable[T]],
        *,
        mode: str = "auto",
        client: dict[str, Any] | None = None,
        **reach: Any,
    ) -> T:
        """Connect in this process, and return what *conversation* returns."""

        async def run() -> T:
            async with AsyncMastodon(access_token=self.token, api_base_url=self.sandbox.url) as mastodon:
                given = Reach(client=mastodon, token=self.token, database=self.database, **reach)
                async with Client(AssistantServer(given), mode=mode, **(client or {})) as connected:
                    return await conversation(connected)

        return anyio.run(run)

    def call(self, tool: str, arguments: dict[str, Any] | None = None, **settings: Any) -> CallToolResult:
        """Call one tool."""
        return self.talk(lambda client: client.call_tool(tool, arguments or {}), **settings)

    def answer(self, tool: str, arguments: dict[str, Any] | None = None, **settings: Any) -> Any:
        """Call one tool, which has to succeed, and return the JSON of its answer."""
        result = self.call(tool, arguments, **settings)
        assert not result.is_error, text_of(result)
        assert inside(text_of(result)) == result.structured_content
        return result.structured_content


@pytest.fixture(scope="session")
def server() -> Iterator[Sandbox]:
    """A server with a small community."""
    with Sandbox(size=60, rate_limits=None) as running:
        yield running


@pytest.fixture
def assistant(server: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Assistant]:
    """An assistant with a database that is not there yet."""
    monkeypatch.setenv("DLT_DATA_DIR", str(tmp_path / "dlt"))
    monkeypatch.setenv("RUNTIME__DLTHUB_TELEMETRY", "false")
    yield Assistant(server, tmp_path)
    server.clear_failures()
