"""State and destination: the destination is the truth."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import dlt
import duckdb
import pytest

from tests.pipeline.canned import TOKEN, Canned, status
from tests.pipeline.conftest import Loader
from trunkline.pipeline import mastodon_source
from trunkline.pipeline.load import Summary, load
from trunkline.pipeline.options import SourceOptions

HOME = "/api/v1/timelines/home"


def load_into(folder: Path, canned: Canned, file: str = "one.duckdb", **options: Any) -> Summary:
    return load(
        SourceOptions(api_base_url=canned.url, access_token=TOKEN, **{"resources": ["timelines_home"], **options}),
        destination=f"./{file}",
        pipelines_dir=str(folder / "pipelines"),
    )


def rows(file: str = "one.duckdb") -> int:
    with duckdb.connect(file) as database:
        return int(database.sql("SELECT count(*) FROM mastodon_data.timelines_home").fetchall()[0][0])


def drop_tables(file: str, resource: str) -> None:
    with duckdb.connect(file) as database:
        for (table,) in database.sql(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'mastodon_data' "
            f"AND table_name LIKE '{resource}%'"
        ).fetchall():
            database.execute(f"DROP TABLE mastodon_data.{table}")


def test_another_file_under_the_same_name_and_a_dropped_table(loader: Loader, canned: Canned) -> None:
    assert load_into(loader.folder, canned).notes == ()
    shutil.copy("one.duckdb", "backup.duckdb")
    canned.lists[HOME].insert(0, status(101))
    assert load_into(loader.folder, canned).notes == (), "nothing is to be said as long as both agree"

    assert "is taken from the destination" in load_into(loader.folder, canned, "two.duckdb").notes[0]
    assert rows("two.duckdb") == 101

    shutil.copy("backup.duckdb", "one.duckdb")
    summary = load_into(loader.folder, canned)
    assert (rows(), summary.tables[0].loaded) == (101, 1), "the one that the backup lacks"
    assert len(summary.notes) == 1

    drop_tables("one.duckdb", "timelines_home")
    assert "loaded anew: timelines_home" in load_into(loader.folder, canned).notes[0]
    assert rows() == 101


def test_a_database_that_is_gone_is_loaded_anew(loader: Loader, canned: Canned) -> None:
    load_into(loader.folder, canned)
    Path("one.duckdb").unlink()
    load_into(loader.folder, canned)
    assert rows() == 100


def test_packages_for_another_file_are_not_written_into_this_one(loader: Loader, canned: Canned) -> None:
    load_into(loader.folder, canned)
    canned.lists[HOME].insert(0, status(101))
    pipeline = dlt.attach("mastodon_pipeline", pipelines_dir=str(loader.folder / "pipelines"))
    pipeline.extract(mastodon_source(api_base_url=canned.url, access_token=TOKEN, resources=["timelines_home"]))
    load_into(loader.folder, canned, "two.duckdb", since="2026-01-01T01:30:00+00:00")
    assert rows("two.duckdb") == 12
    load_into(loader.folder, canned)
    assert rows() == 101


def test_a_plain_run_takes_the_cursors_of_a_restored_database(
    loader: Loader, canned: Canned, load: Callable[..., dict[str, int]], caplog: pytest.LogCaptureFixture
) -> None:
    home: dict[str, Any] = {"resources": ["timelines_home"]}
    file = "mastodon_pipeline.duckdb"
    load(**home)
    assert load(**home) == {}, "nothing is to be done as long as both agree"
    backup = shutil.copy(file, "backup.duckdb")
    canned.lists[HOME].insert(0, status(101))
    load(**home)
    assert not caplog.records
    shutil.copy(backup, file)
    assert load(**home)["timelines_home"] == 1, "the one that the backup lacks"
    assert rows(file) == 101
    assert "is taken from the destination" in caplog.text
    caplog.clear()
    loader.fresh()
    assert load(**home) == {}
    assert not caplog.records

    drop_tables(file, "timelines_home")
    assert load(**home)["timelines_home"] == 101
    assert rows(file) == 101
    assert "loaded anew: timelines_home" in caplog.text
    assert load(**home) == {}


@pytest.mark.soak
def test_a_plain_run_into_another_file_loads_everything(
    loader: Loader, canned: Canned, load: Callable[..., dict[str, int]]
) -> None:
    home: dict[str, Any] = {"resources": ["timelines_home"]}
    load(**home)
    Path("mastodon_pipeline.duckdb").rename("other.duckdb")
    assert load(**home)["timelines_home"] == 100, "the same object of a pipeline"
    Path("other.duckdb").replace("mastodon_pipeline.duckdb")
    canned.lists[HOME].insert(0, status(101))
    loader.fresh()
    assert load(**home)["timelines_home"] == 1
    assert rows("mastodon_pipeline.duckdb") == 101


@pytest.mark.soak
def test_a_plain_run_reads_again_what_was_in_packages_that_were_dropped(
    loader: Loader, canned: Canned, load: Callable[..., dict[str, int]]
) -> None:
    home: dict[str, Any] = {"resources": ["timelines_home"]}
    load(**home)
    canned.lists[HOME].insert(0, status(101))
    loader.pipeline.extract(mastodon_source(api_base_url=canned.url, access_token=TOKEN, **home))
    shutil.rmtree(Path(loader.pipeline.working_dir) / "normalize" / "extracted")
    assert load(**home)["timelines_home"] == 1


@pytest.mark.soak
def test_a_plain_run_that_drops_its_tables_begins_anew(loader: Loader, canned: Canned) -> None:
    def run(**options: Any) -> None:
        source = mastodon_source(api_base_url=canned.url, access_token=TOKEN, resources=["timelines_home"])
        loader.pipeline.run(source, **options)

    run()
    Path("mastodon_pipeline.duckdb").rename("backup.duckdb")
    run()
    canned.lists[HOME].insert(0, status(101))
    run()
    Path("backup.duckdb").replace("mastodon_pipeline.duckdb")
    run(refresh="drop_sources")
    assert rows("mastodon_pipeline.duckdb") == 101
    del canned.lists[HOME][1:]
    run(write_disposition="replace")
    assert rows("mastodon_pipeline.duckdb") == 1
