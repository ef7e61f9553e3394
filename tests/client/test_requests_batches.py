"""Many objects by id, long texts as threads, and limits of servers."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tests.client.flows import client_state, finish
from trunkline import Mastodon, MastodonIllegalArgumentError
from trunkline.endpoints.batches import Batches, Found
from trunkline.endpoints.limits import status_limits
from trunkline.endpoints.polls import Polls
from trunkline.endpoints.threads import Threads
from trunkline.entities import Account, Instance, InstanceV2, Status
from trunkline.errors import MastodonUnprocessableError, error_for
from trunkline.protocol.request import Request
from trunkline.response import Response

NOBODY: Any = None


def program() -> Any:
    return SimpleNamespace(state=client_state())


def statuses(*ids: int) -> list[Status]:
    return [Status({"id": str(one)}) for one in ids]


def test_statuses_in_chunks_in_the_order_asked() -> None:
    asked = [*range(30, 8, -1), 30, "9", Status({"id": "7"})]
    answers = [statuses(*range(12, 30)), statuses(7, 10, 99)]
    steps, found = finish(Batches.statuses_by_ids.flow(program(), asked), answers)
    assert [step.params["id"] for step in steps] == [[str(n) for n in range(30, 10, -1)], ["10", "9", "7"]]
    assert [(step.path, step.facts.name) for step in steps] == [("/api/v1/statuses", "statuses")] * 2
    assert [one.id for one in found.items] == [str(n) for n in range(29, 11, -1)] + ["10", "7"]
    assert found.missing == ["30", "11", "9"]


def test_accounts_in_chunks() -> None:
    people = [Account({"id": str(n)}) for n in range(41)]
    steps, found = finish(Batches.accounts_by_ids.flow(program(), people), [people[:40][::-1], people[40:]])
    assert [(step.path, len(step.params["id"])) for step in steps] == [
        ("/api/v1/accounts", 40),
        ("/api/v1/accounts", 1),
    ]
    assert found == Found(people, [])


def test_no_ids_make_no_request() -> None:
    with pytest.raises(StopIteration) as end:
        next(Batches.statuses_by_ids.flow(program(), []))
    assert end.value.value == Found([], [])


INSTANCE = InstanceV2(
    {
        "version": "4.6.0",
        "configuration": {
            "statuses": {"max_characters": 60, "characters_reserved_per_url": 10},
            "polls": {"max_options": 3, "max_characters_per_option": 5, "min_expiration": 300, "max_expiration": 3600},
        },
    }
)
LONG = "The first sentence of a long text. The second sentence. And the third, which is the last."


def thread(answers: list[Any], *args: Any, **kwargs: Any) -> tuple[list[Request[Any]], Any]:
    return finish(Threads.status_post_thread.flow(NOBODY, *args, **kwargs), answers)


def test_a_thread_asks_for_the_limit_and_answers_itself() -> None:
    posted = statuses(11, 12)
    arguments: dict[str, Any] = {
        "media_ids": ["5"],
        "visibility": "unlisted",
        "spoiler_text": "cw",
        "idempotency_key": "k",
    }
    steps, result = thread([INSTANCE, *posted], LONG, "10", language="en", quote_approval_policy="nobody", **arguments)
    assert result == posted
    assert [step.path for step in steps] == ["/api/v2/instance", "/api/v1/statuses", "/api/v1/statuses"]
    first, second = steps[1].form, steps[2].form
    assert [first["status"], second["status"]] == [
        "The first sentence of a long text. The second sentence.",
        "And the third, which is the last.",
    ]
    assert [first["in_reply_to_id"], second["in_reply_to_id"]] == ["10", "11"]
    assert [first["media_ids"], second["media_ids"]] == [["5"], None]
    for form in (first, second):
        assert (form["visibility"], form["spoiler_text"], form["language"]) == ("unlisted", "cw", "en")
        assert form["quote_approval_policy"] == "nobody"
    assert [step.headers for step in steps[1:]] == [{"Idempotency-Key": "k-1"}, {"Idempotency-Key": "k-2"}]


def test_a_thread_with_a_known_limit_and_numbers() -> None:
    steps, _ = thread(statuses(1, 2, 3), LONG, numbered=True, max_characters=45)
    assert [step.form["status"] for step in steps] == [
        "The first sentence of a long text. (1/3)",
        "The second sentence. (2/3)",
        "And the third, which is the last. (3/3)",
    ]


def test_a_thread_of_given_texts() -> None:
    steps, _ = thread([INSTANCE, *statuses(1, 2)], ["One https://a.example/a/long/address/that/counts/only/ten", "Two"])
    assert [step.form["status"] for step in steps[1:]][1] == "Two"


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        ("  ", "no text to post"),
        ([], "no text to post"),
        (["a", " "], "no text to post"),
        (["a", "b" * 61], "Text 2 counts 61 characters, and there is room for 60"),
        ("#" + "b" * 61, "must not be cut"),
    ],
)
def test_nothing_is_posted_of_a_bad_thread(texts: Any, says: str) -> None:
    with pytest.raises(MastodonIllegalArgumentError, match=says):
        thread([INSTANCE], texts)


def test_an_error_on_the_way_says_what_is_posted() -> None:
    refused = error_for("POST", "/api/v1/statuses", Response(422, "", {}, b""))
    with pytest.raises(MastodonUnprocessableError) as caught:
        thread([*statuses(21, 22), refused], ["a", "b", "c"], max_characters=10)
    (note,) = caught.value.__notes__
    assert note.startswith("Posted before that: 2 of 3 statuses (21, 22).")
    assert "with in_reply_to_id=22" in note
    with pytest.raises(MastodonUnprocessableError) as caught:
        thread([refused], ["a", "b"], max_characters=10, idempotency_key="k")
    assert "0 of 2 statuses (none). Try again; the same call with idempotency_key='k'" in caught.value.__notes__[1]


@pytest.mark.parametrize(
    ("instance", "limits"),
    [
        (INSTANCE, (60, 10)),
        (Instance({"version": "3.3.0"}), (500, 23)),
        (Instance({"max_toot_chars": 5000}), (5000, 23)),
        (InstanceV2({"configuration": None}), (500, 23)),
        (InstanceV2({"configuration": []}), (500, 23)),
        (InstanceV2({"configuration": {"statuses": {"max_characters": "many"}}}), (500, 23)),
        (InstanceV2({"configuration": {"statuses": {"max_characters": "700"}}}), (700, 23)),
    ],
)
def test_limits_of_statuses(instance: Any, limits: tuple[int, int]) -> None:
    assert status_limits(instance) == limits


PLEROMA = Instance(
    {"poll_limits": {"max_options": 2, "max_option_chars": 3, "min_expiration": 0, "max_expiration": 60}}
)


@pytest.mark.parametrize(
    ("options", "expires_in", "instance", "says"),
    [
        ("abcd", 300, INSTANCE, r"has 4 choices, and the server allows 3\. Leave some out"),
        (["a", "e\u0301" * 6], 300, INSTANCE, r"has 6 characters, and the server allows 5\. Shorten it"),
        ("ab", 299, INSTANCE, r"runs for 299 s, and the server wants 300 at least\. Pass a longer"),
        ("ab", 3601, INSTANCE, r"runs for 3601 s, and the server allows 3600 at most\. Pass a shorter"),
        ("abc", 30, PLEROMA, "3 choices, and the server allows 2"),
        (["a", "long"], 30, PLEROMA, "allows 3"),
    ],
)
def test_polls_that_the_server_does_not_allow(options: Any, expires_in: int, instance: Any, says: str) -> None:
    Polls.make_poll(options, expires_in)
    with pytest.raises(MastodonIllegalArgumentError, match=says):
        Polls.make_poll(options, expires_in, instance=instance)


@pytest.mark.parametrize("instance", [INSTANCE, {}, Instance({"version": "3.3.0"}), {"configuration": {"polls": None}}])
def test_polls_that_are_allowed_or_of_which_nothing_is_known(instance: Any) -> None:
    poll = Mastodon.make_poll(["a", "e\u0301" * 5], 300, instance=instance)
    assert poll == Polls.make_poll(["a", "e\u0301" * 5], 300)
