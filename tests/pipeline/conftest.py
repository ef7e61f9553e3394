"""Pipelines in a temporary folder, and a server with canned objects."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

dlt = pytest.importorskip("dlt")

from tests.pipeline.canned import TOKEN, Canned, account, notification, serve, status  # noqa: E402
from trunkline.pipeline import mastodon_source  # noqa: E402

Rows = list[dict[str, Any]]


class Loader:
    """Pipeline into DuckDB, run as often as a test wants."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pipeline = self.fresh()

    def fresh(self) -> Any:
        """Open the pipeline as another process would see it."""
        self.pipeline = dlt.pipeline(
            pipeline_name="mastodon_pipeline",
            destination="duckdb",
            dataset_name="mastodon_data",
            pipelines_dir=str(self.folder / "pipelines"),
        )
        return self.pipeline

    def load(self, **arguments: Any) -> dict[str, int]:
        """Run the source, and return the number of rows written by table."""
        info = self.pipeline.run(mastodon_source(**arguments))
        if not info.loads_ids:
            return {}
        written = self.pipeline.last_trace.last_normalize_info.row_counts
        return {name: count for name, count in written.items() if count and not name.startswith("_dlt")}

    def rows(self, sql: str) -> Rows:
        """Return the rows of a query."""
        with self.pipeline.sql_client() as client, client.execute_query(sql) as cursor:
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def column_types(self, table: str) -> dict[str, str]:
        """Return the columns of a table and their types."""
        return {row["column_name"]: row["column_type"] for row in self.rows(f"DESCRIBE mastodon_data.{table}")}


@pytest.fixture
def loader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Loader:
    """A pipeline whose files are all in the test's folder."""
    monkeypatch.setenv("RUNTIME__DLTHUB_TELEMETRY", "false")
    monkeypatch.setenv("RUNTIME__LOG_LEVEL", "ERROR")
    monkeypatch.chdir(tmp_path)
    return Loader(tmp_path)


@pytest.fixture
def canned() -> Iterator[Canned]:
    """A server with 100 statuses, the token of account 1, and something for each resource."""
    posts = [status(n) for n in range(100, 0, -1)]
    posts[3]["reblog"] = status(5, media_attachments=[{"id": "9", "type": "image", "url": "https://canned.test/9.png"}])
    server = Canned(
        lists={
            "/api/v1/timelines/home": list(posts),
            "/api/v1/timelines/public": posts[:50],
            "/api/v1/notifications": [notification(n) for n in range(12, 0, -1)],
            "/api/v1/accounts/1/statuses": posts[:30],
            "/api/v1/accounts/1/following": [account(n) for n in range(2, 102)],
            "/api/v1/accounts/1/followers": [account(n) for n in range(2, 7)],
            "/api/v1/timelines/tag/canned": posts[:60],
            "/api/v1/timelines/tag/other": posts[50:70],
        },
        objects={
            "/api/v1/accounts/verify_credentials": account(1, source={"note": "Hello", "privacy": "public"}),
            "/api/v2/instance": {"domain": "canned.test", "title": "Canned", "languages": ["en"]},
            "/api/v2/search": {
                "accounts": [account(5)],
                "statuses": [status(7)],
                "hashtags": [{"id": "1", "name": "canned", "history": [{"day": "1767225600", "uses": "3"}]}],
            },
        },
        by_id={"/api/v1/statuses": posts, "/api/v1/accounts": [account(n) for n in range(1, 50)]},
    )
    with serve(server):
        yield server


@pytest.fixture
def load(loader: Loader, canned: Canned) -> Callable[..., dict[str, int]]:
    """Run the source against the canned server with its token."""

    def run(**arguments: Any) -> dict[str, int]:
        return loader.load(api_base_url=canned.url, access_token=TOKEN, **arguments)

    return run
