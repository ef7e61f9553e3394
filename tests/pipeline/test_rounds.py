"""Rounds, backfill and lag: long histories, older posts, and posts that arrive late."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from dlt.pipeline.exceptions import PipelineStepFailed

from tests.pipeline.canned import FIRST, TOKEN, Canned, Refusal, status
from tests.pipeline.conftest import Loader
from trunkline.pipeline import SourceOptions, mastodon_source
from trunkline.pipeline.crawling.rounds import Round
from trunkline.pipeline.load import load as load_all

Load = Callable[..., dict[str, int]]
HOME = "/api/v1/timelines/home"
EVERYTHING = [{"n": 100, "ids": 100}]
COUNT = "SELECT count(*) AS n, count(DISTINCT id) AS ids FROM timelines_home"


def test_a_round_ends_when_it_has_its_rows() -> None:
    share = Round(rows=50)
    assert [share.took(40), share.took(40)] == [False, True]
    assert share.over
    assert not Round().took(10**9)


def test_a_server_without_end_leaves_room_for_the_others() -> None:
    share = Round(rows=400, servers=4)
    taken = 0
    while not share.took(40, "endless"):
        taken += 40
    assert taken + 40 <= 400 / 2 + 400 / 8 + 40
    assert [share.took(40, "good"), share.took(40, "good")] == [False, True], "50 are left for each"
    assert not share.took(49, "small")
    assert share.stopped == {"endless", "good"}


def test_what_others_leave_is_for_one() -> None:
    share = Round(rows=400, servers=2)
    assert not share.took(10, "small")
    assert [share.took(100, "large") for _ in range(3)] == [False, False, True]


def test_a_first_load_in_pieces(load: Load, loader: Loader, canned: Canned) -> None:
    assert load(resources=["timelines_home"], max_rows=30)["timelines_home"] == 40
    canned.lists[HOME][:0] = [status(n) for n in range(110, 100, -1)]
    assert load(resources=["timelines_home"], max_rows=30)["timelines_home"] == 50, "what is new, then what is older"
    assert load(resources=["timelines_home"], max_rows=30)["timelines_home"] == 20
    assert loader.rows(COUNT) == [{"n": 110, "ids": 110}]
    canned.seen.clear()
    assert load(resources=["timelines_home"], max_rows=30) == {}
    assert len(canned.seen) == 1


@pytest.mark.soak
def test_load_goes_through_all_rounds(loader: Loader, canned: Canned) -> None:
    summary = load_all(
        SourceOptions(
            api_base_url=canned.url, access_token=TOKEN, resources=["timelines_home", "notifications"], max_rows=25
        ),
        destination="./server.duckdb",
        pipelines_dir=str(loader.folder / "pipelines"),
    )
    assert {table.name: (table.loaded, table.rows) for table in summary.tables[:2]} == {
        "timelines_home": (100, 100),
        "notifications": (12, 12),
    }


def test_an_interrupted_round_loses_no_earlier_one(load: Load, loader: Loader, canned: Canned) -> None:
    def fail(path: str) -> None:
        if path == HOME and len(canned.requests(HOME)) >= 3:
            raise Refusal(500)

    load(resources=["timelines_home"], max_rows=40)
    canned.before, asked = fail, len(canned.requests(HOME))
    assert asked == 1
    with pytest.raises(PipelineStepFailed, match="500"):
        load(resources=["timelines_home"])
    canned.before = lambda path: None
    assert load(resources=["timelines_home"])["timelines_home"] == 60
    assert loader.rows(COUNT) == EVERYTHING


@pytest.mark.soak
def test_backfill_goes_further_back_than_the_first_load(load: Load, loader: Loader, canned: Canned) -> None:
    since, back = f"id:{FIRST + 91}", f"id:{FIRST + 41}"
    assert load(resources=["timelines_home"], since=since)["timelines_home"] == 10
    assert load(resources=["timelines_home"], since=since) == {}
    assert load(resources=["timelines_home"], backfill=back)["timelines_home"] == 50
    assert load(resources=["timelines_home"], backfill=back) == {}
    assert load(resources=["timelines_home"], backfill=f"id:{FIRST + 95}") == {}, "that is there already"
    assert load(resources=["timelines_home"], backfill="2025-12-01", max_rows=20)["timelines_home"] == 20
    assert load(resources=["timelines_home"])["timelines_home"] == 20, "it goes on where the round had ended"
    assert loader.rows(COUNT) == EVERYTHING
    assert load(resources=["timelines_home"], backfill="2024-01-01") == {}


@pytest.mark.soak
def test_backfill_by_date(load: Load, loader: Loader) -> None:
    assert load(resources=["timelines_home"], since="2026-01-01T01:30:00+00:00")["timelines_home"] == 11
    assert load(resources=["timelines_home"], backfill="2026-01-01T01:00:00+00:00")["timelines_home"] == 30
    assert load(resources=["timelines_home"], backfill="2026-01-01T01:10:00+00:00") == {}


def test_posts_that_arrive_late(load: Load, loader: Loader, canned: Canned) -> None:
    for number, post in enumerate(canned.lists[HOME]):
        post["id"] = str(117_000_000_000_000_000 - (number * 60_000 << 16))  # a minute apart
    late = status(500, id=str(117_000_000_000_000_000 - (90_000 << 16)))
    load(resources=["timelines_home"])
    canned.lists[HOME].insert(2, late)
    assert load(resources=["timelines_home"])["timelines_home"] == 1, "its id is that of when it was written"
    assert load(resources=["timelines_home"], lag=1)["timelines_home"] > 1
    assert loader.rows(COUNT) == [{"n": 101, "ids": 101}]


@pytest.mark.soak
def test_time_can_be_up_while_a_server_is_waited_for(loader: Loader, canned: Canned) -> None:
    import threading

    released = threading.Event()

    def wait(path: str) -> None:
        if path == HOME and len(canned.requests(HOME)) == 2:
            released.wait(20)

    canned.before = wait
    arguments: dict[str, Any] = {"api_base_url": canned.url, "access_token": TOKEN, "resources": ["timelines_home"]}
    loader.pipeline.run(mastodon_source(**arguments, max_time=0.5))
    released.set()
    canned.before = lambda path: None
    assert loader.rows(COUNT) == [{"n": 40, "ids": 40}]
    assert loader.load(**arguments)["timelines_home"] == 60
