"""Packages that dlt has left half done: the next load goes on, whatever the last one was killed at."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import dlt
import pytest
from dlt.pipeline.exceptions import PipelineStepFailed

from tests.pipeline.canned import TOKEN, Canned, status
from tests.pipeline.conftest import Loader
from trunkline.pipeline import mastodon_source
from trunkline.pipeline.load import Summary, load
from trunkline.pipeline.options import SourceOptions
from trunkline.pipeline.packages import SET_ASIDE

HOME = "timelines_home"


class Database:
    """A database that is loaded into, and the folder of its pipeline."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder / "pipelines" / "mastodon_pipeline", url
        self.file, self.pipelines = str(folder / "m.duckdb"), str(folder / "pipelines")

    def load(self, *resources: str) -> Summary:
        options = SourceOptions(api_base_url=self.url, access_token=TOKEN, resources=list(resources))
        return load(options, destination=self.file, pipelines_dir=self.pipelines)

    def pipeline(self) -> dlt.Pipeline:
        """The pipeline as another process sees it."""
        return dlt.pipeline(
            pipeline_name="mastodon_pipeline",
            destination=dlt.destinations.duckdb(self.file),
            dataset_name="mastodon_data",
            pipelines_dir=self.pipelines,
        )

    def extract(self, *resources: str) -> Path:
        """Read without loading, and return the folder of the package."""
        pipeline = self.pipeline()
        pipeline.extract(mastodon_source(api_base_url=self.url, access_token=TOKEN, resources=list(resources)))
        (load_id,) = pipeline.list_extracted_load_packages()
        return self.folder / "normalize" / "extracted" / load_id

    def normalized(self) -> Path:
        pipeline = self.pipeline()
        pipeline.normalize()
        (load_id,) = pipeline.list_normalized_load_packages()
        return self.folder / "load" / "normalized" / load_id


@pytest.fixture
def database(loader: Loader, canned: Canned) -> Database:
    return Database(loader.folder, canned.url)


def rows(summary: Summary) -> dict[str, int]:
    return {table.name: table.rows for table in summary.tables if "__" not in table.name}


def test_the_stored_schema_lacks_a_table_of_the_package(database: Database) -> None:
    database.load(HOME)
    schema, state = database.folder / "schemas" / "mastodon_source.schema.json", database.folder / "state.json"
    before = [(file, file.read_bytes()) for file in (schema, state)]
    database.extract("following")
    for file, content in before:
        file.write_bytes(content)
    assert rows(database.load(HOME)) == {HOME: 100, "following": 100}


@pytest.mark.soak
def test_the_stored_schema_lacks_a_column_of_the_package(database: Database, canned: Canned) -> None:
    database.load(HOME)
    schema = database.folder / "schemas" / "mastodon_source.schema.json"
    before = schema.read_bytes()
    canned.lists["/api/v1/timelines/home"].insert(0, status(101, circle="friends"))
    database.extract(HOME)
    schema.write_bytes(before)
    database.load(HOME)
    with database.pipeline().sql_client() as client:
        assert client.execute_sql(f"SELECT id FROM {HOME} WHERE circle = 'friends'") == [(status(101)["id"],)]


def test_packages_were_being_deleted(database: Database, canned: Canned) -> None:
    database.load(HOME)
    schema = (database.folder / "schemas" / "mastodon_source.schema.json").read_bytes()
    canned.lists["/api/v1/timelines/home"].insert(0, status(101))
    packages = database.extract(HOME).parent
    parts = ("new_jobs", "failed_jobs", "schema.json", "load_package_state.json")
    for number, left in enumerate([parts[1:], parts[:2], parts[:3], parts[1:2], ()]):
        remainder = packages / f"170000000{number}.5"
        remainder.mkdir()
        for part in left:
            if part.endswith("_jobs"):
                (remainder / part).mkdir()
            else:
                (remainder / part).write_bytes(schema if part == "schema.json" else b"{}")
    assert rows(database.load(HOME)) == {HOME: 101}
    assert not [*packages.iterdir()]


def test_folders_were_being_made(database: Database) -> None:
    (database.extract(HOME).parents[2] / "load").mkdir(exist_ok=True)
    database.pipeline()._get_load_storage()  # the first that dlt writes is the version of the folder
    assert [one.name for one in (database.folder / "load").iterdir()] == [".version"]
    assert rows(database.load(HOME)) == {HOME: 100}


def spoil(file: Path) -> None:
    file.write_bytes(b"nothing that a destination reads")


def test_a_package_that_never_loads_is_put_aside_and_read_again(
    database: Database, canned: Canned, caplog: pytest.LogCaptureFixture
) -> None:
    database.load(HOME)
    canned.lists["/api/v1/timelines/home"].insert(0, status(101))
    database.extract(HOME)
    package = database.normalized()
    for file in (package / "new_jobs").glob("timelines_home.*"):
        spoil(file)
    with caplog.at_level(logging.WARNING, "trunkline.pipeline"):
        assert rows(database.load(HOME)) == {HOME: 101}
    (told,) = [one for one in caplog.messages if "put aside" in one]
    assert str(database.folder / SET_ASIDE) in told
    assert (database.folder / SET_ASIDE / package.name).is_dir()
    assert not database.pipeline().has_pending_data
    assert database.load(HOME).loaded == 0


@pytest.mark.soak
def test_a_package_that_cannot_be_normalised_is_put_aside(database: Database, canned: Canned) -> None:
    database.load(HOME)
    canned.lists["/api/v1/timelines/home"].insert(0, status(101))
    package = database.extract(HOME)
    for file in (package / "new_jobs").glob("timelines_home.*"):
        file.rename(file.with_name(file.name.replace("parquet", "jsonl")))
        spoil(file.with_name(file.name.replace("parquet", "jsonl")))
    assert rows(database.load(HOME)) == {HOME: 101}
    assert (database.folder / SET_ASIDE / package.name).is_dir()


def test_a_destination_that_is_away_puts_nothing_aside(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    database.load(HOME)
    database.extract("following")

    def away(*_: Any, **__: Any) -> None:
        raise ConnectionError("away")

    with monkeypatch.context() as patched:
        patched.setattr("dlt.load.load.Load.initialize_package", away)
        with pytest.raises(PipelineStepFailed, match="away"):
            database.load(HOME)
    assert database.pipeline().has_pending_data
    assert rows(database.load(HOME))["following"] == 100
