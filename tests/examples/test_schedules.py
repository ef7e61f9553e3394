"""The examples for schedulers, with substitutes for the schedulers if they are not installed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from tests.examples.conftest import Example
from trunkline import Mastodon
from trunkline.sandbox import Sandbox


class Task:
    """A task of a DAG, which records its successors."""

    def __init__(self, function: Callable[[], Any]) -> None:
        self.function, self.after = function, []

    def __rshift__(self, other: Task) -> Task:
        self.after.append(other)
        return other


@pytest.fixture
def airflow(monkeypatch: pytest.MonkeyPatch) -> list[Task]:
    """Airflow's decorators, which record the tasks."""
    tasks: list[Task] = []

    def task(function: Callable[[], Any], **_: Any) -> Callable[[], Task]:
        def made() -> Task:
            tasks.append(Task(function))
            return tasks[-1]

        return made

    decorators = ModuleType("airflow.decorators")
    decorators.dag = lambda **_: lambda function: function  # type: ignore[attr-defined]
    decorators.task = task  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "airflow", ModuleType("airflow"))
    monkeypatch.setitem(sys.modules, "airflow.decorators", decorators)
    return tasks


@pytest.fixture(autouse=True)
def _settings(servers: list[Sandbox], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCES__MASTODON_SOURCE__API_BASE_URL", servers[0].url)
    monkeypatch.setenv("SOURCES__MASTODON_SOURCE__ACCESS_TOKEN", servers[0].token_for("alice"))
    monkeypatch.setenv("MASTODON_DESTINATION", "daily.duckdb")


def test_airflow(airflow: list[Task], example: Example, servers: list[Sandbox]) -> None:
    example("airflow_dag")
    load, refresh = airflow
    assert load.after == [refresh]
    assert load.function()["timelines_home"] > 0
    assert load.function() == {}
    alice = Mastodon(access_token=servers[0].token_for("alice"), api_base_url=servers[0].url)
    posted = alice.status_post("Tomorrow's news")
    assert load.function()["timelines_home"] == 1
    alice.status_update(posted.id, status="Tomorrow's news, corrected")
    assert refresh.function()["edited"] == 1


def test_dagster(example: Example) -> None:
    dagster = pytest.importorskip("dagster")
    program = example("dagster_assets")
    done = dagster.materialize([program.mastodon_posts, program.mastodon_history])
    assert done.success
    (loaded,) = done.asset_materializations_for_node("mastodon_posts")
    assert loaded.metadata["timelines_home"].value > 0
    assert program.definitions.resolve_job_def("mastodon_daily")
