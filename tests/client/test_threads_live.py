"""Threads and batches with both clients, against the sandbox."""

from __future__ import annotations

import re

import pytest

from tests.client.conftest import Both, Connect
from trunkline import MastodonIllegalArgumentError, MastodonServiceUnavailableError
from trunkline.protocol.retries import RetryPolicy
from trunkline.text import html_to_text, split_text

SENTENCE = "Eine Familie 👨‍👩‍👧‍👦 sieht https://example.com/" + "a" * 60 + " und @bob. "


def test_a_long_text_becomes_a_thread(alice: Both) -> None:
    text = SENTENCE * 30
    posted = alice.status_post_thread(text, visibility="unlisted", numbered=True)
    assert [html_to_text(one.content) for one in posted] == split_text(text, numbered=True)
    assert len(posted) > 2
    assert [one.in_reply_to_id for one in posted] == [None, *(one.id for one in posted[:-1])]
    assert {one.visibility for one in posted} == {"unlisted"}


def test_a_part_may_be_as_long_as_the_server_says(alice: Both) -> None:
    family = "👨‍👩‍👧‍👦"
    (posted,) = alice.status_post_thread(family * 500)
    assert html_to_text(posted.content) == family * 500
    with pytest.raises(MastodonIllegalArgumentError, match="Text 1 counts 501 characters"):
        alice.status_post_thread([family * 501])


def test_the_same_key_posts_a_thread_once(alice: Both) -> None:
    first = alice.status_post_thread(["one", "two"], idempotency_key="the thread")
    again = alice.status_post_thread(["one", "two"], idempotency_key="the thread")
    assert [one.id for one in again] == [one.id for one in first]


@pytest.mark.parametrize("forgetful", [False, True])
def test_a_thread_goes_on_where_it_stopped(alice: Both, connect: Connect, forgetful: bool) -> None:
    sandbox, texts = connect.sandbox, [f"{connect.kind.__name__} {forgetful} {number}" for number in range(3)]
    if forgetful:
        sandbox.quirks.add("repeated-key-500")
    first = alice.status_post(texts[0], idempotency_key=f"{texts[0]}-1")  # as an attempt that was killed has left it
    sandbox.fail("/api/v1/statuses", 503, method="POST")
    with pytest.raises(MastodonServiceUnavailableError) as caught:
        connect("alice", retry=RetryPolicy(attempts=1)).status_post_thread(texts)
    made_up = re.findall(r"idempotency_key='(\w+)'", caught.value.__notes__[0])
    assert len(made_up) == 1
    thread = alice.status_post_thread(texts, idempotency_key=texts[0])
    again = connect("alice").status_post_thread(texts, idempotency_key=texts[0])
    sandbox.quirks.clear()
    assert [one.id for one in thread] == [one.id for one in again]
    assert thread[0].id == first.id
    assert [one.in_reply_to_id for one in thread] == [None, *(one.id for one in thread[:-1])]
    mine = alice.account_statuses(alice.me(), limit=40)
    assert sorted(html_to_text(one.content) for one in mine if one.content[3:-4] in texts) == texts


def test_many_by_their_ids(alice: Both) -> None:
    statuses = alice.timeline_public(limit=40)
    found = alice.statuses_by_ids([*statuses, "1", statuses[0]])
    assert [one.id for one in found.items] == [one.id for one in statuses]
    assert found.missing == ["1"]
    people = list(dict.fromkeys(one.account.id for one in statuses))
    found = alice.accounts_by_ids([*people[::-1], 2])
    assert [one.id for one in found.items] == people[::-1]
    assert found.missing == ["2"]


def test_a_poll_within_the_limits_of_the_server(alice: Both) -> None:
    instance = alice.instance()
    with pytest.raises(MastodonIllegalArgumentError, match="has 5 choices, and the server allows 4"):
        alice.make_poll("abcde", 3600, instance=instance)
    poll = alice.make_poll(["e\u0301" * 50, "b"], 3600, instance=instance)
    assert alice.status_post("Which?", poll=poll).poll.options[1].title == "b"
