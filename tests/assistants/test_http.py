"""Questions to the person over HTTP: what is declined, cannot be asked, or is left without an answer is not done."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NoReturn

import anyio
import httpx2
import pytest
import uvicorn
from mcp import Client
from mcp.client.session import ElicitationFnT
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult, ElicitResult, ErrorData

from tests.assistants.conftest import Assistant, text_of
from trunkline import AsyncMastodon, Mastodon
from trunkline.assistants.http import PATH, http_app
from trunkline.assistants.reach import Reach
from trunkline.assistants.server import AssistantServer
from trunkline.sandbox import Sandbox

TOKEN = "a-token-of-this-test"
MODES = pytest.mark.parametrize("mode", ["auto", "legacy"])
Person = ElicitationFnT


@pytest.fixture
def alice(server: Sandbox) -> Mastodon:
    return Mastodon(access_token=server.token_for("alice"), api_base_url=server.url)


@asynccontextmanager
async def serving(assistant: Assistant, **reach: Any) -> AsyncIterator[str]:
    """Serve over HTTP in this process; at the end everything that the server was doing has ended."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        async with (
            AsyncMastodon(access_token=assistant.token, api_base_url=assistant.sandbox.url) as mastodon,
            anyio.create_task_group() as group,
        ):
            given = Reach(client=mastodon, token=assistant.token, database=assistant.database, write=True, **reach)
            app = http_app(AssistantServer(given), port=port, token=TOKEN)
            running = uvicorn.Server(
                uvicorn.Config(app, ws="none", log_level="error", timeout_graceful_shutdown=1, lifespan="on")
            )
            group.start_soon(running.serve, [listening])
            yield f"http://127.0.0.1:{port}{PATH}"
            running.should_exit = True


@asynccontextmanager
async def connected(url: str, mode: str, person: Person | None = None) -> AsyncIterator[Client]:
    """Connect a client of the SDK."""
    async with (
        httpx2.AsyncClient(headers={"Authorization": f"Bearer {TOKEN}"}, timeout=60) as http,
        Client(streamable_http_client(url, http_client=http), mode=mode, elicitation_callback=person) as client,
    ):
        yield client


def answering(action: str, content: dict[str, Any] | None = None) -> Person:
    """Return a person who always answers so."""

    async def answer(context: Any, params: Any) -> ElicitResult:
        return ElicitResult(action=action, content=content)  # type: ignore[arg-type]

    return answer


ACCEPT = answering("accept", {"do_it": True})


async def post(url: str, mode: str, text: str, person: Person | None) -> CallToolResult:
    async with connected(url, mode, person) as client:
        return await client.call_tool("post_status", {"text": text})


def newest(alice: Mastodon) -> str:
    return alice.account_statuses(alice.me(), limit=1)[0].content


@MODES
@pytest.mark.parametrize(
    ("person", "said"),
    [
        (answering("decline"), "did not agree"),
        (answering("cancel"), "did not agree"),
        (answering("accept", {"do_it": False}), "did not agree"),
        (None, "--without-asking"),
    ],
    ids=["declines", "cancels", "accepts without agreeing", "cannot be asked"],
)
def test_what_is_not_agreed_to_is_not_done(
    assistant: Assistant, alice: Mastodon, mode: str, person: Person | None, said: str
) -> None:
    before = alice.me().statuses_count

    async def run() -> CallToolResult:
        async with serving(assistant) as url:
            return await post(url, mode, "No", person)

    result = anyio.run(run)
    assert result.is_error
    assert said in text_of(result)
    assert alice.me().statuses_count == before


@MODES
def test_each_client_answers_its_own_question(assistant: Assistant, alice: Mastodon, mode: str) -> None:
    """Two sessions at once: one agrees, one does not, and neither answer is taken for the other."""
    both_are_asked = anyio.Event()
    asked: list[str] = []

    def waiting(person: Person) -> Person:
        async def answer(context: Any, params: Any) -> ElicitResult | ErrorData:
            asked.append(params.message)
            if len(asked) == 2:
                both_are_asked.set()
            await both_are_asked.wait()
            return await person(context, params)

        return answer

    async def run() -> None:
        async with serving(assistant) as url, anyio.create_task_group() as group:
            group.start_soon(post, url, mode, f"Refused over {mode}", waiting(answering("decline")))
            group.start_soon(post, url, mode, f"Agreed over {mode}", waiting(ACCEPT))

    before = alice.me().statuses_count
    anyio.run(run)
    assert alice.me().statuses_count == before + 1
    assert newest(alice) == f"<p>Agreed over {mode}</p>"


@MODES
def test_a_client_that_leaves_in_the_middle_has_agreed_to_nothing(
    assistant: Assistant, alice: Mastodon, mode: str
) -> None:
    before = alice.me().statuses_count

    async def run() -> None:
        asked = anyio.Event()

        async def ask(context: Any, params: Any) -> NoReturn:
            asked.set()
            await anyio.sleep_forever()
            raise AssertionError

        async with serving(assistant) as url:
            async with anyio.create_task_group() as group:
                group.start_soon(post, url, mode, "Left", ask)
                await asked.wait()
                group.cancel_scope.cancel()
            async with connected(url, mode) as other:
                assert not (await other.call_tool("get_account")).is_error, "the server goes on"

    anyio.run(run)
    assert alice.me().statuses_count == before
