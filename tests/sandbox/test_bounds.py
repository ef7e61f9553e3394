"""The work for one request is bounded, whatever it asks for."""

import pytest

from trunkline.sandbox.store.times import first_id, iso, parse_time

SPAN = {"start_at": "0001-01-01", "end_at": "9999-12-31"}


@pytest.mark.parametrize(
    "query",
    [
        "a " * 20_000,
        "x" * 1_000_000,
        "@" * 100_000,
        "from:ann " * 2_000,
        "has:media " * 3_000,
        "-a " * 3_000 + "b",
        'a"b" ' * 2_000,
        "NEAR(a b) AND * ^ : {x} OR",
        "before:9999-12-31 after:9999-12-31T23:59:59-14:00 during:0001-01-01T00:00:00+14:00",
    ],
    ids=lambda query: query[:12],
)
def test_searches_that_are_no_searches(ann, query):
    for path in ("/api/v2/search", "/api/v1/accounts/search"):
        ann.request("GET", path, json={"q": query})


def test_a_search_has_a_largest_number_of_words(ann):
    ann.say("needle")
    found = [ann.request("GET", "/api/v2/search", json={"q": "needle " * count + "hay"}) for count in (99, 100)]
    assert [len(answer.json()["statuses"]) for answer in found] == [0, 1]


def test_figures_of_all_time_are_those_of_a_year(chief):
    keys = ["new_users"] * 1_000
    (measure,) = chief.post("/api/v1/admin/measures", json={"keys": keys, **SPAN})
    assert len(measure["data"]) == 367
    assert len(chief.post("/api/v1/admin/retention", json={"frequency": "day", **SPAN})) == 367


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("9999-12-31T23:59:59-14:00", "9999-12-31T23:59:59.000Z"),
        ("0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00.000Z"),
    ],
)
def test_every_time_can_be_shown_and_compared_with_ids(text, shown):
    at = parse_time(text)
    assert at is not None
    assert iso(at) == shown
    assert -(2**63) <= first_id(at) < 2**63


def test_spans_of_time_end_in_a_century(ann, bob):
    ann.post(f"/api/v1/accounts/{bob.id}/mute", json={"duration": 10**30})
    (muted,) = ann.get("/api/v1/mutes")
    assert muted["mute_expires_at"].startswith("2126")
