"""Commands of dlt change the pipeline, and the next load brings back what they have taken away, by itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.pipeline.canned import TOKEN, Canned, status
from tests.pipeline.conftest import Loader
from trunkline.pipeline import SourceOptions, make_views, mastodon_source
from trunkline.pipeline.load import load

pytestmark = pytest.mark.soak

RESOURCES = ["timelines_home", "notifications", "following"]
HOME = "/api/v1/timelines/home"


class Pipeline:
    """A pipeline that is loaded by the package or run by dlt, and changed by dlt's commands."""

    def __init__(self, loader: Loader, canned: Canned, *, plain: bool) -> None:
        self.loader, self.canned, self.plain = loader, canned, plain

    def options(self) -> dict[str, Any]:
        return {"api_base_url": self.canned.url, "access_token": TOKEN, "resources": RESOURCES}

    def load(self) -> None:
        if self.plain:
            self.loader.load(**self.options())
            make_views(self.loader.pipeline)
        else:
            load(
                SourceOptions(**self.options()),
                destination="duckdb",
                pipelines_dir=str(self.loader.folder / "pipelines"),
            )

    def command(self, *arguments: str) -> str:
        """Run ``dlt pipeline``, and return what it prints."""
        folder = ["--pipelines-dir", str(self.loader.folder / "pipelines")]
        program = [str(Path(sys.executable).with_name("dlt")), "-y", "pipeline", *folder, "mastodon_pipeline"]
        told = subprocess.run([*program, *arguments], capture_output=True, text=True, check=True, timeout=300).stdout
        self.loader.fresh()
        return told

    def rows(self) -> dict[str, int]:
        """The rows of the tables, and of a view over one of them."""
        names = [*RESOURCES, "posts"]
        return {
            name: self.loader.rows(f"SELECT count(DISTINCT _dlt_id) AS n FROM mastodon_data.{name}")[0]["n"]
            for name in names
        }


@pytest.fixture(params=["load", "run"])
def pipeline(request: pytest.FixtureRequest, loader: Loader, canned: Canned) -> Pipeline:
    made = Pipeline(loader, canned, plain=request.param == "run")
    made.load()
    return made


@pytest.mark.parametrize(
    "command",
    [
        ("drop", "timelines_home"),
        ("drop", "--state-paths", "resources.timelines_home"),
        ("drop", "--drop-all"),
        ("sync",),
    ],
    ids=" ".join,
)
def test_the_next_load_brings_everything_back(pipeline: Pipeline, command: tuple[str, ...]) -> None:
    before = pipeline.rows()
    assert before["timelines_home"] == 100
    pipeline.command(*command)
    pipeline.canned.lists[HOME].insert(0, status(101))
    pipeline.load()
    assert pipeline.rows() == {**before, "timelines_home": 101, "posts": before["posts"] + 1}
    pipeline.load()
    assert pipeline.rows()["timelines_home"] == 101


def test_packages_that_were_dropped_are_read_again(pipeline: Pipeline) -> None:
    pipeline.canned.lists[HOME].insert(0, status(101))
    pipeline.loader.fresh().extract(mastodon_source(**pipeline.options()))
    pipeline.command("drop-pending-packages")
    pipeline.load()
    assert pipeline.rows()["timelines_home"] == 101


def test_commands_that_look(pipeline: Pipeline) -> None:
    assert "timelines_home with" in pipeline.command("info")
    assert "Step load COMPLETED" in pipeline.command("trace")
    assert "No failed jobs" in pipeline.command("failed-jobs")
    assert " and completed in " in pipeline.command("load-package")
    assert "name: mastodon_source" in pipeline.command("schema")
