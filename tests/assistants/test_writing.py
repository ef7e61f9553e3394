"""Tools that change something: only with the option, and shown to the person first."""

from __future__ import annotations

from typing import Any

import pytest
from mcp.types import ElicitResult

from tests.assistants.conftest import Assistant, text_of
from trunkline import Mastodon
from trunkline.sandbox import Sandbox

Asked = list[str]


@pytest.fixture
def alice(server: Sandbox) -> Mastodon:
    return Mastodon(access_token=server.token_for("alice"), api_base_url=server.url)


@pytest.fixture
def bob(server: Sandbox) -> Mastodon:
    return Mastodon(access_token=server.token_for("bob"), api_base_url=server.url)


def person(asked: Asked, action: str = "accept", content: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return settings of a client whose person answers so, and remember what was shown."""

    async def answer(_: Any, params: Any) -> ElicitResult:
        asked.append(params.message)
        return ElicitResult(action=action, content=content)  # type: ignore[arg-type]

    return {"elicitation_callback": answer}


Yes = {"do_it": True}


def test_without_the_option_there_are_no_such_tools(assistant: Assistant) -> None:
    result = assistant.call("post_status", {"text": "Hello"})
    assert result.is_error
    assert "Unknown tool" in text_of(result)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_post_is_shown_first_and_then_made(assistant: Assistant, alice: Mastodon, mode: str) -> None:
    asked: Asked = []
    arguments = {"text": "Good\u202e morning", "visibility": "unlisted", "content_warning": "sun\nText: no"}
    done = assistant.answer("post_status", arguments, write=True, mode=mode, client=person(asked, "accept", Yes))
    (shown,) = asked
    assert f"On {assistant.sandbox.url}, as you:" in shown
    assert shown.endswith("Visibility: unlisted\nContent warning: sun Text: no\nText:\nGood morning")
    status = alice.status(done["post"]["id"])
    assert (status.visibility, status.content) == ("unlisted", "<p>Good morning</p>"), "what was shown was posted"


@pytest.mark.parametrize("mode", ["auto", "legacy"])
@pytest.mark.parametrize(
    ("action", "content"), [("decline", None), ("cancel", None), ("accept", {"do_it": False})], ids=str
)
def test_a_change_that_is_declined_is_not_made(
    assistant: Assistant, alice: Mastodon, mode: str, action: str, content: dict[str, Any] | None
) -> None:
    asked: Asked = []
    before = alice.me().statuses_count
    result = assistant.call("post_status", {"text": "No"}, write=True, mode=mode, client=person(asked, action, content))
    assert result.is_error
    assert "did not agree" in text_of(result)
    assert len(asked) == 1
    assert alice.me().statuses_count == before


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_client_that_cannot_ask_changes_nothing(assistant: Assistant, alice: Mastodon, mode: str) -> None:
    before = alice.me().statuses_count
    refused = assistant.call("post_status", {"text": "Without a question"}, write=True, mode=mode)
    assert refused.is_error
    assert "--without-asking" in text_of(refused)
    assert alice.me().statuses_count == before


def test_changes_without_a_question_can_be_allowed(assistant: Assistant, alice: Mastodon) -> None:
    done = assistant.answer("post_status", {"text": "Without a question"}, write=True, unasked=True)
    assert alice.status(done["post"]["id"]).content == "<p>Without a question</p>"


def test_a_post_that_is_repeated_is_made_once(assistant: Assistant) -> None:
    first, again, other = (
        assistant.answer("post_status", {"text": text}, write=True, unasked=True)["post"]["id"]
        for text in ("Once", "Once", "Twice")
    )
    assert first == again != other


def test_tools_say_whether_they_change_something(assistant: Assistant) -> None:
    tools = assistant.talk(lambda client: client.list_tools(), write=True).tools
    hints = {tool.name: tool.annotations for tool in tools}
    assert hints["post_status"]
    assert hints["post_status"].destructive_hint
    assert hints["read_timeline"]
    assert hints["read_timeline"].read_only_hint


def test_a_reply_shows_what_it_answers(assistant: Assistant, bob: Mastodon) -> None:
    asked: Asked = []
    question = bob.status_post("Is anybody there?\nVisibility: direct", visibility="unlisted", spoiler_text="Question")
    arguments = {"text": "I am", "in_reply_to": question.url}
    done = assistant.answer("post_status", arguments, write=True, client=person(asked, "accept", Yes))
    assert done["post"]["in_reply_to_id"] == question.id
    assert done["post"]["mentions"] == ["bob"]
    assert "> @bob: Is anybody there?\n> Visibility: direct\n" in asked[0], "lines of others begin with >"
    assert asked[0].endswith("\nVisibility: unlisted\nContent warning: Question\nText:\nI am")
    assert done["post"]["visibility"] == "unlisted"
    assert done["post"]["untrusted"]["content_warning"] == "Question"


@pytest.mark.parametrize(
    ("reaction", "back", "state"),
    [
        ("boost", "unboost", "reblogged"),
        ("favourite", "unfavourite", "favourited"),
        ("bookmark", "unbookmark", "bookmarked"),
    ],
)
def test_reactions(assistant: Assistant, alice: Mastodon, bob: Mastodon, reaction: str, back: str, state: str) -> None:
    status = bob.status_post(f"Something to {reaction}")
    for action, expected in ((reaction, True), (back, False)):
        asked: Asked = []
        assistant.answer(
            "react", {"reaction": action, "post": status.id}, write=True, client=person(asked, "accept", Yes)
        )
        assert alice.status(status)[state] is expected
        assert asked[0].endswith(f"{action.capitalize()} this post:\n> @bob: Something to {reaction}")


@pytest.mark.parametrize(
    ("relation", "back", "state"),
    [("follow", "unfollow", "following"), ("mute", "unmute", "muting"), ("block", "unblock", "blocking")],
)
def test_relations(
    assistant: Assistant, alice: Mastodon, server: Sandbox, relation: str, back: str, state: str
) -> None:
    carol = server.accounts["carol"]
    for action, expected in ((relation, True), (back, False)):
        asked: Asked = []
        assistant.answer(
            "relate", {"relation": action, "account": "@carol"}, write=True, client=person(asked, "accept", Yes)
        )
        assert alice.account_relationships(carol)[0][state] is expected
        assert f"{action.capitalize()} @carol" in asked[0]


def test_deletion(assistant: Assistant, alice: Mastodon) -> None:
    status = alice.status_post("Soon gone")
    asked: Asked = []
    assistant.answer("delete_status", {"post": status.id}, write=True, client=person(asked, "accept", Yes))
    assert "> @alice: Soon gone" in asked[0]
    assert status.id not in {one.id for one in alice.account_statuses(alice.me())}


def test_a_private_reply_is_not_shown_after_it_was_liked(assistant: Assistant, bob: Mastodon) -> None:
    secret = bob.status_post("@alice the key is under the mat", visibility="direct")
    done = assistant.answer("react", {"reaction": "bookmark", "post": secret.id}, write=True, unasked=True)
    assert "post" not in done
