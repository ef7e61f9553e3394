"""Loads that are killed at any moment: afterwards nothing is lost and nothing is there twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pipeline.killed_world import Kills, killed_loads
from tests.pipeline.kills import PHASES

STEPS = (
    "dlt.extract.extract:Extract.commit_packages",
    "dlt.common.storages.load_storage:LoadStorage.commit_new_load_package",
    "dlt.destinations.impl.duckdb.duck:DuckDbClient.update_stored_schema",
    "dlt.common.storages.load_storage:LoadStorage.commit_schema_update",
    "dlt.destinations.impl.duckdb.duck:DuckDbCopyJob.run",
    "dlt.load.load:Load.create_followup_jobs",
    "dlt.destinations.job_client_impl:SqlLoadJob.run",
    "dlt.destinations.job_client_impl:SqlJobClientBase.complete_load",
    "dlt.common.storages.load_storage:LoadStorage.complete_load_package",
)
"""Steps of dlt that leave something half done when it is killed right after them."""


@pytest.fixture
def kills(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kills]:
    monkeypatch.setenv("RUNTIME__DLTHUB_TELEMETRY", "false")
    monkeypatch.setenv("RUNTIME__LOG_LEVEL", "CRITICAL")
    with killed_loads(tmp_path) as kills:
        yield kills


@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    ("times", "forgetful"),
    [
        pytest.param(2, 0.0, id="a few"),
        pytest.param(140, 0.0, id="one machine", marks=pytest.mark.soak),
        pytest.param(60, 0.3, id="new machines", marks=pytest.mark.soak),
    ],
)
def test_killed_at_any_moment(kills: Kills, times: int, forgetful: float) -> None:
    for _ in range(times):
        if kills.random.random() < forgetful:
            kills.forget_what_is_here()
        kills.kill()
    kills.assert_nothing_is_lost_or_double()
    kills.assert_nothing_is_new()
    print(f"\n{times} kills: {dict(kills.phases)}")
    assert all(kills.phases[phase] >= times // 40 for phase in PHASES), kills.phases


@pytest.mark.soak
@pytest.mark.timeout(900)
def test_killed_between_two_steps(kills: Kills) -> None:
    kills.assert_nothing_is_lost_or_double()
    for step in STEPS:
        for _ in range(2):
            kills.world.go_on(3)
            kills.program.die_after(step, resources=["timelines_home", "statuses"])
        kills.assert_nothing_is_lost_or_double()
    kills.assert_nothing_is_new()
