"""The snapshot does not depend on the destination, leaves it alone, and is gone when it is closed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import dlt
import duckdb
import pytest

from tests.explore.conftest import DATASET, load_community
from trunkline.explore import NothingLoadedError, Snapshot
from trunkline.explore.opening import open_loaded

TABLES = ("posts", "boosts", "tags", "media", "accounts", "seen", "asked")


def content(snapshot: Snapshot) -> dict[str, list[tuple[object, ...]]]:
    """Everything in a snapshot."""
    return {
        table: sorted(
            snapshot.connection.execute(f"SELECT * FROM {table}").fetchall(),
            key=str,
        )
        for table in TABLES
    }


def test_parquet_files_give_the_same_snapshot_as_duckdb(
    community: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESTINATION__FILESYSTEM__BUCKET_URL", str(tmp_path / "lake"))
    load_community("filesystem", tmp_path)
    with open_loaded(
        destination="filesystem", database=Path("unused"), dataset_name=DATASET, pipeline_name="mastodon_pipeline"
    ) as snapshot:
        assert content(snapshot) == content(community)


def test_the_database_can_be_read_by_others_and_is_not_changed(community_file: Path, community: Snapshot) -> None:
    before = community_file.read_bytes()
    reader = "import duckdb, sys; duckdb.connect(sys.argv[1], read_only=True); print(flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", reader, str(community_file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout
        other.stdout.readline()
        with open_loaded(
            destination="duckdb", database=community_file, dataset_name=DATASET, pipeline_name="mastodon_pipeline"
        ) as snapshot:
            assert content(snapshot) == content(community)
        other.communicate(b"")
    assert community_file.read_bytes() == before


def test_the_copy_is_removed(community_file: Path) -> None:
    with Snapshot.of(dlt.dataset(dlt.destinations.duckdb(str(community_file)), DATASET)) as snapshot:
        assert snapshot.file.exists()
    assert not snapshot.file.parent.exists()


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(NothingLoadedError, match="nothing is loaded"):
        open_loaded(destination="duckdb", database=tmp_path / "none.duckdb", dataset_name="d", pipeline_name="p")
    assert list(tmp_path.iterdir()) == []


def test_a_database_without_posts(tmp_path: Path) -> None:
    duckdb.connect(str(tmp_path / "empty.duckdb")).close()
    with pytest.raises(NothingLoadedError, match="no posts in the dataset d"):
        open_loaded(destination="duckdb", database=tmp_path / "empty.duckdb", dataset_name="d", pipeline_name="p")
