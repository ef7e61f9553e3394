"""Posts that a server no longer shows are in no chart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

dlt = pytest.importorskip("dlt")
pytest.importorskip("altair")

from tests.pipeline.canned import status  # noqa: E402
from tests.pipeline.owned import feed  # noqa: E402
from trunkline.explore import Snapshot  # noqa: E402
from trunkline.pipeline.upkeep.feeding import Deletion  # noqa: E402

HERE = "canned.test"


def shown(number: int, **fields: Any) -> dict[str, Any]:
    return {"_instance": HERE, **status(number, **fields)}


def uris(snapshot: Snapshot, table: str) -> list[str]:
    return [uri for (uri,) in snapshot.connection.execute(f"SELECT uri FROM {table} ORDER BY uri").fetchall()]


def test_deleted_posts_and_boosts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNTIME__DLTHUB_TELEMETRY", "false")
    pipeline = dlt.pipeline(
        pipeline_name="deleted",
        destination=dlt.destinations.duckdb(str(tmp_path / "deleted.duckdb")),
        dataset_name="mastodon_data",
        pipelines_dir=str(tmp_path / "pipelines"),
    )
    rows = [shown(n) for n in (1, 2, 3)] + [shown(10 + n, reblog=status(n)) for n in (1, 2, 3)]
    feed(
        pipeline,
        {"timelines_home": rows},
        deleted=[
            Deletion(HERE, status(2)["id"]),
            Deletion(HERE, status(11)["id"]),
            Deletion("other.test", status(3)["id"]),
        ],
    )
    with Snapshot.of(pipeline.dataset()) as snapshot:
        assert uris(snapshot, "posts") == [status(n)["uri"] for n in (1, 3)]
        assert uris(snapshot, "boosts") == [status(13)["uri"]]
        assert set(uris(snapshot, "tags")) == {status(n)["uri"] for n in (1, 3)}
