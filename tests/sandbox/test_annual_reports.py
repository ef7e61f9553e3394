"""Annual reports, and the background work that makes them."""

from datetime import UTC, datetime

import pytest

REPORTS = "/api/v1/annual_reports"


@pytest.fixture
def december(world):
    """The season of the reports of 2026."""
    world.clock.time = datetime(2026, 12, 10, tzinfo=UTC)


def state(person, year=2026):
    return person.get(f"{REPORTS}/{year}/state")["state"]


def test_outside_of_the_season(world, ann):
    ann.say("hello")
    assert (state(ann), world.get("/api/v2/instance")["wrapstodon"]) == ("ineligible", None)
    ann.request("POST", f"{REPORTS}/2026/generate", 204)
    assert ann.get(REPORTS) == {"annual_reports": [], "accounts": [], "statuses": []}
    ann.get(f"{REPORTS}/2026", 404)
    ann.post(f"{REPORTS}/2026/read", 404)
    world.get(f"{REPORTS}/2026/state", 401)


@pytest.mark.usefixtures("december")
def test_who_may_have_one(world, ann):
    assert world.get("/api/v2/instance")["wrapstodon"] == 2026
    assert state(ann) == "ineligible"
    ann.say("hidden", visibility="private")
    assert state(ann) == "ineligible"
    ann.say("hello")
    assert (state(ann), state(ann, 2025)) == ("eligible", "ineligible")


def test_a_report(world, ann, bob):
    ann.say("#Tea in March")
    world.clock.time = datetime(2026, 12, 10, tzinfo=UTC)
    best = ann.say("#tea in December")
    bob.post(f"/api/v1/statuses/{best['id']}/reblog")
    bob.follow(ann)
    started = ann.request("POST", f"{REPORTS}/2026/generate")
    announced = started.headers["mastodon-async-refresh"]
    again = ann.request("GET", f"{REPORTS}/2026/state")
    assert (again.json(), again.headers["mastodon-async-refresh"]) == ({"state": "generating"}, announced)
    work = f"/api/v1_alpha/async_refreshes/{announced.split(chr(34))[1]}"
    assert announced.endswith(", retry=2")
    assert ann.get(work)["async_refresh"]["status"] == "running"
    ann.get(f"{REPORTS}/2026", 404)

    world.clock.advance(seconds=2)
    assert (state(ann), ann.get(work)["async_refresh"]["status"]) == ("available", "finished")
    shown = ann.get(f"{REPORTS}/2026")
    (report,) = shown["annual_reports"]
    months = {entry["month"]: (entry["statuses"], entry["followers"]) for entry in report["data"].pop("time_series")}
    assert {month: figures for month, figures in months.items() if figures != (0, 0)} == {3: (1, 0), 12: (1, 1)}
    assert len(months) == 12
    assert report == {
        "year": 2026,
        "data": {
            "archetype": "lurker",
            "top_statuses": {"by_reblogs": best["id"], "by_favourites": None, "by_replies": None},
            "top_hashtags": [{"name": "Tea", "count": 2}],
        },
        "schema_version": 2,
        "share_url": None,
        "account_id": str(ann.id),
    }
    assert [status["id"] for status in shown["statuses"]] == [best["id"]]
    assert [account["id"] for account in shown["accounts"]] == [str(ann.id)]

    assert len(ann.get(REPORTS)["annual_reports"]) == 1
    assert ann.post(f"{REPORTS}/2026/read") == {}
    assert ann.get(REPORTS)["annual_reports"] == []
    assert bob.get(REPORTS)["annual_reports"] == []
    world.clock.advance(hours=2)
    assert ann.get(work, 404) == {"error": "Not Found"}
