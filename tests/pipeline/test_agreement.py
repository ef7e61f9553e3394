"""State and destination: the destination is the truth."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import duckdb

from tests.pipeline.canned import TOKEN, Canned, status
from tests.pipeline.conftest import Loader
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

    with duckdb.connect("one.duckdb") as database:
        for (table,) in database.sql(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'mastodon_data' "
            "AND table_name LIKE 'timelines_home%'"
        ).fetchall():
            database.execute(f"DROP TABLE mastodon_data.{table}")
    assert "loaded anew: timelines_home" in load_into(loader.folder, canned).notes[0]
    assert rows() == 101


def test_a_database_that_is_gone_is_loaded_anew(loader: Loader, canned: Canned) -> None:
    load_into(loader.folder, canned)
    Path("one.duckdb").unlink()
    load_into(loader.folder, canned)
    assert rows() == 100


def test_packages_for_another_file_are_not_written_into_this_one(loader: Loader, canned: Canned) -> None:
    import dlt

    from trunkline.pipeline import mastodon_source

    load_into(loader.folder, canned)
    canned.lists[HOME].insert(0, status(101))
    pipeline = dlt.attach("mastodon_pipeline", pipelines_dir=str(loader.folder / "pipelines"))
    pipeline.extract(mastodon_source(api_base_url=canned.url, access_token=TOKEN, resources=["timelines_home"]))
    load_into(loader.folder, canned, "two.duckdb", since="2026-01-01T01:30:00+00:00")
    assert rows("two.duckdb") == 12
    load_into(loader.folder, canned)
    assert rows() == 101
