"""Scheduled statuses."""

from datetime import timedelta

import pytest

from trunkline.sandbox.live.due import run_due

from .conftest import SITE

INVALID = [
    {"status": ""},
    {"status": "x" * 501},
    {"visibility": "odd"},
    {"poll": {"options": ["a"], "expires_in": 300}},
    {"quote_approval_policy": "odd"},
    {"scheduled_at": "nonsense"},
]


@pytest.mark.parametrize("wrong", INVALID, ids=str)
def test_an_invalid_status_is_refused_in_one_sentence(ann, wrong):
    params = {"status": "later", "scheduled_at": "2030-01-01T10:00:00Z", **wrong}
    assert ann.post("/api/v1/statuses", 422, json=params) == {"error": "Record invalid"}


def test_the_parameters_are_kept_as_they_were_sent(ann):
    root = ann.say("root")
    poll = {"options": ["1", "2"], "expires_in": "600", "colour": "red"}
    made = ann.say(
        " later ",
        scheduled_at="2030-01-01T10:00:00Z",
        sensitive="true",
        in_reply_to_id=root["id"],
        quoted_status_id=root["id"],
        poll=poll,
        media_ids="1",
    )["params"]
    del poll["colour"]
    assert (made["text"], made["sensitive"], made["poll"], made["media_ids"]) == (" later ", "true", poll, None)
    assert (made["in_reply_to_id"], made["quoted_status_id"]) == (int(root["id"]), root["id"])
    assert made["quote_approval_policy"] == "public"


def test_a_status_whose_time_was_taken_away_is_never_posted(world, ann):
    made = ann.say("later", scheduled_at="2026-03-02T00:00:00Z")
    path = f"/api/v1/scheduled_statuses/{made['id']}"
    for params in ({}, {"scheduled_at": ""}, {"scheduled_at": None}, {"scheduled_at": "zzz"}):
        assert ann.put(path, json=params)["scheduled_at"] is None
    world.clock.advance(days=3)
    assert run_due(world.store, world.app.state.hub, SITE) == 0


def test_there_are_25_a_day(world, ann):
    at = (world.clock.time + timedelta(days=2)).isoformat()
    for number in range(25):
        ann.say(f"{number}", scheduled_at=at)
    refused = ann.post("/api/v1/statuses", 422, json={"status": "one more", "scheduled_at": at})
    assert refused["error"] == "Validation failed: You have exceeded the limit of 25 scheduled posts for today"
    ann.say("another day", scheduled_at=(world.clock.time + timedelta(days=3)).isoformat())
