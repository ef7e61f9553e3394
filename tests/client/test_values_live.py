"""Values that say something by being empty or false, against the sandbox."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.client.conftest import Both
from trunkline import MastodonDeprecationWarning, MastodonUnprocessableError


def test_an_expiry_is_removed(alice: Both) -> None:
    made = alice.create_filter_v2("Pets", "home", "warn", expires_in=3600, keywords_attributes=[{"keyword": "cat"}])
    assert made.expires_at is not None
    assert alice.update_filter_v2(made, title="Animals").expires_at is not None
    assert alice.update_filter_v2(made, expires_in="").expires_at is None
    alice.update_filter_v2(made, expires_in=timedelta(hours=1))
    with pytest.warns(MastodonDeprecationWarning):
        old = alice.filter_update(made.keywords[0], phrase="cat", context="home", expires_in="")
    assert old.expires_at is None


def test_a_scheduled_poll_keeps_what_it_was(alice: Both) -> None:
    poll = alice.make_poll(["a", "b"], 600, multiple=False, hide_totals=True)
    planned = alice.status_post("Later", poll=poll, scheduled_at=datetime.now(UTC) + timedelta(hours=1))
    assert planned.params.poll.hide_totals in (True, "true")
    assert planned.params.poll.get("multiple") in (None, False)


def test_an_edit_that_says_that_a_poll_is_not_multiple_keeps_its_votes(alice: Both, bob: Both) -> None:
    poll = alice.make_poll(["a", "b"], 600)
    made = alice.status_post("Which?", poll=poll)
    bob.poll_vote(made.poll, 0)
    edited = alice.status_update(made, "Which one?", poll=poll)
    assert edited.poll.votes_count == 1
    assert alice.status_update(edited, "Which one?", media_ids=[]).poll is None


def test_lists_that_say_something_by_being_empty(alice: Both, bob: Both) -> None:
    her = alice.me()
    assert bob.account_follow(her, languages=["de"]).languages == ["de"]
    assert bob.account_follow(her, languages=[]).languages == []
    with pytest.raises(MastodonUnprocessableError):
        alice.status_post("@bob hello", allowed_mentions=[])


def test_a_filter_of_notifications_is_switched_off(alice: Both) -> None:
    assert alice.update_notifications_policy_v1(filter_bots=True).filter_bots is True
    assert alice.update_notifications_policy_v1(filter_bots=False).filter_bots is False
