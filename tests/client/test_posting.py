"""What was posted is there: nothing is lost on the way, and a key that was used before is no new failure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from tests.client.conftest import Both, Connect
from tests.client.flows import client_state, json_answer, play
from tests.recorded import exchanges
from trunkline import MastodonIncompletePostError, MastodonInternalServerError
from trunkline.endpoints.posting import lost_parts
from trunkline.endpoints.statuses import Statuses
from trunkline.entities import ScheduledStatus, Status
from trunkline.protocol.client import NO_CLIENT
from trunkline.protocol.request import Flow
from trunkline.response import Response
from trunkline.sandbox import Sandbox

MADE: dict[str, Any] = {
    "id": "7",
    "uri": "https://m.example/users/me/statuses/7",
    "url": "https://m.example/@me/7",
    "content": "<p>Hi</p>",
    "media_attachments": [],
    "poll": None,
}
EMPTY: dict[str, Any] = {**MADE, "content": ""}
POLL = {"options": ["a", "b"], "expires_in": 600}
PLANNED: dict[str, Any] = {
    "id": "8",
    "scheduled_at": "2030-01-01T00:00:00.000Z",
    "params": {"text": "", "poll": None, "media_ids": None},
    "media_attachments": [],
}
LATER = "2030-01-01T00:00:00Z"


def post(*args: Any, **kwargs: Any) -> Flow[Status | ScheduledStatus]:
    return Statuses.status_post.flow(NO_CLIENT, *args, **kwargs)


def edit(*args: Any, **kwargs: Any) -> Flow[Status]:
    return Statuses.status_update.flow(NO_CLIENT, "7", *args, **kwargs)


@pytest.mark.parametrize(
    ("flow", "answer", "lost"),
    [
        (post("Hi"), EMPTY, "no text came"),
        (post("Привет 👋"), {**EMPTY, "content": "<p> </p>"}, "no text came"),
        (post("@bob hello https://a.example"), {**EMPTY, "content": None}, "no text came"),
        (post("👋"), EMPTY, "no text came"),
        (Statuses.toot.flow(NO_CLIENT, "Hi"), EMPTY, "no text came"),
        (edit("Hi"), EMPTY, "no text came"),
        (post("Hi", media_ids=["1"]), MADE, "no media came"),
        (edit("Hi", media_ids=["1"]), EMPTY, "no text and no media came"),
        (post("Hi", poll=POLL), MADE, "no poll came"),
        (post("Hi", scheduled_at=LATER, poll=POLL, media_ids=["1"]), PLANNED, "no text and no media and no poll came"),
    ],
)
def test_what_was_sent_and_did_not_come_back(flow: Flow[Any], answer: dict[str, Any], lost: str) -> None:
    with pytest.raises(MastodonIncompletePostError, match=lost) as caught:
        play(flow, client_state(), json_answer(answer))
    error = caught.value
    assert (error.posted_id, error.posted_url) == (answer["id"], answer.get("url"))
    assert error.posted is not None
    assert error.posted["id"] == answer["id"]
    assert str(answer["id"]) in str(error)
    assert str(answer.get("url", "")) in str(error)


@pytest.mark.parametrize(
    ("flow", "answer"),
    [
        (post("Hi", media_ids=["2"], poll=POLL), {"id": "7"}),  # a mock of a program's tests
        (post("Hi"), MADE),
        (post("Hi"), {"id": "7"}),  # says nothing about the text
        (post("", spoiler_text="Only a warning"), EMPTY),
        (post(" \n\u200b"), EMPTY),
        (post("@bob @carol@a.example"), EMPTY),  # may be shown as mentions only
        (post("https://a.example/@bob/1"), EMPTY),  # may be shown as a quote
        (post("#python"), EMPTY),
        (post("---"), EMPTY),
        (post(":blobcat:"), {**EMPTY, "content": '<p><img src="/blobcat.png" alt=""></p>'}),
        (post("<b></b>", content_type="text/html"), EMPTY),
        (post("Hi", media_ids=["1"]), {**MADE, "media_attachments": [{"id": "1"}]}),
        (post("Hi", media_ids=["1"]), {**MADE, "content": 'Hi <img src="/1.png">'}),
        (post("Hi", media_ids=[]), MADE),
        (post("Hi", poll=POLL), {**MADE, "poll": {"id": "1"}}),
        (post("Hi", scheduled_at=LATER), MADE),  # posted at once
        (post("Hi", scheduled_at=LATER), {**PLANNED, "params": {}}),
        (post("Hi", scheduled_at=LATER, media_ids=["1"]), {**PLANNED, "params": {"text": "Hi", "media_ids": ["1"]}}),
    ],
)
def test_what_is_explained_otherwise(flow: Flow[Any], answer: dict[str, Any]) -> None:
    assert play(flow, client_state(), json_answer(answer)).result.id == answer["id"]


@pytest.fixture
def forgetful(connect: Connect) -> Iterator[Sandbox]:
    """A server that answers 500 to a repeated key."""
    connect.sandbox.quirks.add("repeated-key-500")
    yield connect.sandbox
    connect.sandbox.quirks.clear()
    connect.sandbox.clear_failures()


@pytest.mark.usefixtures("forgetful")
def test_a_repeated_key_gives_the_status_again(alice: Both, connect: Connect) -> None:
    picture = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(picture, "PNG")
    medium = alice.media_post(picture.getvalue(), synchronous=True)
    target, kind = alice.status_post("To answer to"), connect.kind.__name__
    posts: list[dict[str, Any]] = [
        {"status": f" Spaces around {kind} "},
        {"status": f"@bob a letter {kind}", "visibility": "direct", "in_reply_to_id": target},
        {"status": "", "spoiler_text": f"Only a warning {kind}"},
        {"status": "Covered", "spoiler_text": "A warning", "media_ids": [medium]},
        {"status": f"Which, {kind}?", "poll": POLL},
        {"status": kind, "scheduled_at": datetime.now(UTC) + timedelta(hours=2), "visibility": "private"},
    ]
    made = [alice.status_post(**one, idempotency_key=f"{kind} {n}") for n, one in enumerate(posts)]
    restarted = connect("alice")
    again = [restarted.status_post(**one, idempotency_key=f"{kind} {n}") for n, one in enumerate(posts)]
    assert [(type(one), one.id) for one in again] == [(type(one), one.id) for one in made]
    assert alice.status_post(**posts[0], idempotency_key=f"{kind} 0").id == made[0].id
    restarted.close()


@pytest.mark.usefixtures("forgetful")
def test_a_key_of_another_status_is_an_error(alice: Both, connect: Connect) -> None:
    kind, target = connect.kind.__name__, alice.status_post("To answer to")
    first = {"status": f"The first one, {kind}", "visibility": "unlisted", "idempotency_key": kind}
    alice.status_post(**first)
    for other in (
        {"status": "Another"},
        {"in_reply_to_id": target},
        {"visibility": "private"},
        {"spoiler_text": "cw"},
        {"poll": POLL},
        {"quoted_status_id": target},
        {"scheduled_at": datetime.now(UTC) + timedelta(hours=2)},
    ):
        with pytest.raises(MastodonInternalServerError):
            alice.status_post(**{**first, **other})


def test_an_equal_status_of_another_call_is_not_the_answer(alice: Both, connect: Connect, forgetful: Sandbox) -> None:
    text = f"Still running, {connect.kind.__name__}"
    alice.status_post(text)
    alice.status_post(text, idempotency_key=f"{text} at noon")
    for key in (f"{text} at one", None):
        forgetful.fail("/api/v1/statuses", 500, method="POST")
        with pytest.raises(MastodonInternalServerError):
            alice.status_post(text, idempotency_key=key)


@pytest.mark.parametrize("hours", [0.9, 1.1])
def test_a_key_is_known_for_an_hour(hours: float, connect: Connect) -> None:
    with Sandbox(size=0, rate_limits=None) as sandbox:
        connect.sandbox = sandbox
        first = connect("alice")
        made = first.status_post("Good morning", idempotency_key="k")
        sandbox.clock.advance(timedelta(hours=hours))
        sandbox.fail("/api/v1/statuses", 500, method="POST")
        again = connect("alice")
        if hours < 1:
            assert again.status_post("Good morning", idempotency_key="k").id == made.id
        else:
            with pytest.raises(MastodonInternalServerError):
                again.status_post("Good morning", idempotency_key="k")
        first.close()
        again.close()


FAULT = Response(500, "Internal Server Error", {"date": "Thu, 01 Jan 2026 00:00:00 GMT"}, b"")


def test_the_error_stays_where_nothing_can_be_looked_up() -> None:
    with pytest.raises(MastodonInternalServerError) as caught:
        play(post("Hi", idempotency_key="k"), client_state(), FAULT, json_answer({"error": "No"}, 403))
    assert caught.value.path == "/api/v1/statuses"


JUNK: list[Any] = [
    None,
    "text",
    {},
    {"id": 5, "created_at": "2026-01-01T00:00:00Z"},
    {"id": "5", "created_at": "never"},
    {"id": "5", "created_at": "2026-01-01T00:00:00Z", "poll": "x", "media_attachments": ["x"], "quote": []},
    {"id": "5", "created_at": "2026-01-01T00:00:00Z", "poll": {"options": ["x"]}},
]


@pytest.mark.parametrize("junk", JUNK)
def test_whatever_is_looked_up_is_only_data(junk: Any) -> None:
    old = {"id": "1", "created_at": "2020-01-01T00:00:00Z"}
    answers = [FAULT, json_answer({"id": "1"}), json_answer([junk, old])]
    with pytest.raises(MastodonInternalServerError):
        play(post("Hi", idempotency_key="k", media_ids=["1"]), client_state(), *answers)
    with pytest.raises(MastodonInternalServerError):
        play(post("Hi", idempotency_key="k", scheduled_at=LATER), client_state(), FAULT, json_answer([junk]))


def _sent(exchange: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a recorded request, whatever its encoding was."""
    request = exchange.get("request") or {}
    content: Any = next((request[kind] for kind in ("json", "form", "multipart", "body") if kind in request), {})
    pairs = content.items() if isinstance(content, dict) else content
    fields: dict[str, Any] = {}
    for name, value in pairs:
        fields.setdefault(name.partition("[")[0], value)
    return fields


