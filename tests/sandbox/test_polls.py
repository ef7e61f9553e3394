"""Polls: reading and voting."""

import pytest


@pytest.fixture
def poll(ann):
    return ann.say("Well?", poll={"options": ["a", "b", "c"], "expires_in": 600})["poll"]


@pytest.fixture
def several(ann):
    return ann.say("Well?", poll={"options": ["a", "b", "c"], "expires_in": 600, "multiple": True})["poll"]


def vote(person, poll, *choices, status=200):
    return person.post(f"/api/v1/polls/{poll['id']}/votes", status, json={"choices": list(choices)})


def counts(poll):
    return [option["votes_count"] for option in poll["options"]]


def test_vote(world, bob, poll):
    shown = vote(bob, poll, 1)
    assert (shown["voted"], shown["own_votes"], counts(shown)) == (True, [1], [0, 1, 0])
    assert (shown["votes_count"], shown["voters_count"]) == (1, 1)
    anonymous = world.get(f"/api/v1/polls/{poll['id']}")
    assert "voted" not in anonymous
    assert counts(anonymous) == [0, 1, 0]


def test_several_choices(bob, eve, several):
    assert vote(bob, several, 0, 2)["own_votes"] == [0, 2]
    shown = vote(bob, several, 1)
    assert (counts(shown), shown["votes_count"], shown["voters_count"]) == ([1, 1, 1], 3, 1)
    assert vote(eve, several, 1)["voters_count"] == 2


@pytest.mark.parametrize(
    ("choices", "error"),
    [
        ([3], "The chosen vote option does not exist"),
        ([-1], "The chosen vote option does not exist"),
        ([0, 1], "You have already voted on this poll"),
    ],
)
def test_refused_votes_leave_nothing(bob, poll, choices, error):
    assert vote(bob, poll, *choices, status=422) == {"error": f"Validation failed: {error}"}
    shown = bob.get(f"/api/v1/polls/{poll['id']}")
    assert (shown["voted"], shown["votes_count"], counts(shown)) == (False, 0, [0, 0, 0])


def test_only_once(bob, poll, several):
    vote(bob, poll, 0)
    assert "already voted" in vote(bob, poll, 1, status=422)["error"]
    vote(bob, several, 0)
    assert "already voted" in vote(bob, several, 0, status=422)["error"]


def test_own_and_ended_polls(world, ann, bob, poll):
    assert "your own polls" in vote(ann, poll, 0, status=422)["error"]
    world.clock.advance(minutes=11)
    assert "already ended" in vote(bob, poll, 0, status=422)["error"]
    assert bob.get(f"/api/v1/polls/{poll['id']}")["expired"] is True


def test_private_polls(world, ann, bob):
    poll = ann.say("Well?", visibility="private", poll={"options": ["a", "b"], "expires_in": 600})["poll"]
    bob.get(f"/api/v1/polls/{poll['id']}", 404)
    vote(bob, poll, 0, status=404)
    world.get(f"/api/v1/polls/{poll['id']}", 404)
    bob.follow(ann)
    assert vote(bob, poll, 0)["voted"] is True


def test_scopes(world, poll):
    vote(world.person("reader", "read"), poll, 0, status=403)
    world.person("writer", "write").get(f"/api/v1/polls/{poll['id']}", 403)
    assert world.get("/api/v1/polls/12345", 404) == {"error": "Not Found"}


def test_options_are_stripped_and_blank_ones_left_out(ann):
    poll = {"options": [" a ", "", "  ", "A", None], "expires_in": 300}
    assert [one["title"] for one in ann.say("?", poll=poll)["poll"]["options"]] == ["a", "A"]


@pytest.mark.parametrize("poll", [{}, "text", None, {"colour": "red"}, {"options": "ab"}])
def test_what_is_no_poll_makes_none(ann, poll):
    assert ann.say("?", poll=poll)["poll"] is None


@pytest.mark.parametrize(
    ("poll", "error"),
    [
        ({"expires_in": 300}, "Choices can't be blank, Choices must have more than one item"),
        (
            {"options": {"0": "a", "1": "b"}, "expires_in": 300},
            "Choices can't be blank, Choices must have more than one item",
        ),
        ({"options": ["a", "b"], "expires_in": "soon"}, "Deadline is too soon"),
        ({"options": ["a", "b"], "expires_in": ""}, "Deadline can't be blank"),
        ({"options": ["a", "x" * 51], "expires_in": 300}, "Choices cannot be longer than 50 characters each"),
    ],
)
def test_refused_polls(ann, poll, error):
    refused = ann.post("/api/v1/statuses", 422, json={"status": "?", "poll": poll})
    assert refused["error"] == f"Validation failed: {error}"


def test_own_votes_are_in_the_order_of_voting(ann, bob):
    poll = ann.say("?", poll={"options": ["a", "b", "c"], "expires_in": 300, "multiple": True})["poll"]["id"]
    bob.post(f"/api/v1/polls/{poll}/votes", json={"choices": [2]})
    assert bob.post(f"/api/v1/polls/{poll}/votes", json={"choices": ["0"]})["own_votes"] == [2, 0]
