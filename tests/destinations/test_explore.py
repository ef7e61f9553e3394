"""The explorer shows the same from all destinations."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("altair")

from tests.destinations.places import Place
from tests.pipeline.canned import Canned
from trunkline.explore.opening import open_loaded

pytestmark = pytest.mark.soak

ADDRESSES = {
    "postgres": "DESTINATION__POSTGRES__CREDENTIALS",
    "files": "DESTINATION__FILESYSTEM__BUCKET_URL",
    "sqlite": "DESTINATION__SQLALCHEMY__CREDENTIALS",
}
NAMES = {"files": "filesystem", "sqlite": "sqlalchemy"}


@pytest.mark.parametrize("name", ADDRESSES)
def test_posts_tags_and_accounts(
    name: str,
    place_named: Callable[[str], Place],
    canned: Canned,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place = place_named(name)
    place.load(canned.url)
    given = place.destination.config_params
    monkeypatch.setenv(ADDRESSES[name], str(given.get("bucket_url") or given["credentials"]))
    snapshot = open_loaded(
        destination=NAMES.get(name, name),
        database=tmp_path / "none.duckdb",
        dataset_name="mastodon_data",
        pipeline_name="mastodon_pipeline",
    )
    counts = {
        table: snapshot.connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        for table in ("posts", "boosts", "tags", "media", "accounts")
    }
    assert counts == {"posts": (39,), "boosts": (1,), "tags": (39,), "media": (1,), "accounts": (11,)}
