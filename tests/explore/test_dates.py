"""Dates that cannot be right spoil no chart, and units of time that are not over are marked."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("dlt")
pytest.importorskip("altair")

from tests.explore.loading import loaded, status
from trunkline.explore import PostSelection, Snapshot
from trunkline.explore.questions.activity import posts_over_time
from trunkline.explore.questions.headline import headline_numbers
from trunkline.explore.questions.left_out import left_out
from trunkline.explore.questions.people import account_growth
from trunkline.explore.questions.search import search
from trunkline.explore.report import write_report

NOW = datetime.now(UTC)
YESTERDAY = NOW - timedelta(days=1)


def usual(snapshot: Snapshot, **more: Any) -> PostSelection:
    since, until = snapshot.period()
    return PostSelection(since=since, until=until, **more)


@pytest.mark.parametrize(
    ("odd", "place"),
    [
        ("2999-05-05T00:00:00Z", "in the year 2999"),
        pytest.param("0001-01-01T00:00:00Z", "in the year 1", marks=pytest.mark.soak),
        (None, "without a date"),
    ],
)
def test_an_impossible_date_is_left_out_and_told(tmp_path: Path, odd: str | None, place: str) -> None:
    posts = [status(n, (NOW - timedelta(days=n)).isoformat()) for n in range(1, 4)]
    posts[0]["account"] = {**posts[0]["account"], "id": "x", "acct": "bea", "created_at": odd}
    with loaded(tmp_path, {"timelines_public": [*posts, status(9, odd)]}) as snapshot:
        view = snapshot.view(usual(snapshot))
        days = (date.fromordinal(NOW.toordinal() - 3), date.fromordinal(NOW.toordinal() - 1))
        assert snapshot.extent() == snapshot.period() == days
        for all_posts in (view, snapshot.view()):
            assert headline_numbers(all_posts)["posts"] == 3
            assert len(posts_over_time(all_posts).table) == 3
            assert search(all_posts, "tea").caption.startswith("3 posts")
        assert f"1 post or boost with a date that cannot be right is left out: 1 {place}." in left_out(view)
        growth = account_growth(view)
        assert growth.table.column("begin").to_pylist() == [datetime(2024, 1, 31)]
        assert "1 account with a date that cannot be right is left out." in growth.caption
        write_report(snapshot, tmp_path / "r.html")
        assert f"1 {place}." in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_only_impossible_dates(tmp_path: Path) -> None:
    with loaded(tmp_path, {"timelines_public": [status(1, "0001-01-01T00:00:00Z")]}) as snapshot:
        write_report(snapshot, tmp_path / "r.html")
        page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "<div><dt>posts</dt><dd>0</dd></div>" in page
    assert "1 in the year 1." in page


def test_a_server_whose_clock_is_ahead_is_believed(tmp_path: Path) -> None:
    posts = [status(n, f"2999-01-0{n}T12:00:00Z") for n in range(1, 6)]
    with loaded(tmp_path, {"timelines_public": posts}) as snapshot:
        view = snapshot.view()
        assert headline_numbers(view)["posts"] == 5
        states = posts_over_time(view).table.column("state").to_pylist()
        assert states == ["complete"] * 4 + ["incomplete day"]


def test_posts_before_and_after_the_period_are_counted(tmp_path: Path) -> None:
    posts = [status(n, f"2026-03-0{n}T12:00:00Z") for n in range(1, 7)]
    with loaded(tmp_path, {"timelines_public": posts}) as snapshot:
        view = snapshot.view(PostSelection(since=date(2026, 3, 2), until=date(2026, 3, 4)))
        sentences = left_out(view)
    assert "1 post or boost is older than this period, the first of 1 Mar 2026." in sentences
    assert "2 posts or boosts are newer than this period, the last of 6 Mar 2026." in sentences


def test_the_day_of_the_load_is_incomplete(tmp_path: Path) -> None:
    posts = [status(n, (NOW - timedelta(days=n)).isoformat()) for n in range(5)]
    with loaded(tmp_path, {"timelines_public": posts}) as snapshot:
        for answer in (posts_over_time(snapshot.view()), search(snapshot.view(), "tea")):
            assert answer.caption.endswith("An incomplete day is fainter.")
            assert '"incomplete day"' in answer.chart.to_json()
        assert posts_over_time(snapshot.view()).table.column("state").to_pylist() == ["complete"] * 4 + [
            "incomplete day"
        ]
        before = snapshot.view(PostSelection(until=YESTERDAY.date()))
        assert set(posts_over_time(before).table.column("state").to_pylist()) == {"complete"}
        write_report(snapshot, tmp_path / "r.html")
    assert ">incomplete day</text>" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_a_week_that_the_period_cuts_is_incomplete(tmp_path: Path) -> None:
    monday = datetime(2025, 1, 6, 12, tzinfo=UTC)
    posts = [status(n, (monday + timedelta(days=n)).isoformat()) for n in range(0, 200, 3)]
    with loaded(tmp_path, {"timelines_public": posts}) as snapshot:
        view = snapshot.view(PostSelection(since=date(2025, 1, 8), until=date(2025, 7, 15)))
        states = posts_over_time(view).table.column("state").to_pylist()
    assert states[0] == states[-1] == "incomplete week"
    assert set(states[1:-1]) == {"complete"}
