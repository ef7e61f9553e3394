"""Pipelines that run already, databases that are open elsewhere, and files that a killed process has half written."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import pytest

dlt = pytest.importorskip("dlt")

from tests.pipeline.canned import TOKEN, Canned, status  # noqa: E402
from tests.pipeline.conftest import Loader  # noqa: E402
from trunkline.pipeline import SourceOptions  # noqa: E402
from trunkline.pipeline.duckdb_file import DAMAGED, DamagedDatabaseError, kept_open  # noqa: E402
from trunkline.pipeline.exclusive import PipelineBusyError, exclusively  # noqa: E402
from trunkline.pipeline.load import load  # noqa: E402
from trunkline.pipeline.purge import purge  # noqa: E402

HEAD, BLOCK, TABLES = 12_288, 262_144, 40


@pytest.fixture
def pipeline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("RUNTIME__DLTHUB_TELEMETRY", "false")
    return dlt.pipeline(
        "p", destination=dlt.destinations.duckdb(str(tmp_path / "m.duckdb")), pipelines_dir=str(tmp_path / "pipelines")
    )


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "m.duckdb"
    with duckdb.connect(str(path)) as connection:
        for number in range(TABLES):
            connection.execute(f"CREATE TABLE t{number} AS SELECT range AS n, 'x' || range AS text FROM range(100)")
    return path


def spoil(path: Path, how: Callable[[bytearray, int], None]) -> None:
    """Change the first block without which the file cannot be opened: one with a table of contents."""
    content = path.read_bytes()
    for place in range(HEAD, len(content), BLOCK):
        changed = bytearray(content)
        how(changed, place)
        path.write_bytes(changed)
        try:
            duckdb.connect(str(path), read_only=True).close()
        except duckdb.Error as error:
            assert "does not match stored checksum" in str(error)  # noqa: PT017
            return
    pytest.fail("the file can be opened, whichever block is changed")


def rows_of(path: Path) -> list[int]:
    with duckdb.connect(str(path)) as connection:
        counts = [connection.execute(f"SELECT count(*) FROM t{number}").fetchone() for number in range(TABLES)]
    return [count[0] for count in counts if count]


def other_checksum(content: bytearray, place: int) -> None:
    content[place] ^= 1


def nonsense(content: bytearray, place: int) -> None:
    content[place + 8 : place + BLOCK] = b"\xfe" * (BLOCK - 8)


def test_a_block_that_was_half_written_is_repaired(pipeline: Any, database: Path, caplog: Any) -> None:
    spoil(database, other_checksum)
    before = database.read_bytes()
    database.chmod(0o600)
    with kept_open(pipeline):
        pass
    assert database.stat().st_mode & 0o777 == 0o600
    assert rows_of(database) == [100] * TABLES
    assert Path(f"{database}{DAMAGED}").read_bytes() == before
    assert "is repaired" in caplog.text
    assert sorted(file.name for file in database.parent.glob("m.duckdb*")) == ["m.duckdb", f"m.duckdb{DAMAGED}"]


def test_what_cannot_be_repaired_stays_as_it_is(pipeline: Any, database: Path) -> None:
    spoil(database, nonsense)
    before = database.read_bytes()
    with (
        pytest.raises(DamagedDatabaseError, match=r"m\.duckdb is damaged .*Put back a copy of it"),
        kept_open(pipeline),
    ):
        pass
    assert database.read_bytes() == before
    assert sorted(file.name for file in database.parent.glob("m.duckdb*")) == ["m.duckdb"]


def test_a_whole_database_is_left_alone(pipeline: Any, database: Path) -> None:
    before = database.read_bytes()
    with kept_open(pipeline):
        pass
    assert database.read_bytes() == before


def test_the_lock_of_a_database_is_named(pipeline: Any, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = 'IO Error: Could not set lock on file "m.duckdb": Conflicting lock is held in /usr/bin/duckdb (PID 4711).'

    def connect(*_: object, **__: object) -> None:
        raise duckdb.IOException(told)

    monkeypatch.setattr(duckdb, "connect", connect)
    with (
        pytest.raises(PipelineBusyError, match=r"open in another program, /usr/bin/duckdb \(process 4711\): close it"),
        kept_open(pipeline),
    ):
        pass


def test_a_pipeline_runs_once_at_a_time(pipeline: Any) -> None:
    def run() -> None:
        with exclusively(pipeline):
            pass

    with ThreadPoolExecutor(1) as other:
        with exclusively(pipeline), exclusively(pipeline):
            told = rf"The pipeline p is running already \(process {os.getpid()}\): wait"
            with pytest.raises(PipelineBusyError, match=told):
                other.submit(run).result()
            with pytest.raises(PipelineBusyError, match=told):
                other.submit(purge, pipeline, accounts=["@eve@evil.test"]).result()
        other.submit(run).result()


def test_a_load_repairs_the_database_before_it_asks_for_the_state(loader: Loader, canned: Canned) -> None:
    def run() -> None:
        options = SourceOptions(api_base_url=canned.url, access_token=TOKEN, resources=["timelines_home"])
        load(options, destination="m.duckdb", pipelines_dir=str(loader.folder / "pipelines"))

    run()
    spoil(Path("m.duckdb"), other_checksum)
    canned.lists["/api/v1/timelines/home"].insert(0, status(101))
    run()
    with duckdb.connect("m.duckdb") as database:
        assert database.sql("SELECT count(*) FROM mastodon_data.timelines_home").fetchall() == [(101,)]
    assert Path(f"m.duckdb{DAMAGED}").exists()
