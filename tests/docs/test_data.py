"""docs/data.md names the views and columns that there are; its queries and those of docs/howto/queries.md run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

dlt = pytest.importorskip("dlt")

from tests.pipeline.canned import status  # noqa: E402
from tests.pipeline.owned import feed  # noqa: E402
from trunkline.pipeline.tidy.views import SchemaTables, make_views, queries  # noqa: E402

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "data.md").read_text(encoding="utf-8")
QUERIES = PAGE + (DOCS / "howto" / "queries.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `(\w+)` \|[^|]*\|([^|]*)\|([^|]*)\|$", PAGE, re.MULTILINE)


@pytest.fixture
def pipeline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("RUNTIME__DLTHUB_TELEMETRY", "false")
    pipeline = dlt.pipeline(
        pipeline_name="docs",
        destination=dlt.destinations.duckdb(str(tmp_path / "docs.duckdb")),
        dataset_name="mastodon_data",
        pipelines_dir=str(tmp_path / "pipelines"),
    )
    feed(pipeline, {"timelines_home": [{"_instance": "canned.test", **status(1)}]})
    make_views(pipeline)
    return pipeline


def test_views_and_columns(pipeline: Any) -> None:
    with pipeline.sql_client() as client:
        made = queries(SchemaTables(pipeline.default_schema, client))
        assert sorted(made) == sorted(name for name, _, _ in ROWS)
        for name, key, others in ROWS:
            columns = [row[0] for row in client.execute_sql(f"DESCRIBE {name}")]
            assert sorted(re.findall(r"`(\w+)`", key + others)) == sorted(columns), name


@pytest.mark.parametrize("query", re.findall(r"^```sql\n(.*?)^```", QUERIES, re.MULTILINE | re.DOTALL))
def test_queries(pipeline: Any, query: str) -> None:
    with pipeline.sql_client() as client:
        client.execute_sql(query)
