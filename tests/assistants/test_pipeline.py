"""Tools over the pipeline: a load, a refresh, and what they report."""

from __future__ import annotations

from typing import Any

import pytest
from mcp import Client

from tests.assistants.conftest import Assistant, text_of
from trunkline import Mastodon
from trunkline.sandbox import Sandbox

LOAD = {"resources": ["hashtags", "accounts"], "hashtags": ["loaded"], "accounts": ["@bob"]}


@pytest.fixture
def bob(server: Sandbox) -> Mastodon:
    return Mastodon(access_token=server.token_for("bob"), api_base_url=server.url)


def test_a_load_a_question_and_a_refresh(assistant: Assistant, bob: Mastodon) -> None:
    assert assistant.answer("load_status") == {"database": "mastodon.duckdb", "exists": False}
    assert "Nothing is loaded" in text_of(assistant.call("refresh_data"))
    status = bob.status_post("The first #loaded")
    reported: list[tuple[float, str | None]] = []

    async def note(progress: float, total: float | None, message: str | None) -> None:
        reported.append((progress, message))

    async def conversation(client: Client) -> list[Any]:
        loaded = await client.call_tool("load_data", LOAD, progress_callback=note)
        asked = await client.call_tool("query_data", {"sql": "SELECT uri, account FROM posts"})
        bob.status_update(status, "The edited #loaded")
        refreshed = await client.call_tool("refresh_data", {"since": "1d"}, progress_callback=note)
        return [one.structured_content for one in (loaded, asked, refreshed)]

    loaded, asked, refreshed = assistant.talk(conversation)
    assert loaded["outcome"] == "complete"
    assert loaded["rows"]["hashtags"] == 1
    assert asked["untrusted_rows"] == [[status.uri, f"bob@{assistant.sandbox.domain}"]]
    assert (refreshed["read"], refreshed["edited"]) == (1, 1)
    assert [message for _, message in reported].count("done") == 2
    state = assistant.answer("load_status")
    assert (state["posts"], state["exists"]) == (1, True)


@pytest.mark.parametrize(
    ("tool", "arguments", "reason"),
    [
        ("load_data", {"resources": ["nothing"]}, "nothing"),
        ("load_data", {"since": "soon"}, "since is 'soon'"),
        ("load_data", {"limit": 0}, "greater than or equal to 1"),
    ],
)
def test_what_makes_no_sense_is_refused(
    assistant: Assistant, tool: str, arguments: dict[str, Any], reason: str
) -> None:
    result = assistant.call(tool, arguments)
    assert result.is_error
    assert reason in text_of(result)


def test_private_posts_of_others_are_loaded_only_if_asked_for(assistant: Assistant, bob: Mastodon) -> None:
    bob.status_post("@alice secretly #whispered", visibility="direct")
    load = {"resources": ["notifications"]}
    first = assistant.answer("load_data", load)
    assert first["left_out"]["private"] >= 1
    text = str(assistant.answer("query_data", {"sql": "SELECT * FROM posts"}))
    assert "whispered" not in text