RECORDED = [
    (_sent(one), one["body"])
    for corpus in ("mastodon", "other software")
    for one in exchanges(corpus)
    if one["status"] == 200
    and isinstance(one["body"], dict)
    and (one["method"], one["path"].rpartition("/")[0]) in (("POST", "/api/v1"), ("PUT", "/api/v1/statuses"))
    and one["path"].startswith("/api/v1/statuses")
]


def test_no_false_alarm_for_what_real_servers_answered() -> None:
    assert len(RECORDED) > 100
    lost = [(sent.get("status"), list(lost_parts(sent, body))) for sent, body in RECORDED]
    assert [one for one in lost if one[1]] == [  # which are no lists, or no poll: Mastodon leaves them out
        ("text poll", ["poll"]),
        ("with media", ["media"]),
        ("idx", ["media"]),
        ("scalar", ["media"]),
    ]


def test_an_empty_post_of_a_real_server_is_one() -> None:
    """Hollo 0.6 made it of a body that it did not read."""
    (empty,) = [
        one["body"]
        for one in exchanges("other software")
        if (one["server"], one["method"], one["path"]) == ("hollo-0.6.20", "POST", "/api/v1/statuses")
        and one.get("request") is None
    ]
    with pytest.raises(MastodonIncompletePostError, match="no text came back"):
        play(post("Hi"), client_state(), json_answer(empty))
