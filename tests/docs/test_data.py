"""The views have the columns that are described; the queries of docs/data.md and of two other pages run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

dlt = pytest.importorskip("dlt")

from tests.pipeline.canned import status  # noqa: E402
from tests.pipeline.owned import feed  # noqa: E402
from trunkline.pipeline.describing.views import VIEW_TEXTS  # noqa: E402
from trunkline.pipeline.tidy.views import SchemaTables, make_views, queries  # noqa: E402

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "data.md").read_text(encoding="utf-8")
TEXTS = [PAGE, *((DOCS / name).read_text(encoding="utf-8") for name in ("howto/queries.md", "destinations.md"))]
QUERIES = [
    query
    for query in re.findall(r"^```sql(?: duckdb)?\n(.*?)^```", "\n".join(TEXTS), re.MULTILINE | re.DOTALL)
    if "read_parquet" not in query
]


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A database with two posts, one of which has an odd value; it is only read."""
    folder = tmp_path_factory.mktemp("data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RUNTIME__DLTHUB_TELEMETRY", "false")
        pipeline = dlt.pipeline(
            pipeline_name="docs",
            destination=dlt.destinations.duckdb(str(folder / "docs.duckdb")),
            dataset_name="mastodon_data",
            pipelines_dir=str(folder / "pipelines"),
        )
        row = {"_instance": "canned.test", **status(1)}
        odd = {"_instance": "canned.test", **status(2, edited_at="yesterday")}
        feed(pipeline, {"timelines_home": [row], "timelines_public": [row, odd]})
        make_views(pipeline)
        yield pipeline


def test_views_and_columns(pipeline: Any) -> None:
    with pipeline.sql_client() as client:
        made = queries(SchemaTables(pipeline.default_schema, client))
        assert sorted(made) == sorted(VIEW_TEXTS)
        for name, view in VIEW_TEXTS.items():
            columns = [row[0] for row in client.execute_sql(f"DESCRIBE {name}")]
            assert sorted(view.columns) == sorted(columns), name
            assert {*view.key} <= {*columns}


@pytest.mark.parametrize("query", QUERIES)
def test_queries(pipeline: Any, query: str) -> None:
    with pipeline.sql_client() as client:
        client.execute_sql(query)
