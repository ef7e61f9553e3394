"""Defaults that keep loads small, and settings that override them."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import dlt
import pytest

from tests.destinations.places import Place
from tests.pipeline.canned import TOKEN, Canned
from trunkline.pipeline import destinations, mastodon_source

PlaceNamed = Callable[[str], Place]
LIMITED = version("duckdb") >= "2"
"""DuckDB spills wide tables to disk; DuckDB 1 fails where memory is limited."""
GLOBAL_CONFIG = "DESTINATION__DUCKDB__CREDENTIALS__GLOBAL_CONFIG"


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """DuckDB's limit in megabytes and its threads, at each insertion."""
    from dlt.destinations.impl.duckdb.duck import DuckDbCopyJob

    found: list[tuple[str, int]] = []
    run = DuckDbCopyJob.run

    def spied(job: Any) -> None:
        client = job._job_client.sql_client
        found.append(client.execute_sql("SELECT current_setting('memory_limit'), current_setting('threads')")[0])
        run(job)

    monkeypatch.setattr(DuckDbCopyJob, "run", spied)
    return found


@pytest.mark.soak
def test_duckdb_gets_what_its_widest_tables_need(
    place_named: PlaceNamed, canned: Canned, seen: list[tuple[str, int]]
) -> None:
    place = place_named("duckdb")
    place.load(canned.url, resources=["statuses"])
    assert {threads for _, threads in seen} == {1}
    least = {limit for limit, _ in seen}
    seen.clear()
    place.load(canned.url)
    most = {limit for limit, _ in seen}
    if LIMITED:
        assert (least, most) == ({"190.7 MiB"}, {"447.2 MiB"})  # for 407 and 315 columns
    else:
        assert all(limit.endswith("GiB") for limit in least | most)


def test_duckdb_works_with_one_thread_for_each_table(
    place_named: PlaceNamed, canned: Canned, seen: list[tuple[str, int]]
) -> None:
    place_named("duckdb").load(canned.url, resources=["instances"])
    assert {threads for _, threads in seen} == {1}


def test_what_was_loaded_is_read_without_a_limit(place_named: PlaceNamed, canned: Canned) -> None:
    place = place_named("duckdb")
    place.load(canned.url, resources=["statuses"])
    with place.pipeline.sql_client() as client:
        ((limit,),) = client.execute_sql("SELECT current_setting('memory_limit')")
    assert limit.endswith("GiB")


def test_other_settings_win(
    place_named: PlaceNamed, canned: Canned, seen: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(GLOBAL_CONFIG, '{"memory_limit": "900MB", "threads": 2}')
    place_named("duckdb").load(canned.url, resources=["statuses"])
    assert set(seen) == {("858.3 MiB", 2)}


def test_other_sources_are_left_alone(
    place_named: PlaceNamed, canned: Canned, seen: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    mastodon_source(api_base_url=canned.url, access_token=TOKEN)
    place = place_named("duckdb")
    other = dlt.pipeline("other", destination=place.destination, pipelines_dir=str(place.folder / "other"))
    other.run([{"a": 1}], table_name="rows", loader_file_format="parquet")
    ((limit, _),) = seen[:1]
    assert limit.endswith("GiB")


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Numbers of tables that loads would have written at the same time."""
    from dlt.load.load import Load

    found: list[int] = []
    run = Load.run

    def spied(load: Any, pool: Any) -> Any:
        found.append(load.config.workers)
        return run(load, pool)

    monkeypatch.setattr(Load, "run", spied)
    return found


@pytest.mark.parametrize(("name", "workers"), [("duckdb", 2), ("sqlite", 1), ("files", 20)])
def test_tables_that_are_loaded_at_the_same_time(
    name: str,
    workers: int,
    place_named: PlaceNamed,
    canned: Canned,
    at_once: list[int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place_named(name).load(canned.url, resources=["instances"])
    assert set(at_once) == {workers}
    monkeypatch.setenv("LOAD__WORKERS", "3")
    at_once.clear()
    canned.objects["/api/v2/instance"]["title"] = "Other"
    place_named(name).load(canned.url, resources=["instances"])
    assert set(at_once) == {3}


def test_tables_with_very_many_columns_are_loaded_one_by_one(
    place_named: PlaceNamed, canned: Canned, at_once: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(destinations, "MOST_COLUMNS_AT_ONCE", 20)
    place_named("duckdb").load(canned.url, resources=["instances"])
    assert set(at_once) == {1}
