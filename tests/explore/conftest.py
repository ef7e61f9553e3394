"""Loaded data: a small community with numbers counted by hand, and a sandbox."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

dlt = pytest.importorskip("dlt")
pytest.importorskip("altair")
pytest.importorskip("marimo")

from tests.explore.community import FIRST_LOAD, SECOND_LOAD  # noqa: E402
from trunkline.explore import PostView, Snapshot  # noqa: E402
from trunkline.pipeline import SourceOptions  # noqa: E402
from trunkline.pipeline.load import load  # noqa: E402
from trunkline.sandbox import Sandbox  # noqa: E402

DATASET = "mastodon_data"


def load_community(destination: Any, folder: Path) -> Any:
    """Load the community in two runs, and return the pipeline."""
    pipeline = dlt.pipeline(
        pipeline_name="mastodon_pipeline",
        destination=destination,
        dataset_name=DATASET,
        pipelines_dir=str(folder / "pipelines"),
    )
    for tables in (FIRST_LOAD, SECOND_LOAD):
        resources = [
            dlt.resource(rows, name=name, primary_key=("_instance", "id") if name != "instances" else "_instance")
            for name, rows in tables.items()
        ]
        pipeline.run(resources, write_disposition="merge", loader_file_format="parquet")
    return pipeline


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Disable telemetry."""
    monkeypatch.setenv("RUNTIME__DLTHUB_TELEMETRY", "false")
    monkeypatch.setenv("RUNTIME__LOG_LEVEL", "ERROR")


@pytest.fixture(scope="session")
def community_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A DuckDB file with the community."""
    folder = tmp_path_factory.mktemp("community")
    file = folder / "community.duckdb"
    load_community(dlt.destinations.duckdb(str(file)), folder)
    return file


@pytest.fixture(scope="session")
def community(community_file: Path) -> Iterator[Snapshot]:
    """The community."""
    with Snapshot.of(dlt.dataset(dlt.destinations.duckdb(str(community_file)), DATASET)) as snapshot:
        yield snapshot


@pytest.fixture(scope="session")
def everything(community: Snapshot) -> PostView:
    """The whole community."""
    return community.view()


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """A server with a believable community."""
    with Sandbox(size=600, rate_limits=None) as server:
        yield server


@pytest.fixture(scope="session")
def sandbox_file(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A DuckDB file with everything that alice sees of the sandbox."""
    folder = tmp_path_factory.mktemp("sandbox")
    load(
        SourceOptions(
            api_base_url=sandbox.url,
            access_token=sandbox.token_for("alice"),
            resources=["timelines_home", "timelines_public", "followers", "instances"],
            consent=False,
        ),
        destination=str(folder / "mastodon.duckdb"),
        pipelines_dir=str(folder / "pipelines"),
    )
    return folder / "mastodon.duckdb"
