"""`load`: one call with progress and a summary."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dlt
import pytest

from tests.pipeline.canned import TOKEN, Canned, Refusal, status
from tests.pipeline.conftest import Loader
from trunkline.answers.page import Page
from trunkline.pipeline import mastodon_source
from trunkline.pipeline.load import LoadedTable, Summary, load
from trunkline.pipeline.options import SourceOptions
from trunkline.pipeline.progress import OnProgress, Progress
from trunkline.pipeline.watch import Watch
from trunkline.protocol.request import Now, Send, Sleep
from trunkline.protocol.retries import RetryPolicy

HOME = "/api/v1/timelines/home"


def load_into(folder: Path, canned: Canned, on_progress: OnProgress | None = None, **options: Any) -> Summary:
    return load(
        SourceOptions(api_base_url=canned.url, access_token=TOKEN, **options),
        destination="./server.duckdb",
        pipelines_dir=str(folder / "pipelines"),
        on_progress=on_progress,
    )


def test_summary(loader: Loader, canned: Canned) -> None:
    first = load_into(loader.folder, canned, resources=["timelines_home", "instances"])
    assert (loader.folder / "server.duckdb").exists()
    assert first.tables[:2] == (LoadedTable("timelines_home", 100, 100), LoadedTable("instances", 1, 1))
    assert (first.requests, first.left_out, first.dataset_name) == (8, {}, "mastodon_data")
    assert first.destination.endswith("server.duckdb")
    assert first.loaded == sum(table.rows for table in first.tables)
    assert TOKEN not in repr(first)

    canned.lists[HOME].insert(0, status(101))
    second = load_into(loader.folder, canned, resources=["timelines_home", "instances"])
    assert second.tables[0] == LoadedTable("timelines_home", 1, 101)
    third = load_into(loader.folder, canned, resources=["timelines_home", "instances"])
    assert (third.loaded, third.requests, third.tables[0].rows) == (0, 2, 101)


def test_progress(loader: Loader, canned: Canned) -> None:
    steps: list[tuple[str, int, int]] = []

    def listen(progress: Progress) -> None:
        steps.append((progress.step, progress.requests, progress.rows["timelines_home"]))

    load_into(loader.folder, canned, resources=["timelines_home"], on_progress=listen)
    assert [step for step, _, _ in steps if step != "extract"] == ["normalize", "load"]
    assert steps[-1] == ("load", 5, 100)
    assert ("extract", 3, 80) in steps


def test_steps_without_rows_do_not_run(loader: Loader, canned: Canned) -> None:
    load_into(loader.folder, canned, resources=["timelines_home"])
    steps: set[str] = set()
    load_into(loader.folder, canned, lambda told: steps.add(told.step), resources=["timelines_home"])
    assert steps == {"extract"}
    waiting = dlt.attach("mastodon_pipeline", pipelines_dir=str(loader.folder / "pipelines"))
    assert not waiting.has_pending_data


@pytest.mark.soak
def test_a_load_that_was_cut_off_is_finished_first(loader: Loader, canned: Canned) -> None:
    load_into(loader.folder, canned, resources=["timelines_home"])
    canned.lists[HOME].insert(0, status(101))
    pipeline = dlt.attach("mastodon_pipeline", pipelines_dir=str(loader.folder / "pipelines"))
    pipeline.extract(mastodon_source(api_base_url=canned.url, access_token=TOKEN, resources=["timelines_home"]))
    canned.lists[HOME].insert(0, status(102))
    assert load_into(loader.folder, canned, resources=["timelines_home"]).tables[0].rows == 102


def test_skipped_posts_are_counted(loader: Loader, canned: Canned) -> None:
    canned.lists[HOME] = [status(2, visibility="private", account={"id": "9"}), status(1)]
    assert load_into(loader.folder, canned, resources=["timelines_home"]).left_out == {"private": 1}


def test_waiting_is_told() -> None:
    told: list[float | None] = []
    watch = Watch(lambda progress: told.append(next(iter(progress.waiting), None)))

    def flow() -> Any:
        yield Sleep(3.0)
        yield Now()
        return "done"

    observed = watch.observe("one.test", flow())
    assert isinstance(observed.send(None), Sleep)
    assert told[-1] is not None
    assert isinstance(observed.send(None), Now)
    assert watch.progress.waited == 3.0
    assert watch.progress.waiting == []
    assert watch.progress.servers["one.test"].waited == 3.0
    with pytest.raises(StopIteration) as stop:
        observed.send(0.0)
    assert stop.value.value == "done"


def test_failures_reach_the_flow(loader: Loader, canned: Canned, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RetryPolicy, "delay", lambda self, attempt: 0.0)
    answers = iter([Refusal(503), *[None] * 5])

    def fail_once(path: str) -> None:
        if (refusal := next(answers)) is not None:
            raise refusal

    canned.before = fail_once
    summary = load_into(loader.folder, canned, resources=["timelines_home"])
    assert (summary.requests, summary.tables[0].rows) == (6, 100)


def test_values_of_flows_are_not_touched() -> None:
    page: Page[int] = Page([1])

    def flow() -> Any:
        answer = yield Send(None)  # type: ignore[arg-type]
        return answer

    watch = Watch()
    observed = watch.observe("one.test", flow())
    observed.send(None)
    with pytest.raises(StopIteration) as stop:
        observed.send(page)
    assert stop.value.value is page
    assert watch.progress.requests == 1
